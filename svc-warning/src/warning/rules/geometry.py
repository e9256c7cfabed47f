"""Polygons and circles of CAP: `lat,lon` pairs in degrees (WGS 84), radii in kilometres."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hueioc.errors import Text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Pairs = list[tuple[float, float]]
FEWEST_PAIRS = 4
LARGEST_RADIUS_KM = 20_038
"""Half the way around the Earth."""
KM_A_DEGREE = 111.195
EARTH_KM = 6371.0088
CIRCLE_SIDES = 16
"""Of a quarter."""
DECIMALS = 5


def pairs_of(text: str) -> Pairs | None:
    """`lat,lon lat,lon …`; None when a pair is none or lies outside the globe."""
    found: Pairs = []
    for part in text.split():
        try:
            lat, lon = map(float, part.split(","))
        except ValueError:
            return None
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - degrees; NaN fails too
            return None
        found.append((lat, lon))
    return found


def circle_of(text: str) -> tuple[float, float, float] | None:
    """`lat,lon radius`."""
    place, _, radius = text.strip().partition(" ")
    pairs = pairs_of(place)
    try:
        kilometres = float(radius)
    except ValueError:
        return None
    if not pairs or not 0 <= kilometres <= LARGEST_RADIUS_KM:
        return None
    return (*pairs[0], kilometres)


def polygon_fault(pairs: Sequence[tuple[float, float]]) -> Text | None:
    """What is wrong with a ring, or None."""
    if len(pairs) < FEWEST_PAIRS:
        return Text("Vùng cần ít nhất 4 cặp tọa độ", "A polygon has at least 4 pairs")
    if pairs[0] != pairs[-1]:
        return Text("Cặp tọa độ cuối phải trùng cặp đầu", "The last pair must be the first one again")
    if not _ring(pairs).is_valid:
        return Text("Đường biên của vùng tự cắt nhau", "The outline crosses itself")
    return None


def circle_fault(circle: tuple[float, float, float]) -> Text | None:
    return None if circle[2] > 0 else Text("Bán kính phải lớn hơn 0", "The radius must be above 0")


def shape_of(
    polygons: Sequence[Sequence[tuple[float, float]]], circles: Sequence[tuple[float, float, float]]
) -> "BaseGeometry | None":
    """One geometry (lon, lat) of all; None when there is none. Circles as polygons of 64 sides."""
    from shapely import union_all

    parts: list[BaseGeometry] = [_ring(each) for each in polygons] + [_disc(*each) for each in circles]
    return union_all(parts) if parts else None


def text_of(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{lat:.{DECIMALS}f},{lon:.{DECIMALS}f}" for lat, lon in pairs)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Along the great circle (haversine)."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b[1] - a[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2000 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _ring(pairs: Sequence[tuple[float, float]]) -> "BaseGeometry":
    from shapely import Polygon

    return Polygon([(lon, lat) for lat, lon in pairs])


def _disc(lat: float, lon: float, radius_km: float) -> "BaseGeometry":
    from shapely import Point
    from shapely.affinity import scale

    disc = Point(lon, lat).buffer(radius_km / KM_A_DEGREE, quad_segs=CIRCLE_SIDES)
    return scale(disc, xfact=1 / max(math.cos(math.radians(lat)), 0.01), origin=(lon, lat))
