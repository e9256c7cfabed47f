"""Vietnamese text for search: one written form, and a folded one without accents.

People type with and without accents, composed and decomposed, with marks that cannot be seen; all of it finds the same.
"""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")
_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})


def normal(text: str) -> str:
    """NFC, without unseen marks, blanks single, the Icelandic Ð that some keyboards give as Đ."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("Ð", "Đ").replace("ð", "đ")
    return _BLANKS.sub(" ", plain).strip()


def fold(text: str) -> str:
    """Lower case without accents: `Đường Lê Lợi` and `duong le loi` are one."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", normal(text).lower()))
    return bare.translate(_D)
