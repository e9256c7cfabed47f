"""The moment of an AIS fix: the receiver's time brought to the second that the message itself says."""

from datetime import datetime, timedelta

from fishing.rules.ais_fields import SECONDS

_HALF = SECONDS // 2


def fix_moment(received: datetime, second: int) -> datetime:
    """The moment nearest to `received` whose second of the minute is `second`; `received` itself from 60 on."""
    received = received.replace(microsecond=0)
    if second >= SECONDS:
        return received
    away = (second - received.second + _HALF) % SECONDS - _HALF
    return received + timedelta(seconds=away)
