"""Rows that devices send as JSON, judged one by one. What cannot be is handed back with why."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fishing.schemas import FixRow
from fishing.states import Reason

_LONGEST = 40
_MILLISECONDS = 100_000_000_000
_LATEST_S = 4_102_444_800
"""The year 2100: no device's time lies behind it."""
_TRUE = (True, 1, "1", "true", "yes")
LONGEST_RAW = 1_000


@dataclass(frozen=True)
class Row:
    """A fix with what can be read of it, and the first thing that is wrong."""

    at: datetime | None
    lat: float | None
    lon: float | None
    sog: float | None
    cog: float | None
    heading: int | None
    accuracy_m: float | None
    is_distress: bool
    wrong: Reason | None


def row_of(given: FixRow) -> Row:
    at = moment_of(given.t)
    lat, lon = place_of(given.lat, given.lon)
    sog, cog, heading, acc = (_number(each) for each in (given.sog, given.cog, given.heading, given.acc))
    wrong = None
    if at is None:
        wrong = Reason.WRONG_TIME
    elif lat is None:
        wrong = Reason.NO_POSITION
    elif not (_within(sog, 0, 200) and _within(cog, 0, 360) and _within(heading, 0, 511) and _within(acc, 0, 100_000)):
        wrong = Reason.WRONG_VALUE
    is_distress = isinstance(given.sos, (bool, int, str)) and given.sos in _TRUE
    if wrong:
        return Row(at, lat, lon, None, None, None, None, is_distress, wrong)
    known = int(heading) if heading is not None and heading < 360 else None  # noqa: PLR2004 - 511: not known
    return Row(at, lat, lon, sog, None if cog is None else cog % 360, known, acc, is_distress, None)


def raw_of(given: FixRow) -> bytes:
    text = json.dumps(given.model_dump(), ensure_ascii=True, default=str)
    return text.encode()[:LONGEST_RAW]


def place_of(lat: Any, lon: Any) -> tuple[float | None, float | None]:
    """Both or none: 0/0 is what a device says that has no position yet."""
    y, x = _number(lat), _number(lon)
    if y is None or x is None or math.isnan(y) or math.isnan(x):
        return None, None
    if abs(y) > 90 or abs(x) > 180 or (y == 0 and x == 0):  # noqa: PLR2004 - the ends of the earth
        return None, None
    return y, x


def moment_of(value: Any) -> datetime | None:
    """UNIX seconds, milliseconds, or ISO 8601 with a zone; to the second, UTC."""
    if isinstance(value, str) and len(value) <= _LONGEST:
        try:
            moment = datetime.fromisoformat(value)
            return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
        except (ValueError, OverflowError):
            value = _number(value)
    number = _number(value)
    if number is None or math.isnan(number):
        return None
    seconds = number / 1000 if number > _MILLISECONDS else number
    return datetime.fromtimestamp(int(seconds), UTC) if 0 < seconds < _LATEST_S else None


def _number(value: Any) -> float | None:
    """NaN: there is something, and it is no number."""
    if value is None or value == "":
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float, str))
        or (isinstance(value, str) and len(value) > _LONGEST)
    ):
        return math.nan
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _within(value: float | None, low: float, high: float) -> bool:
    return value is None or low <= value <= high
