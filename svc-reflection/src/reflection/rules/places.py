"""Where a report may lie."""

from typing import NamedTuple

import h3

from hueioc.areas.lookup import Area, Areas
from hueioc.errors import FieldError, Text
from reflection.errors import CoordinatesSwapped, OutsideHue

CELL_RESOLUTION = 9
"""H3 cells of about 0.1 km²: a ring around one covers the neighbourhood in which duplicates lie."""
_FIELD = (FieldError("/place", Text("Hãy chọn một điểm trong thành phố Huế", "Choose a point in the city of Hue")),)


class Located(NamedTuple):
    """A point of Hue: its ward and its H3 cell."""

    area: Area
    cell: int


def locate(areas: Areas, lat: float, lon: float) -> Located:
    """Raises `OutsideHue`, or `CoordinatesSwapped` when the point would lie in Hue the other way round."""
    if area := areas.at(lat, lon):
        return Located(area, h3.str_to_int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION)))
    if areas.at(lon, lat):
        raise CoordinatesSwapped(fields=_FIELD)
    raise OutsideHue(fields=_FIELD)


ROUNDED_DEGREES = 0.0005
"""About 55 m north to south and 53 m east to west in Hue."""


def rounded(degrees: float) -> float:
    """So far from a home that nobody finds it, so near that everybody knows the quarter."""
    return round(round(degrees / ROUNDED_DEGREES) * ROUNDED_DEGREES, 4)
