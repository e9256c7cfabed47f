"""What a file of a report may be, and why it may not: kinds, states, limits, refusals in two languages."""

from enum import StrEnum

from hueioc.errors import Text

MEGABYTE = 1 << 20
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_FILM = 100 * MEGABYTE
LARGEST_SOUND = 20 * MEGABYTE
LARGEST_DOCUMENT = 10 * MEGABYTE
MOST_SECONDS = 300
"""A short film: five minutes. Longer ones are not looked at by anybody before they are published."""


class MediumKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


class MediumState(StrEnum):
    WAITING = "waiting"
    """The public copy is not made yet."""
    READY = "ready"
    HELD = "held"
    """The copy is there, but somebody of the centre must look at it first."""
    REFUSED = "refused"
    HIDDEN = "hidden"


class Refusal(StrEnum):
    """Why a file has no public copy. The report stays."""

    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_FEW_PIXELS = "too_few_pixels"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NOT_TAKEN = "not_taken"
    NO_EVIDENCE = "no_evidence"
    LOST = "lost"
    TOO_SLOW = "too_slow"


REFUSALS: dict[Refusal, Text] = {
    Refusal.DAMAGED: Text(
        "Tệp bị hỏng hoặc nội dung không đúng với loại tệp; hãy gửi lại tệp gốc",
        "The file is damaged, or is not what it says it is; send the original again",
    ),
    Refusal.TOO_MANY_PIXELS: Text(
        "Ảnh có quá nhiều điểm ảnh (tối đa 60 triệu); hãy gửi ảnh nhỏ hơn",
        "The picture has too many pixels (60 million at most); send a smaller one",
    ),
    Refusal.TOO_FEW_PIXELS: Text(
        "Ảnh quá nhỏ nên không thấy gì; hãy gửi ảnh khác", "The picture is too small to show anything; send another"
    ),
    Refusal.TOO_LARGE: Text(
        "Tệp quá lớn: ảnh tối đa 10 MB, video 100 MB, ghi âm 20 MB",
        "The file is too large: photos have 10 MB at most, films 100 MB, sound 20 MB",
    ),
    Refusal.TOO_LONG: Text(
        "Video hoặc ghi âm dài quá 5 phút; hãy cắt ngắn rồi gửi lại",
        "The film or sound is longer than five minutes; cut it and send it again",
    ),
    Refusal.NOT_TAKEN: Text(
        "Loại tệp này không được nhận; hãy gửi ảnh, video MP4 hoặc ghi âm",
        "This kind of file is not taken; send a photo, an MP4 film or sound",
    ),
    Refusal.NO_EVIDENCE: Text(
        "Tài liệu chỉ dùng làm bằng chứng trong câu trả lời của đơn vị",
        "Documents are taken only as evidence in a unit's answer",
    ),
    Refusal.LOST: Text("Tệp không còn trong kho; hãy gửi lại", "The file is no longer in the store; send it again"),
    Refusal.TOO_SLOW: Text(
        "Không xử lý xong tệp trong thời gian cho phép; hãy gửi tệp ngắn hơn",
        "The file could not be worked through in time; send a shorter one",
    ),
}
"""Said to the reporter, or to the unit; each tells what to do."""


class Refused(ValueError):
    """There will be no public copy of this file."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def largest_of(kind: MediumKind) -> int:
    return {
        MediumKind.IMAGE: LARGEST_PHOTO,
        MediumKind.VIDEO: LARGEST_FILM,
        MediumKind.AUDIO: LARGEST_SOUND,
        MediumKind.DOCUMENT: LARGEST_DOCUMENT,
    }[kind]


def shown_state(kind: MediumKind, *, is_released: bool, is_hidden: bool) -> MediumState:
    """The state of a medium whose copy is there: films and sound wait until somebody has looked."""
    if is_hidden:
        return MediumState.HIDDEN
    if kind in {MediumKind.VIDEO, MediumKind.AUDIO} and not is_released:
        return MediumState.HELD
    return MediumState.READY
