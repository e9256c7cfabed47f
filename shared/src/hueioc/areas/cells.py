"""Approximate wards: Voronoi cells of the former units' centres, cut to the city, joined into today's 40.

The centres and bounds come from the package `vietnamadminunits` (MIT). Neighbouring provinces' centres take part,
so that the cells end near the border instead of running into the mountains of Laos. The cells are cut to the
bounds of all units together: cut each to its own, they leave holes over a seventh of the city.
"""

import sqlite3
import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from shapely import MultiPoint, Point, Polygon, STRtree, box, union_all, voronoi_polygons
from shapely.geometry.base import BaseGeometry

from hueioc.areas.units import PROVINCE_CODE, former_units, wards

NEIGHBOURS = ("45", "48", "49")
"""Quang Tri, Da Nang and Quang Nam before July 2025."""
MARGIN_DEG = 0.004
_CENTRES = (
    "select ward, wardLat, wardLon, wardBounds, provinceCode from admin_units_legacy"
    " where provinceCode in (?, ?, ?, ?) and wardLat is not null order by wardCode"
)


class Centre(NamedTuple):
    """A former unit: full name, centre, bounds, province."""

    name: str
    point: Point
    bounds: Polygon
    province: str


def approximate_cells() -> dict[str, BaseGeometry]:
    """Geometry of each ward by code, in degrees."""
    centres = _centres()
    city = _city(centres)
    ward_of = {_key(f"{unit.kind} {unit.name}"): unit.ward_code for unit in former_units()}
    cells = voronoi_polygons(MultiPoint([each.point for each in centres]))
    tree = STRtree(list(cells.geoms))
    parts: dict[str, list[BaseGeometry]] = {}
    for centre in centres:
        if centre.province != PROVINCE_CODE or (code := ward_of.get(_key(centre.name))) is None:
            continue
        cell = next(cells.geoms[index] for index in tree.query(centre.point) if cells.geoms[index].covers(centre.point))
        parts.setdefault(code, []).append(cell.intersection(city))
    return {code: union_all(pieces).buffer(0) for code, pieces in parts.items()}


def _city(centres: Sequence[Centre]) -> BaseGeometry:
    """Where both the bounds of the former units and those of today's wards reach."""
    former = union_all([centre.bounds for centre in centres if centre.province == PROVINCE_CODE])
    return former.intersection(union_all([box(*ward.bounds) for ward in wards().values()]))


def _centres() -> list[Centre]:
    spec = find_spec("vietnamadminunits")  # found, not imported: importing it loads 4 MB of other tables
    if spec is None or spec.origin is None:
        raise RuntimeError("the package vietnamadminunits is not installed and HUE_AREAS is not set")
    database = Path(spec.origin).parent / "data" / "dataset.db"
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as connection:
        rows = connection.execute(_CENTRES, (PROVINCE_CODE, *NEIGHBOURS)).fetchall()
    connection.close()
    return [Centre(name, Point(lon, lat), _bounds(bounds), province) for name, lat, lon, bounds, province in rows]


def _bounds(text: str) -> Polygon:
    """The form `lat,lon – lat,lon` of south-west and north-east."""
    south_west, north_east = (part.split(",") for part in text.split("–"))
    return box(
        float(south_west[1]) - MARGIN_DEG,
        float(south_west[0]) - MARGIN_DEG,
        float(north_east[1]) + MARGIN_DEG,
        float(north_east[0]) + MARGIN_DEG,
    )


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()
