"""Vietnamese text as words to compare: syllables with one placement of tones, and folded (domain reference C2)."""

import re
from typing import NamedTuple

from hueioc.vi import fold, normal

_WORD = re.compile(r"[^\W_]+")
_OLD = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_NEW = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_PLACED: dict[str, str] = dict(zip(_OLD, _NEW, strict=True))
_AT_THE_END = re.compile(rf"(?<!q)(?:{'|'.join(_OLD)})(?![^\W_])")
_AFTER_Q = re.compile(r"(?<=q)([ùúủũụ])y(?![^\W_])")
_TONED_Y = dict(zip("ùúủũụ", "ỳýỷỹỵ", strict=True))
_Y = re.compile(r"(?<![^\W_])([hklmst]|qu)([yỳýỷỹỵ])(?![^\W_])")
_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")


class Word(NamedTuple):
    """One syllable: as written with its tone in one place, folded, and whether it begins with a capital."""

    accented: str
    folded: str
    is_capital: bool


def toned(text: str) -> str:
    """Lower case NFC with the new placement of tones: `Hoà` and `hòa` are one, `hoàn` and `quý` stay."""
    lower = normal(text).lower()
    lower = _AT_THE_END.sub(lambda found: _PLACED[found[0]], lower)
    return _AFTER_Q.sub(lambda found: "u" + _TONED_Y[found[1]], lower)


def accented_words(text: str) -> str:
    """What the accented search column is made of: words with single blanks."""
    return " ".join(_WORD.findall(toned(text)))


def folded_words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def words_of(text: str) -> list[Word]:
    """For dictionaries: `kỹ` and `kĩ`, `lý` and `lí` are one here."""
    plain = normal(text)
    found = _WORD.findall(plain)
    lower = _WORD.findall(_Y.sub(lambda each: each[1] + _I[each[2]], toned(plain)))
    if len(found) != len(lower):  # a letter whose lower case is no word: none in Vietnamese
        found = lower
    return [
        Word(low, fold(low), each[0].isupper() or each[0].isdigit()) for each, low in zip(found, lower, strict=True)
    ]


def sentences(text: str) -> list[str]:
    return [each for each in _SENTENCES.split(text) if each.strip()]
