"""Hours of the law: labelled by their end (01:00 … 00:00), civil time in Vietnam has no daylight saving."""

from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hour_ending(moment: datetime) -> datetime:
    """The label of the hour that holds `moment`: (10:00, 11:00] is the hour 11:00."""
    whole, rest = divmod(moment - _EPOCH, HOUR)
    return _EPOCH + HOUR * (whole + (1 if rest else 0))
