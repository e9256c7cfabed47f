"""Station files of Circular 10/2021/TT-BTNMT: one line a parameter, `symbol value unit yyyyMMddHHmmss status`.

Real loggers differ from the circular: a byte order mark, LF, other separators, a decimal comma, `PM2.5` for `PM2,5`.
All of that is read; a line that is not is handed back with its reason, and the rest of the file goes on.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from environment.states import Reason

MOST_LINES = 20_000
LONGEST_LINE = 400
FIELDS = 5
GMT_7 = timedelta(hours=7)
_NAME = re.compile(r"(?P<station>.{1,120}?)_(?P<time>[0-9]{12,14})(?:\.[A-Za-z]{1,4})?\Z", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?\Z")
_TIME = re.compile(r"[0-9]{14}\Z")
_STATUS = {"00": 0, "01": 1, "02": 2, "0": 0, "1": 1, "2": 2}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ("\t", ";", "|")


class Line(NamedTuple):
    """One readable line; `at` in UTC, to the second."""

    number: int
    symbol: str
    value: float
    unit: str
    at: datetime
    status: int
    raw: str


class BadLine(NamedTuple):
    number: int
    reason: Reason
    raw: str


class Unreadable(ValueError):
    """The file as a whole cannot be read; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def station_names(file_name: str) -> list[str]:
    """The codes that a file name may mean, most likely first: `<tỉnh>_<cơ sở>_<trạm>_<time>` has more than one."""
    found = _NAME.match(file_name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1])
    if not found:
        return []
    parts = found["station"].split("_")
    return ["_".join(parts[place:]) for place in range(len(parts))]


def parse(raw: bytes) -> list[Line | BadLine]:
    """Every line that is not blank. Raises `Unreadable`."""
    lines = [line for line in _text(raw).splitlines() if line.strip()]
    if not lines:
        raise Unreadable(Reason.EMPTY)
    if len(lines) > MOST_LINES:
        raise Unreadable(Reason.TOO_MANY_ROWS)
    return [_line(number, line) for number, line in enumerate(lines, 1)]


def _text(raw: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")  # µ and ³ of an old logger
    if "\0" in text:
        raise Unreadable(Reason.NOT_TEXT)
    return text


def _line(number: int, raw: str) -> Line | BadLine:
    kept = raw[:LONGEST_LINE]
    fields = fields_of(raw) if len(raw) <= LONGEST_LINE else []
    if len(fields) != FIELDS:
        return BadLine(number, Reason.SYNTAX, kept)
    symbol, value, unit, time, status = fields
    number_read, at, code = number_of(value), moment_of(time), _STATUS.get(status)
    if number_read is None:
        return BadLine(number, Reason.NOT_A_NUMBER, kept)
    if at is None:
        return BadLine(number, Reason.WRONG_TIME, kept)
    if code is None:
        return BadLine(number, Reason.WRONG_STATUS, kept)
    return Line(number, symbol, number_read, unit, at, code, kept)


def fields_of(line: str) -> list[str]:
    """The five fields, by the first separator that gives five; blanks may also separate, and stand inside a unit."""
    for separator in _SEPARATORS:
        fields = [field.strip() for field in line.split(separator)]
        if len(fields) > FIELDS and not any(fields[FIELDS:]):
            fields = fields[:FIELDS]
        if len(fields) == FIELDS:
            return fields
    words = line.split()
    if len(words) < FIELDS:
        return words
    return [words[0], words[1], " ".join(words[2:-2]), words[-2], words[-1]]


def number_of(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.match(text) else None


def moment_of(text: str) -> datetime | None:
    """`yyyyMMddHHmmss` at GMT+7, as UTC."""
    if not _TIME.match(text):
        return None
    digits = (int(text[:4]), *(int(text[place : place + 2]) for place in range(4, 14, 2)))
    try:
        return datetime(*digits, tzinfo=UTC) - GMT_7
    except (ValueError, OverflowError):
        return None
