"""Which ward a point lies in, and the wards as GeoJSON for maps."""

import math
import os
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from shapely import Point, STRtree, box
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from hueioc.areas.cells import approximate_cells
from hueioc.areas.exact import exact_cells
from hueioc.areas.units import Ward, wards

MAP_TOLERANCE_DEG = 0.0005
"""About 50 m: fine enough for a map on a phone."""
SLIVER_DEG = 1e-6
"""About 10 cm: neighbours do not meet to the last digit, and nobody falls between them."""
SQUARES_A_DEGREE = (500, 10_000)
"""Squares of about 200 m: nearly all lie in one ward, and then no polygon need be looked at again. Those that a
border crosses are looked at in squares of about 10 m."""
MOST_SQUARES = 100_000
_DECIMALS = 5


class Boundary(StrEnum):
    EXACT = "exact"
    APPROXIMATE = "approximate"


class Area(NamedTuple):
    """The ward of a point and how sure the answer is."""

    ward: Ward
    boundary: Boundary


class Areas:
    """All wards of one boundary file, or of the approximate cells."""

    def __init__(self, cells: dict[str, BaseGeometry], boundary: Boundary) -> None:
        self.boundary = boundary
        self._codes = sorted(cells)
        self._cells = [cells[code] for code in self._codes]
        self._areas = [Area(wards()[code], boundary) for code in self._codes]
        self._tree = STRtree(self._cells)
        self._squares: dict[tuple[int, int, int], Area | None] = {}

    def at(self, lat: float, lon: float) -> Area | None:
        """None outside every ward: another province, or the open sea."""
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return None
        for fineness in SQUARES_A_DEGREE:
            square = math.floor(lat * fineness), math.floor(lon * fineness), fineness
            if square not in self._squares:
                if len(self._squares) >= MOST_SQUARES:
                    self._squares.clear()
                self._squares[square] = self._of_all(*square)
            if area := self._squares[square]:
                return area
        return self._exactly_at(lat, lon)

    def _of_all(self, south: int, west: int, fineness: int) -> Area | None:
        """The one ward that a whole square lies in; None: each point must be looked at."""
        west_deg, south_deg, side_deg = west / fineness, south / fineness, 1 / fineness
        square = box(west_deg, south_deg, west_deg + side_deg, south_deg + side_deg).buffer(SLIVER_DEG)
        touching = [int(index) for index in self._tree.query(square, predicate="intersects")]
        is_inside = len(touching) == 1 and bool(self._cells[touching[0]].covers(square))
        return self._areas[touching[0]] if is_inside else None

    def _exactly_at(self, lat: float, lon: float) -> Area | None:
        near = self._tree.query(Point(lon, lat), predicate="dwithin", distance=SLIVER_DEG)
        return self._areas[min(near)] if len(near) else None

    def geojson(self) -> dict[str, Any]:
        """A FeatureCollection of the 40 wards, simplified for maps (RFC 7946)."""
        features = [self._feature(code, cell) for code, cell in zip(self._codes, self._cells, strict=True)]
        return {"type": "FeatureCollection", "features": features}

    def _feature(self, code: str, cell: BaseGeometry) -> dict[str, Any]:
        ward = wards()[code]
        outline = mapping(cell.simplify(MAP_TOLERANCE_DEG))
        return {
            "type": "Feature",
            "id": code,
            "properties": {
                "code": code,
                "name": ward.name_vi,
                "name_en": ward.name_en,
                "boundary": self.boundary.value,
            },
            "geometry": {"type": outline["type"], "coordinates": _rounded(outline["coordinates"])},
        }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DECIMALS)
    return [_rounded(each) for each in value]


def areas(path: str | None = None) -> Areas:
    """The areas of this process. `path`: a boundary file, empty for the approximate cells; by default `HUE_AREAS`."""
    return _areas(os.environ.get("HUE_AREAS", "") if path is None else path)


@lru_cache(maxsize=4)
def _areas(path: str) -> Areas:
    if path:
        return Areas(exact_cells(path), Boundary.EXACT)
    return Areas(approximate_cells(), Boundary.APPROXIMATE)
