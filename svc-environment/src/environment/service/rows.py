"""Rows that devices send as JSON, brought to the lines of a station file. What cannot be is handed back with why."""

import json
import math
from datetime import UTC, datetime
from typing import Any

from environment.rules.station_file import LONGEST_LINE, BadLine, Line, moment_of, number_of
from environment.schemas.inputs import MOST_ROWS, ReadingRow
from environment.states import Reason, Status

_STATUSES = {str(status.value): status.value for status in Status} | {f"0{s.value}": s.value for s in Status}
_LONGEST_WORD = 40


def line_of(number: int, row: ReadingRow) -> Line | BadLine:
    raw = json.dumps(row.model_dump(), ensure_ascii=False, default=str)[:LONGEST_LINE]
    raw = raw.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored
    symbol, unit = row.parameter, "" if row.unit is None else row.unit
    if not isinstance(symbol, str) or not isinstance(unit, str) or max(len(symbol), len(unit)) > _LONGEST_WORD:
        return BadLine(number, Reason.SYNTAX, raw)
    value, at, status = _value(row.value), _moment(row.at), _STATUSES.get(str(row.status))
    if value is None:
        return BadLine(number, Reason.NOT_A_NUMBER, raw)
    if at is None:
        return BadLine(number, Reason.WRONG_TIME, raw)
    if status is None:
        return BadLine(number, Reason.WRONG_STATUS, raw)
    return Line(number, symbol, value, unit, at, status, raw)


def rows_of(payload: bytes) -> list[ReadingRow] | None:
    """A message: `{"readings": […]}`, a list, one row, or `{"at": …, "values": {"PM2.5": 12}}`; None: none of these."""
    try:
        document: Any = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if isinstance(document, dict) and isinstance(document.get("values"), dict):
        shared = {name: document.get(name, default) for name, default in (("at", None), ("status", 0))}
        document = [{"parameter": name, "value": value} | shared for name, value in document["values"].items()]
    elif isinstance(document, dict):
        document = document.get("readings", [document])
    if not isinstance(document, list) or not document or len(document) > MOST_ROWS:
        return None
    return [ReadingRow.model_validate(each) if isinstance(each, dict) else ReadingRow() for each in document]


def _value(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        return number_of(value.strip())
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e15 else None  # noqa: PLR2004 - as many digits as a file


def _moment(value: Any) -> datetime | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST_WORD:
        return None
    if moment := moment_of(value):
        return moment
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
