"""Where a project lies: a point or an outline inside the frame of the city. Pure."""

import json
import math
from functools import cache
from typing import Any, NamedTuple

from hueioc.areas.units import wards
from hueioc.errors import Invalid, invalid_field

LONGEST_OUTLINE = 20_000
MOST_CORNERS = 500
_DECIMALS = 6
Rings = list[list[list[float]]]


class Frame(NamedTuple):
    """Degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class Outline(NamedTuple):
    """Rings of a GeoJSON polygon, and a point that surely lies in it."""

    rings: Rings
    lat: float
    lon: float


@cache
def frame() -> Frame:
    """The smallest frame around the wards of Hue."""
    bounds = [ward.bounds for ward in wards().values()]
    west, south, east, north = zip(*bounds, strict=True)
    return Frame(min(west), min(south), max(east), max(north))


def demand_inside(lat: float, lon: float, pointer: str) -> None:
    """Raises `Invalid`, which names the field."""
    if not (math.isfinite(lat) and math.isfinite(lon) and frame().holds(lat, lon)):
        raise invalid_field(pointer, "Vị trí nằm ngoài thành phố Huế", "This place is outside of Hue")


def outline_of(text: str, pointer: str = "/boundary") -> Outline:
    """A polygon written as WKT or as the geometry of GeoJSON (WGS 84, longitude first). Raises `Invalid`."""
    import shapely

    shape = _read(text, pointer)
    if shape.geom_type != "Polygon" or shape.is_empty or not shape.is_valid:
        raise invalid_field(
            pointer,
            "Ranh giới phải là một POLYGON khép kín, không tự cắt",
            "The outline must be one closed POLYGON that does not cross itself",
        )
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        raise invalid_field(pointer, f"Tối đa {MOST_CORNERS} đỉnh", f"At most {MOST_CORNERS} corners")
    west, south, east, north = shape.bounds
    for lat, lon in ((south, west), (north, east)):
        demand_inside(lat, lon, pointer)
    rings = [
        [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y, *_ in ring.coords]
        for ring in (shape.exterior, *shape.interiors)
    ]
    middle = shape.representative_point()
    return Outline(rings, round(float(middle.y), _DECIMALS), round(float(middle.x), _DECIMALS))


def outline_text(rings: Rings | None) -> str:
    """The outline as WKT; empty where there is none."""
    if not rings:
        return ""
    return f"POLYGON ({', '.join(f'({_corners(ring)})' for ring in rings)})"


def _corners(ring: list[list[float]]) -> str:
    return ", ".join(f"{lon} {lat}" for lon, lat in ring)


def _read(text: str, pointer: str) -> Any:
    import shapely
    from shapely.geometry import shape

    try:
        return shape(json.loads(text)) if text.lstrip().startswith("{") else shapely.from_wkt(text)
    except (
        shapely.GEOSException,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise _unreadable(pointer) from error


def _unreadable(pointer: str) -> Invalid:
    return invalid_field(
        pointer,
        "Không đọc được ranh giới: dùng WKT (POLYGON ((107.9 16.3, …))) hoặc GeoJSON",
        "The outline cannot be read: write WKT (POLYGON ((107.9 16.3, …))) or GeoJSON",
    )
