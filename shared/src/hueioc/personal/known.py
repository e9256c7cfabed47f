"""What is known of the person who writes, where it stands in a text: name, telephone, e-mail.

A name is found without its accents, in any case, with up to four other marks between its parts; its last two parts
and, after a form of address, its last part alone are found too, as people in Vietnam are called by it. No pattern is
compiled from what people write: Python keeps compiled patterns, and names have no place in a cache.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from hueioc.personal.plain import plain

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_NO_DIGIT = re.compile(r"\D+")
_GAP = 4
_ADDRESSED = frozenset("ong ba anh chi co chu bac cau di em chau ten mr mrs ms".split())  # noqa: SIM905 - to be read
_I_AM = ("toi", "la")
_SHORTEST_NUMBER = 6
_LOCAL = 7
"""Digits of a fixed line as neighbours say it, without the code of the province."""
_LONGEST_KNOWN = 200
Kind = Literal["phone", "email", "citizen_id", "name"]
Found = tuple[int, int, Kind]


class Known(NamedTuple):
    """As the person has given it; empty where it is not known."""

    name: str = ""
    phone: str = ""
    email: str = ""


class _Word(NamedTuple):
    text: str
    start: int
    end: int


NOBODY = Known()


def find_known(text: str, known: Known) -> Iterator[Found]:
    """Places in a plain text (`hueioc.personal.plain`), in order, apart."""
    if not any(known):
        return
    found = [*_emails(text, known.email), *_phones(text, known.phone), *_names(text, known.name)]
    last = 0
    for start, end, kind in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= last:
            yield start, end, kind
            last = end


def _emails(text: str, email: str) -> Iterator[Found]:
    wanted = plain(email.strip()[:_LONGEST_KNOWN]).text
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start, start + len(wanted), "email"
        start = text.find(wanted, start + len(wanted))


def _phones(text: str, phone: str) -> Iterator[Found]:
    """The number without country and leading zero; of a fixed line also its last digits alone."""
    digits = _NO_DIGIT.sub("", plain(phone[:_LONGEST_KNOWN]).text)
    bare = digits.removeprefix("84").removeprefix("0")
    if len(bare) < _SHORTEST_NUMBER:
        return
    run, forms = _NO_DIGIT.sub("", text), (bare, bare[-_LOCAL:]) if bare.startswith("2") else (bare,)
    if not any(wanted in run for wanted in forms):
        return
    places = [match.start() for match in _DIGIT.finditer(text)]
    for wanted in forms:
        begin = run.find(wanted)
        while begin >= 0:
            these = places[begin : begin + len(wanted)]
            if _is_close(these):
                first, last = _grown(text, these[0], these[-1] + 1)
                yield first, last, "phone"
            begin = run.find(wanted, begin + 1)


def _is_close(places: Sequence[int]) -> bool:
    return all(after - before <= _GAP + 1 for before, after in pairwise(places))


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """With the zero, the code of the country or of the province before it, and whatever digits hang on."""
    while start and (text[start - 1].isdigit() or _joins(text, start - 1)):
        start -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return start, end


def _joins(text: str, place: int) -> bool:
    return text[place] in "+. -()" and text[place - 1 : place].isdigit()


def _names(text: str, name: str) -> Iterator[Found]:
    parts = _WORD.findall(plain(name[:_LONGEST_KNOWN]).text)
    if not parts or parts[-1] not in text:  # it stands in every form of the name
        return
    words = [_Word(match.group(), *match.span()) for match in _WORD.finditer(text)]
    glued = "".join(parts)
    for number, word in enumerate(words):
        for wanted in (parts, parts[-2:]):
            if word.text == wanted[0] and _follow(words, number, wanted):
                yield word.start, words[number + len(wanted) - 1].end, "name"
        if len(parts) > 1 and word.text == glued:
            yield word.start, word.end, "name"
        if word.text == parts[-1] and _is_addressed(words[max(0, number - 2) : number]):
            yield word.start, word.end, "name"


def _is_addressed(before: Sequence[_Word]) -> bool:
    return bool(before) and (before[-1].text in _ADDRESSED or tuple(word.text for word in before) == _I_AM)


def _follow(words: Sequence[_Word], number: int, wanted: Sequence[str]) -> bool:
    """Whether the wanted parts stand here one behind the other, close together."""
    these = words[number : number + len(wanted)]
    return [word.text for word in these] == list(wanted) and all(
        after.start - before.end <= _GAP for before, after in pairwise(these)
    )
