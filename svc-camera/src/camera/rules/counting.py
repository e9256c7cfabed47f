"""The counting line: hysteresis on both sides, once per track and direction.

A vehicle that stops on the line, or a box that trembles there, is counted once (opendatacam#204, #501).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from camera.rules.geometry import Point, angle_between, crossing_share, signed_distance
from camera.rules.tracker import Step, Track
from camera.states import Direction

LEAST_BAND = 4.0
"""Pixels on each side of the line that decide nothing."""
BAND_OF_WIDTH = 0.5
BACK_FOR_AGAIN = 3.0
"""Bands away on its first side must a track have been to be counted once more in the same direction."""


class Line(NamedTuple):
    """Points in pixels."""

    code: str
    points: Sequence[Point]
    min_angle_deg: float = 15.0


class Crossing(NamedTuple):
    """`at` is interpolated between the two frames, seconds of the stream."""

    track_id: UUID
    line: str
    direction: Direction
    at: float


@dataclass
class _Known:
    side: int = 0
    met: tuple[float, float] | None = None
    """When the line itself was last met, and at which angle."""
    spent: dict[Direction, bool] = field(default_factory=dict[Direction, bool])


class LineCounter:
    """One line; `update` with each confirmed track after each frame."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._known: dict[UUID, _Known] = {}

    def update(self, track: Track) -> Crossing | None:
        fresh = track.id not in self._known
        known = self._known.setdefault(track.id, _Known())
        # a track is confirmed some frames after its birth: the first look goes through all of its path
        steps = list(track.path) if fresh else [track.path[-2], track.path[-1]]
        band = max(BAND_OF_WIDTH * min(track.width, track.height), LEAST_BAND)
        found: Crossing | None = None
        if fresh:
            known.side = self._side(steps[0].anchor, band)
        for before, after in pairwise(steps):
            found = self._step(track, known, (before, after), band) or found
        return found

    def keep(self, alive: set[UUID]) -> None:
        """Forget the tracks that are gone."""
        for gone in self._known.keys() - alive:
            del self._known[gone]

    def _side(self, point: Point, band: float) -> int:
        away = signed_distance(point, self._line.points)
        return 0 if abs(away) < band else (1 if away > 0 else -1)

    def _step(self, track: Track, known: _Known, step: tuple[Step, Step], band: float) -> Crossing | None:
        before, after = step
        if met := crossing_share(before.anchor, after.anchor, self._line.points):
            share, begin, end = met
            moved = Point(after.anchor.x - before.anchor.x, after.anchor.y - before.anchor.y)
            angle = angle_between(moved, Point(end.x - begin.x, end.y - begin.y))
            known.met = (before.at + share * (after.at - before.at), angle)
        away = signed_distance(after.anchor, self._line.points)
        if abs(away) >= BACK_FOR_AGAIN * band:  # far enough on this side to leave it once more
            known.spent[Direction.LEFT_TO_RIGHT if away < 0 else Direction.RIGHT_TO_LEFT] = False
        side = self._side(after.anchor, band)
        if side in (0, known.side):
            return None
        came_from, known.side = known.side, side
        met_at, known.met = known.met, None
        if came_from == 0 or met_at is None:  # born within the band, or passed beside the line's ends
            return None
        direction = Direction.LEFT_TO_RIGHT if side > 0 else Direction.RIGHT_TO_LEFT
        long_enough = track.travelled >= max(track.width, track.height)
        if known.spent.get(direction) or met_at[1] < self._line.min_angle_deg or not long_enough:
            return None
        known.spent[direction] = True
        return Crossing(track.id, self._line.code, direction, met_at[0])
