"""The day in Huế, by which rules, codes and cards are in force."""

from datetime import UTC, date, datetime, time, timedelta

from hueioc.clock import VIETNAM, now


def today() -> date:
    return now().astimezone(VIETNAM).date()


def begins(day: date) -> int:
    """The first second of a day in Huế, as Unix time."""
    return int(datetime.combine(day, time(), VIETNAM).astimezone(UTC).timestamp())


def ends(day: date) -> int:
    """The first second after a day."""
    return begins(day + timedelta(days=1))
