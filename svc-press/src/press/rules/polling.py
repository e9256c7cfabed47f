"""When a source is asked again (domain reference C1; RFC 9110, RFC 9111)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

DAY_S = 86_400
WEEK_S = 7 * DAY_S
BACKOFF_BASE_S = 900
MOST_DAYS_SKIPPED = 8
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Least and most seconds between two polls, from the dated rules; `agreed_s` by agreement with the publisher."""

    least_s: int
    least_unconditional_s: int
    most_s: int
    factor: float
    """Polls for each entry that is expected."""
    agreed_s: int | None = None

    def least(self, *, has_validators: bool) -> int:
        if self.agreed_s is not None:
            return self.agreed_s
        return self.least_s if has_validators else self.least_unconditional_s


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What feed and answer say about the next time."""

    interval_s: int = 0
    max_age_s: int = 0
    expires_s: int = 0
    retry_after_s: int = 0
    skip_hours: frozenset[int] = field(default_factory=frozenset[int])
    skip_days: frozenset[str] = field(default_factory=frozenset[str])


def wishes_of(headers: Mapping[str, str], at: datetime) -> Wishes:
    """From the fields of an answer; names in lower case."""
    age = _MAX_AGE.search(headers.get("cache-control", ""))
    return Wishes(
        max_age_s=int(age[1]) if age else 0,
        expires_s=_seconds_until(headers.get("expires", ""), at),
        retry_after_s=retry_after_s(headers.get("retry-after", ""), at),
    )


def retry_after_s(text: str, at: datetime) -> int:
    """Seconds of a `Retry-After`: a number or an HTTP date; 0 when it is neither."""
    text = text.strip()
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else _seconds_until(text, at)


def _seconds_until(text: str, at: datetime) -> int:
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0, int((moment - at).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return 0


def interval_s(wishes: Wishes, bounds: Bounds, *, weekly_entries: float, has_validators: bool) -> int:
    """clamp(max(entry frequency, ttl, max-age, Expires, Retry-After), least, most)."""
    frequency = WEEK_S / (weekly_entries * bounds.factor) if weekly_entries > 0 else 0
    if bounds.agreed_s is not None:
        frequency = 0
    wanted = max(frequency, wishes.interval_s, wishes.max_age_s, wishes.expires_s, wishes.retry_after_s)
    least = bounds.least(has_validators=has_validators)
    return int(min(max(wanted, least), max(bounds.most_s, least, wishes.retry_after_s and DAY_S)))


def backoff_s(failures: int, wishes: Wishes, bounds: Bounds) -> int:
    """After the n-th failure in a row: doubled each time, at most a day; `Retry-After` holds when it is longer."""
    base = min(bounds.agreed_s or BACKOFF_BASE_S, BACKOFF_BASE_S)
    doubled = base * 2 ** min(max(failures - 1, 0), 20)
    return min(max(doubled, wishes.retry_after_s), DAY_S)


def not_skipped(moment: datetime, wishes: Wishes) -> datetime:
    """The first moment from `moment` on that lies in no skipped hour or day (GMT); `moment` when all are skipped."""
    at = moment.astimezone(UTC)
    for _ in range(MOST_DAYS_SKIPPED * 24):
        if at.hour not in wishes.skip_hours and at.strftime("%A").lower() not in wishes.skip_days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment
