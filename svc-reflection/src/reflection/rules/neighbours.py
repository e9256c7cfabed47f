"""Reports near each other: the cells to look into, and how likely two are about the same thing (reference C.5)."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import h3

from hueioc.engines import on_first_use
from hueioc.vi import fold
from reflection.rules.blurring import hash_distance
from reflection.rules.places import CELL_RESOLUTION

if TYPE_CHECKING:
    from rapidfuzz import fuzz
else:
    fuzz = on_first_use("rapidfuzz.fuzz")

OPEN_FOR = timedelta(days=30)
CLOSED_FOR = timedelta(days=14)
"""How long a report may be a duplicate of: open ones, and finished ones."""
SAME_PICTURE = 6
"""Of 64 bits: at most so many differ between copies of one photo."""
LARGEST_RADIUS_M = 1_000
EARTH_M = 6_371_008.8
CELL_REACH_M = 240.0
"""From the middle of a cell of resolution 9 to its farthest corner, with something to spare."""


class Likeness(NamedTuple):
    """How alike two reports are; `score` is 0 to 1, a certain one is 1."""

    score: float
    distance_m: float
    words: float
    is_certain: bool


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great circle, by haversines."""
    half_lat, half_lon = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    cosines = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    chord = math.sin(half_lat) ** 2 + cosines * math.sin(half_lon) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def cells_around(lat: float, lon: float, radius_m: float) -> list[int]:
    """Every cell that a circle may reach into: one ring of neighbours covers 200 m, each further one 300 m."""
    rings = 1 + math.ceil(max(0.0, radius_m - 200) / 300)
    disk = h3.grid_disk(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION), rings)
    near = (cell for cell in disk if distance_m(lat, lon, *h3.cell_to_latlng(cell)) <= radius_m + CELL_REACH_M)
    return sorted(h3.str_to_int(cell) for cell in near)


def likeness(
    metres: float, radius_m: float, texts: tuple[str, str], pictures: tuple[Sequence[int], Sequence[int]]
) -> Likeness:
    """Half of the score is nearness, half the words they share; one photo in both is certain."""
    words = fuzz.token_set_ratio(fold(texts[0]), fold(texts[1])) / 100
    is_certain = any(hash_distance(one, other) <= SAME_PICTURE for one in pictures[0] for other in pictures[1])
    nearness = max(0.0, 1 - metres / max(radius_m, 1.0))
    score = 1.0 if is_certain else 0.5 * nearness + 0.5 * words
    return Likeness(round(score, 3), round(metres, 1), round(words, 3), is_certain)


def since(moment: datetime) -> datetime:
    """The oldest report that may be a duplicate of one that came at `moment`."""
    return moment - OPEN_FOR
