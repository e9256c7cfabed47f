"""Approximate wards: within the bounds of today's 40, Voronoi cells of the former units' centres.

The bounds of the wards are known (`wards.csv`); where those of several lie over each other, a place belongs to the ward
that has the nearest of the former units' centres, which come with their bounds from `vietnamadminunits` (MIT).
Beside the exact polygons 84 of 100 places of the city lie in the right ward so, and 74 by the nearest centre alone.
"""

import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from shapely import MultiPoint, Point, Polygon, STRtree, box, polygonize, unary_union, union_all, voronoi_polygons
from shapely.affinity import scale, translate
from shapely.geometry.base import BaseGeometry

from hueioc.areas.units import PROVINCE_CODE, former_units, wards

OLD_TOWN = Point(107.590863, 16.463712)
"""The middle of the former town: what the table says of units it has no place for."""
MARGIN_DEG = 0.004
OVAL, ROUND_DEG = 1.15, 0.02
"""So much of the corners is cut off that hardly a place of the city is lost (3 of 1,000)."""
_CENTRES = (
    "select ward, wardLat, wardLon, wardBounds from admin_units_legacy"
    " where provinceCode = ? and wardLat is not null order by wardCode"
)


class Centre(NamedTuple):
    """A former unit: full name, centre, bounds."""

    name: str
    point: Point
    bounds: Polygon


def approximate_cells() -> dict[str, BaseGeometry]:
    """Geometry of each ward by code, in degrees."""
    centres = _centres()
    city = union_all([centre.bounds for centre in centres]).intersection(_without_corners())
    bounds = {code: box(*ward.bounds) for code, ward in wards().items()}
    points = _points(centres, bounds)
    parts: dict[str, list[BaseGeometry]] = {code: [] for code in bounds}
    edges = unary_union([each.boundary for each in bounds.values()])
    for piece in polygonize([edges]).geoms:  # no edge of any bounds runs through it
        inside = piece.representative_point()
        over = [code for code, each in bounds.items() if each.covers(inside)]
        for code, share in _shared(piece.intersection(city), {code: points[code] for code in over}):
            parts[code].append(share)
    return {code: union_all(pieces).buffer(0) for code, pieces in parts.items()}


def _without_corners() -> BaseGeometry:
    """Where the wards may reach: corners of bounds are seldom land of the ward, and a map of rectangles looks odd."""
    ovals: list[BaseGeometry] = []
    for west, south, east, north in (ward.bounds for ward in wards().values()):
        oval = scale(Point(0, 0).buffer(1), (east - west) / 2 * OVAL, (north - south) / 2 * OVAL)
        middle = translate(oval, (west + east) / 2, (south + north) / 2)
        ovals.append(middle.intersection(box(west, south, east, north)))
    reach = union_all(ovals)
    return reach.buffer(-ROUND_DEG).buffer(2 * ROUND_DEG).buffer(-ROUND_DEG)


def _points(centres: Sequence[Centre], bounds: Mapping[str, Polygon]) -> dict[str, list[Point]]:
    """Where the former units of each ward lie. Some stand in the middle of the old town, or outside today's ward,
    because nobody has found them: the middle of the ward stands for these."""
    ward_of = {_key(f"{unit.kind} {unit.name}"): unit.ward_code for unit in former_units()}
    points: dict[str, list[Point]] = {code: [] for code in bounds}
    for centre in centres:
        if (code := ward_of.get(_key(centre.name))) is not None:
            is_found = bounds[code].covers(centre.point) and centre.point != OLD_TOWN
            points[code].append(centre.point if is_found else bounds[code].centroid)
    return points


def _shared(area: BaseGeometry, points: Mapping[str, Sequence[Point]]) -> Iterator[tuple[str, BaseGeometry]]:
    """`area` among the wards whose points these are, each place to the nearest."""
    if area.is_empty or len(points) < 2:  # noqa: PLR2004 - two can share
        yield from ((code, area) for code in points)
        return
    ward_of = {(point.x, point.y): code for code, each in points.items() for point in each}
    cells = voronoi_polygons(MultiPoint(list(ward_of)), extend_to=area)
    tree = STRtree(list(cells.geoms))
    for place, code in ward_of.items():
        nearest = cells.geoms[int(tree.query(Point(place), predicate="intersects")[0])]
        yield code, nearest.intersection(area)


def _centres() -> list[Centre]:
    spec = find_spec("vietnamadminunits")  # found, not imported: importing it loads 4 MB of other tables
    if spec is None or spec.origin is None:
        raise RuntimeError("the package vietnamadminunits is not installed and HUE_AREAS is not set")
    database = Path(spec.origin).parent / "data" / "dataset.db"
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as connection:
        rows = connection.execute(_CENTRES, (PROVINCE_CODE,)).fetchall()
    connection.close()
    return [Centre(name, Point(lon, lat), _bounds(bounds)) for name, lat, lon, bounds in rows]


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
