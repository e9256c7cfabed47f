"""Vietnamese text for search: one written form, and a folded one without accents.

People type with and without accents, composed and decomposed, with marks that cannot be seen; all of it finds the same.
"""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})


def composed(text: str) -> str:
    """NFC, without unseen marks, the Icelandic Ð that some keyboards give as Đ; blanks and lines as they stand."""
    plain = unicodedata.normalize("NFC", text)
    if not plain.isprintable():  # quick, and no unseen mark is printable
        plain = _UNSEEN.sub("", plain)
    return plain.replace("Ð", "Đ").replace("ð", "đ")


def normal(text: str) -> str:
    """As `composed`, with single blanks."""
    if text.isprintable() and "  " not in text:  # most texts: nothing unseen, and no blank but single ones
        return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ").strip()
    return " ".join(composed(text).split())


def fold(text: str) -> str:
    """Lower case without accents: `Đường Lê Lợi` and `duong le loi` are one."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", normal(text).lower()))
    return bare.translate(_D)
