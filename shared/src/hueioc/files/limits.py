"""What one upload route accepts: bytes for each kind of file; 0 means the kind is refused."""

from dataclasses import dataclass

from hueioc.errors import Text, TooLarge
from hueioc.files.sniff import KINDS, demand_media


@dataclass(frozen=True, kw_only=True)
class UploadLimits:
    image: int = 0
    video: int = 0
    audio: int = 0
    document: int = 0

    @property
    def largest(self) -> int:
        return max(self.image, self.video, self.audio, self.document)

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset(media_type for media_type, kind in KINDS.items() if self.of(kind))

    def of(self, kind: str) -> int:
        return {"image": self.image, "video": self.video, "audio": self.audio, "document": self.document}[kind]

    def demand(self, head: bytes, length: int) -> str:
        """The media type told by `head`; raises UnsupportedMedia, or TooLarge for a file of its kind."""
        media_type = demand_media(head, self.accepted)
        self.demand_length(length, self.of(KINDS[media_type]))
        return media_type

    def demand_length(self, length: int, limit: int) -> None:
        if length > limit:
            size = f"{limit / (1 << 20):g} MB"
            raise TooLarge(Text(f"Tệp loại này được tối đa {size}", f"A file of this kind may have {size} at most"))
