"""Whether a fix can be true, after gpsdio-segment (Global Fishing Watch)."""

from dataclasses import dataclass
from datetime import datetime
from math import hypot

from fishing.rules.sea import MILE_M, distance_m

NOISE_BANDS = ((51.15, 51.25), (62.95, 63.05), (102.25, 102.35))
"""Knots that broken transponders send."""
NOISE_COURSE, STILL_KN = 359.95, 0.35
HOUR_S = 3600.0


@dataclass(frozen=True)
class Bounds:
    """Dated rule values: knots, hours, and how many doubtful fixes in one place prove each other."""

    max_knots: float
    buffer_h: float
    proving: int


def is_noise(sog: float | None, cog: float | None) -> bool:
    """Speeds in the noise bands, or a course above 359.95° under way."""
    if sog is None:
        return False
    return any(low <= sog <= high for low, high in NOISE_BANDS) or (
        cog is not None and cog > NOISE_COURSE and sog > STILL_KN
    )


def is_reachable(one: tuple[float, float, datetime], other: tuple[float, float, datetime], bounds: Bounds) -> bool:
    """Longitude, latitude, moment. The buffer forgives a clock and a position that are a little off."""
    hours = abs((other[2] - one[2]).total_seconds()) / HOUR_S
    allowed_m = bounds.max_knots * hypot(hours, bounds.buffer_h) * MILE_M
    return distance_m(one[:2], other[:2]) <= allowed_m
