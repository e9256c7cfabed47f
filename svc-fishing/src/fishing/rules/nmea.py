"""NMEA 0183 lines that carry AIS: a whole datagram is split at once, each line checked; what is no sentence is told."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, reduce
from operator import xor
from typing import NamedTuple

from fishing.states import Reason

LONGEST_LINE = 1_000
_LINE = re.compile(
    rb"^(?:\\([^\\\r\n]{0,400})\\)?[!$]([A-Z]{2}VD[MO],(\d),(\d),(\d?),([A-D12]?),([0-W`-w]*),([0-5]))"
    rb"\*([0-9A-Fa-f]{2})[ \t\r]*$|^[ \t\r]*$|^(.+)$",
    re.MULTILINE,
)
_LONGEST_TIME = 13
_MILLISECONDS = 100_000_000_000
"""A TAG block gives seconds, some receivers milliseconds: seconds above this lie in the year 5138."""
_LATEST = 253_402_300_799


Parts = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""A `Sentence` before it has names: what a regular expression gives is made for millions of lines."""


class Sentence(NamedTuple):
    """The parts of a line as bytes, in the order of the regular expression."""

    tag: bytes
    body: bytes
    total: bytes
    number: bytes
    group: bytes
    channel: bytes
    payload: bytes
    fill: bytes
    checksum: bytes
    refused: bytes


@dataclass(frozen=True)
class Refused:
    """A line that is not used, as it came, and why."""

    raw: bytes
    reason: Reason


def split(lines: bytes) -> tuple[list[Parts], list[Refused]]:
    """Every line: sentences, and what is none. Checksums are not looked at here."""
    found: list[Parts] = _LINE.findall(lines)
    sentences = [each for each in found if each[1]]
    if len(sentences) == len(found):
        return sentences, []
    return sentences, [Refused(each[9][:LONGEST_LINE], Reason.SYNTAX) for each in found if each[9]]


def checksum(body: bytes) -> int:
    return reduce(xor, body, 0)


def is_whole_tag(tag: bytes) -> bool:
    fields, star, given = tag.rpartition(b"*")
    if not star:
        return True
    try:
        return checksum(fields) == int(given, 16)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def moment_of_tag(tag: bytes) -> datetime | None:
    """`c:` of a TAG block (NMEA 4.10): the receiver's UNIX time; None when there is none, or the block is damaged."""
    if not is_whole_tag(tag):
        return None
    for field in tag.partition(b"*")[0].split(b","):
        if field.startswith(b"c:") and field[2:].isdigit() and len(field) - 2 <= _LONGEST_TIME:
            value = int(field[2:])
            seconds = value / 1000 if value > _MILLISECONDS else value
            return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None
    return None


def line_of(sentence: Sentence) -> bytes:
    """The line again as it was, to be kept."""
    tag = b"\\" + sentence.tag + b"\\" if sentence.tag else b""
    return (tag + b"!" + sentence.body + b"*" + sentence.checksum)[:LONGEST_LINE]
