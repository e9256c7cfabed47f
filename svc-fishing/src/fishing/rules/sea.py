"""Distances and lines at sea on the sphere of mean radius: at these lengths within 0.5 % of the ellipsoid."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import asin, atan2, ceil, cos, degrees, hypot, radians, sin, sqrt

EARTH_M = 6_371_008.8
MILE_M = 1852.0
"""The international nautical mile."""
Point = tuple[float, float]
"""Longitude, latitude, as GeoJSON has them."""


def distance_m(one: Point, other: Point) -> float:
    """Haversine."""
    lon1, lat1, lon2, lat2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def along(one: Point, other: Point, share: float) -> Point:
    """The point at `share` (0 to 1) of the great circle from one to the other."""
    lon1, lat1, lon2, lat2 = map(radians, (*one, *other))
    angle = distance_m(one, other) / EARTH_M
    if angle == 0:
        return one
    a, b = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
    x = a * cos(lat1) * cos(lon1) + b * cos(lat2) * cos(lon2)
    y = a * cos(lat1) * sin(lon1) + b * cos(lat2) * sin(lon2)
    z = a * sin(lat1) + b * sin(lat2)
    return degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))


def densified(line: Sequence[Point], step_m: float = MILE_M) -> list[Point]:
    """The line with points at most `step_m` apart: a chord on the map would be hundreds of metres off."""
    return [*_dense(line, step_m), line[-1]]


def _dense(line: Sequence[Point], step_m: float) -> Iterator[Point]:
    for one, other in pairwise(line):
        steps = max(1, ceil(distance_m(one, other) / step_m))
        for step in range(steps):
            yield along(one, other, step / steps)


def circle(middle: Point, radius_m: float, corners: int = 72) -> list[Point]:
    """A closed ring around a point."""
    lon, lat = middle
    ring = [
        (
            lon + degrees(radius_m / EARTH_M / cos(radians(lat))) * cos(radians(360 * corner / corners)),
            lat + degrees(radius_m / EARTH_M) * sin(radians(360 * corner / corners)),
        )
        for corner in range(corners)
    ]
    return [*ring, ring[0]]
