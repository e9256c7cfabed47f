"""Bytes of a feed to text: by BOM, HTTP charset, XML prolog, as UTF-8, as windows-1258 (domain reference C1)."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROLOG = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_TEXT_CODECS = re.compile(r"utf|iso|latin|ascii|windows|cp\d|koi8|gb|big5|euc|shift|tis|tcvn|viscii", re.IGNORECASE)
_LAST = "windows-1258"


def decoded(raw: bytes, content_type: str = "") -> str:
    """The text of `raw`. Never raises: what fits no encoding is read as windows-1258 with marks for what is lost."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(name, "replace")
    declared = _CHARSET.search(content_type)
    prolog = _PROLOG.match(raw[:400])
    names = [declared[1]] if declared else []
    names += [prolog[1].decode("ascii")] if prolog else []
    for name in (*names, *_sniffed(raw), "utf-8"):
        if (text := _strictly(raw, name)) is not None:
            return text
    return raw.decode(_LAST, "replace")


def _sniffed(raw: bytes) -> list[str]:
    """UTF-16 without a mark begins with `<` and a zero, in one order or the other."""
    return {b"<\0": ["utf-16-le"], b"\0<": ["utf-16-be"]}.get(raw[:2], [])


def _strictly(raw: bytes, name: str) -> str | None:
    """None when the name is none of a text encoding, or the bytes are not of it."""
    if not _TEXT_CODECS.search(name):
        return None
    try:
        return raw.decode(name)
    except (LookupError, UnicodeError):
        return None
