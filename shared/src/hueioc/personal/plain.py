"""A text reduced to what numbers and addresses are made of, with the way back to the places in the original.

Digits of any script become ASCII digits; spaces, dashes, dots and brackets one form each; letters lose case
and accents; what cannot be seen (zero-width marks, soft hyphens, emoji frames) is left out.
"""

import re
import unicodedata
from typing import NamedTuple

GONE = "\u200b"
MOST_KEPT = 8192
COVERED = "\x01"
"""Stands over what is dealt with, so that no later rule joins what lies on both sides of it."""

_DOTS = frozenset("。．｡․‧·•∙⋅・･‥…")
_DASHES = frozenset("\u2212\u00af\u02c9\uff0d\uff3f\u203f\u2043\u30fc\uff70")
_INVISIBLE = frozenset(("Cf", "Mn", "Me", "Cc", "Cs", "Co"))
_LETTER_O = frozenset("оОοΟօՕ০")
_NEAR = " .-_"
_ZERO_O = re.compile(r"o(?<![a-z]o)(?:[ .\-_]{0,3}+o(?![a-np-z]))*+(?![a-z])")


class Plain(NamedTuple):
    text: str
    positions: list[int] | None
    """Where each character stood, and the length; None when nothing was left out."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of text[start:end] in the original, with the invisible marks that follow it."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end]


def plain(original: str) -> Plain:
    text = original.lower() if original.isascii() and original.isprintable() else original.translate(_FOLDED)
    positions = None
    if GONE in text:
        positions = [place for place, char in enumerate(text) if char != GONE]
        positions.append(len(text))
        text = text.replace(GONE, "")
    return Plain(_ZERO_O.sub(_zero, text), positions)


def fold(char: str) -> str:
    """One character for one character."""
    if char.isascii() and char.isprintable():
        return char.lower()
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    mark = _fold_mark(char)
    if mark is not None:
        return mark
    base = unicodedata.normalize("NFKD", char)[0].lower()[0]
    return {"đ": "d", "₫": "d"}.get(base, base)


class _Folded(dict[int, str]):
    """`fold` by code point for `str.translate`, which asks it in C; what was met once is kept, up to a bound."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        if len(self) < MOST_KEPT:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def _fold_mark(char: str) -> str | None:
    category = unicodedata.category(char)
    for matches, folded in (
        (char.isspace(), " "),
        (char in _LETTER_O, "o"),
        (category in _INVISIBLE, GONE),
        (category == "Pd" or char in _DASHES, "-"),
        (char in _DOTS, "."),
    ):
        if matches:
            return folded
    return None


def _zero(match: re.Match[str]) -> str:
    """A lone `o` beside a digit is a zero as people type it; anywhere else it is a letter."""
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - 4) : start].rstrip(_NEAR)
    after = text[end : end + 4].lstrip(_NEAR)
    beside = before[-1:].isdigit() or after[:1].isdigit()
    return match.group().replace("o", "0") if beside else match.group()


def cover(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with the spans (in order, apart) covered; the length stays."""
    pieces: list[str] = []
    last = 0
    for start, end in spans:
        pieces += (text[last:start], COVERED * (end - start))
        last = end
    return "".join(pieces) + text[last:] if pieces else text
