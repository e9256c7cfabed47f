"""Dates as feeds and Vietnamese newspapers write them (domain reference C1)."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from functools import lru_cache

from hueioc.clock import VIETNAM

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
MOST_AHEAD = timedelta(days=1)
_ISO = re.compile(
    r"(\d{4})-(\d\d?)(?:-(\d\d?))?(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_COMPLETE = re.compile(
    "[0-9]{4}-[0-9]{2}-(?!00)[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-5][0-9](?:Z|[+-][0-9]{2}:[0-9]{2})"
)
"""What Python reads by itself: RFC 3339, without the midnight at a day's end and the leap second."""
_VIETNAMESE = re.compile(
    r"(\d\d?)[/-](\d\d?)[/-](\d{4})(?:[\s,-]+(\d\d?):(\d\d)(?::(\d\d))?\s*(AM|PM)?\s*(?:\(?(?:GMT|UTC)\s*([+-]\d\d?)\)?)?)?",
    re.IGNORECASE,
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_USUAL = re.compile(
    r"(?:[A-Za-z]{3},\s*)?([0-9][0-9]?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([0-9]{4})"
    r" ([0-9]{2}:[0-9]{2}:[0-5][0-9]) (?:([+-][0-9]{4})|GMT|UTC|Z)"
)
_AFTERNOON = 12
_SECONDS_A_DAY = 86_400


def moment_of(text: str) -> datetime | None:
    """The moment in UTC, or None. Without a zone it is Hue's time, except in RFC 5322 where it is UTC."""
    text = text.strip()[:100]
    if not text:
        return None
    try:
        return (
            (_iso(text) or _vietnamese(text) or _rfc5322(text))
            if text[0].isdigit()
            else (_rfc5322(text) or _vietnamese(text))
        )
    except (ValueError, OverflowError, TypeError):
        return None


def _iso(text: str) -> datetime | None:
    if _COMPLETE.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if hour == 24 and not minute and not second:  # noqa: PLR2004 - ISO 8601's midnight at the end of a day
        return datetime(year, month, day or 1, tzinfo=_zone(found[7])).astimezone(UTC) + timedelta(days=1)
    return datetime(year, month, day or 1, hour, minute, min(second, 59), tzinfo=_zone(found[7])).astimezone(UTC)


def _vietnamese(text: str) -> datetime | None:
    """`Thứ Hai, 12/03/2024 08:30 GMT+7`, `12-03-2024 - 08:30 AM`."""
    found = _VIETNAMESE.search(text)
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    half = (found[7] or "").upper()
    if half == "PM" and hour < _AFTERNOON:
        hour += _AFTERNOON
    elif half == "AM" and hour == _AFTERNOON:
        hour = 0
    zone = timezone(timedelta(hours=int(found[8]))) if found[8] else VIETNAM
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)


def _rfc5322(text: str) -> datetime | None:
    if found := _USUAL.fullmatch(text):
        day, month, year, time, zone = found.groups()
        number = _MONTHS.index(month) // 3 + 1
        return datetime.fromisoformat(f"{year}-{number:02}-{day:0>2}T{time}{zone or 'Z'}").astimezone(UTC)
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    offset = parsed[9] or 0
    if abs(offset) >= _SECONDS_A_DAY:
        return None
    zone = timezone(timedelta(seconds=offset))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=200)
def _zone(text: str | None) -> tzinfo:
    if text is None:
        return VIETNAM
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def believable(moment: datetime | None, first_seen: datetime) -> tuple[datetime, bool]:
    """When it was published, and whether that is only when we first saw it (no date, the future, before 1990)."""
    if moment is None or moment < OLDEST or moment > first_seen + MOST_AHEAD:
        return first_seen, True
    return moment, False
