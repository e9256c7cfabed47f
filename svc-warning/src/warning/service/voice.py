"""In whose name a warning speaks, and the outlines of the wards it names."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hueioc.areas.lookup import areas
from hueioc.runtime import Runtime
from warning.rules.geometry import Pairs
from warning.settings import sender_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Voice:
    sender: str
    arc: str
    areas_path: str


def voice_of(runtime: Runtime) -> Voice:
    sender, arc = sender_of(runtime.settings)
    return Voice(sender, arc, runtime.settings.areas)


@lru_cache(maxsize=4)
def ward_shapes(areas_path: str) -> "dict[str, BaseGeometry]":
    """Each ward as maps show it; valid, without holes."""
    from shapely.geometry import MultiPolygon, Polygon, shape

    found: dict[str, BaseGeometry] = {}
    for feature in areas(areas_path).geojson()["features"]:
        geometry = shape(feature["geometry"]).buffer(0)
        parts = list(geometry.geoms) if isinstance(geometry, MultiPolygon) else [geometry]
        found[feature["id"]] = MultiPolygon([Polygon(each.exterior) for each in parts])
    return found


@lru_cache(maxsize=256)
def outlines(areas_path: str, code: str) -> tuple[Pairs, ...]:
    """Rings of (lat, lon)."""
    geometry = ward_shapes(areas_path).get(code)
    parts = geometry.geoms if geometry is not None else ()  # type: ignore[attr-defined] - a MultiPolygon, see above
    return tuple([(lat, lon) for lon, lat in part.exterior.coords] for part in parts)
