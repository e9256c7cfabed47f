"""Redaction: every telephone number, e-mail address and citizen-id number of a text gives way to a short mask.

For public copies. It errs towards hiding: nine or twelve digits that stand alone are taken for a card number
unless a unit, a date or a code shows that they are not.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hueioc.personal.harmless import cover_amounts_and_codes, cover_times
from hueioc.personal.known import NOBODY, Kind, Known, find_known
from hueioc.personal.mail import find_addresses
from hueioc.personal.number import (
    find_glued_phones,
    find_ids,
    find_named_ids,
    find_phones,
    find_spelled_phones,
    has_numbers,
)
from hueioc.personal.plain import cover, plain

MASKS: dict[Kind, str] = {"phone": "[điện thoại]", "email": "[e-mail]", "citizen_id": "[CCCD]", "name": "[tên]"}


class Span(NamedTuple):
    """text[start:end] is personal."""

    kind: Kind
    start: int
    end: int


def find(text: str, known: Known = NOBODY) -> list[Span]:
    """What is personal in `text`, in order. Time grows with the length of the text and no faster.

    `known` is what is known of the writer: a name is no number, and is found only when somebody says it.
    """
    if not text:
        return []
    reduced = plain(text)
    places: list[tuple[int, int, Kind]] = list(find_known(reduced.text, known))
    rest = cover(reduced.text, [(start, end) for start, end, _ in places])
    addresses = find_addresses(rest)
    places.extend((start, end, "email") for start, end in addresses)
    if has_numbers(rest):
        places += _find_numbers(cover(rest, addresses))
    return [Span(kind, *reduced.span(start, end)) for start, end, kind in sorted(places)]


def redact(text: str, known: Known = NOBODY) -> str:
    """`text` with a mask in place of each personal number and address, and of what is `known` of its writer."""
    pieces: list[str] = []
    last = 0
    for kind, start, end in find(text, known):
        pieces += (text[last:start], MASKS[kind])
        last = end
    pieces.append(text[last:])
    return "".join(pieces)


def _find_numbers(text: str) -> Iterator[tuple[int, int, Kind]]:
    """From the surest sign to the weakest; what one rule found or excused, the next does not see."""
    glued, text = find_glued_phones(text)
    for start, end in glued:
        yield start, end, "phone"
    if not has_numbers(text):
        return
    text = cover_amounts_and_codes(text)
    named = find_named_ids(cover_times(text))
    phones, text = find_phones(cover(text, named))
    spelled, text = find_spelled_phones(cover_times(text))
    for start, end in phones + spelled:
        yield start, end, "phone"
    for start, end in named + find_ids(text):
        yield start, end, "citizen_id"
