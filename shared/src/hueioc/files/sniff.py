"""What a file is, told by its first bytes; its name and its announced type are never trusted.

Sources: WHATWG MIME Sniffing; ISO/IEC 14496-12 (ftyp); RFC 9639 has no part here: FLAC is not accepted.
"""

from hueioc.errors import Text, UnsupportedMedia

HEAD_BYTES = 64
"""Enough of a file to tell."""

KINDS: dict[str, str] = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "image/heic": "image",
    "image/heif": "image",
    "image/gif": "image",
    "video/mp4": "video",
    "video/quicktime": "video",
    "video/webm": "video",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/ogg": "audio",
    "audio/wav": "audio",
    "application/pdf": "document",
}
"""Every media type that is accepted, with the kind under which its size is limited."""

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS\x00", "audio/ogg"),
    (b"ID3\x02", "audio/mpeg"),
    (b"ID3\x03", "audio/mpeg"),
    (b"ID3\x04", "audio/mpeg"),
)
_EBML, _WEBM = b"\x1a\x45\xdf\xa3", b"\x42\x82\x84webm"
"""The header of RFC 8794 with the document type `webm`; other kinds of Matroska are not accepted."""
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"))
_BRANDS = (
    (_HEIC, "image/heic"),
    (frozenset((b"M4A ", b"M4B ")), "audio/mp4"),
    (frozenset((b"qt  ",)), "video/quicktime"),
    (
        frozenset((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV", b"M4V ", b"dash")),
        "video/mp4",
    ),
    (frozenset((b"3gp4", b"3gp5", b"3gp6", b"3g2a")), "video/mp4"),
)
_GENERIC_IMAGE = frozenset((b"mif1", b"msf1"))
_LARGEST_FTYP = 512


def sniff(head: bytes) -> str | None:
    """The media type, or None when it is not one of `KINDS`. Give at least the first HEAD_BYTES."""
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head.startswith(_EBML):
        return "video/webm" if _WEBM in head[:HEAD_BYTES] else None
    if head[4:8] == b"ftyp":
        return _brand(head)
    return "audio/mpeg" if _is_mpeg_audio(head) else None


def demand_media(head: bytes, accepted: frozenset[str] | None = None) -> str:
    """The media type of an accepted file; raises UnsupportedMedia, which says what is accepted."""
    media_type = sniff(head)
    allowed = KINDS.keys() if accepted is None else accepted
    if media_type is None or media_type not in allowed:
        names = ", ".join(sorted({media.split("/")[1].upper() for media in allowed}))
        raise UnsupportedMedia(
            Text(
                f"Nội dung tệp không thuộc loại được nhận ({names})",
                f"By its content the file is not one of the accepted kinds ({names})",
            )
        )
    return media_type


def _brand(head: bytes) -> str | None:
    size = int.from_bytes(head[:4], "big")
    if not 16 <= size <= _LARGEST_FTYP or size % 4:  # noqa: PLR2004 - a box with one brand
        return None
    major = head[8:12]
    compatible = {head[place : place + 4] for place in range(16, min(size, len(head)), 4)}
    if major in _GENERIC_IMAGE:
        return "image/heic" if compatible & _HEIC else "image/heif" if b"avif" not in compatible else None
    return next((media_type for brands, media_type in _BRANDS if major in brands), None)


def _is_mpeg_audio(head: bytes) -> bool:
    """A frame header of MPEG audio layer III (ISO/IEC 11172-3 section 2.4.2.3) with sensible fields."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004
        return False
    version, bit_rate, sample_rate = (head[1] >> 3) & 3, head[2] >> 4, (head[2] >> 2) & 3
    return version != 1 and bit_rate not in (0, 15) and sample_rate != 3  # noqa: PLR2004
