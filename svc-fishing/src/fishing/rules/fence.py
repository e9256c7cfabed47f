"""In or out of a zone, with hysteresis, and whether the way between two fixes has led through it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import cos, radians
from typing import Any

from fishing.rules.sea import Point, distance_m
from fishing.states import FISHING_ZONES, Finding, Role, ZoneKind

AGREEING = 2
"""Fixes on the other side that are believed however near the line they are."""
CLOSED = frozenset({ZoneKind.BOUNDARY, ZoneKind.RESERVE})
"""Where no boat of the fleet may fish, whatever its length."""


@dataclass(frozen=True)
class Side:
    """Where a fix lies: inside or not, and how far from the line (m)."""

    is_inside: bool
    from_line_m: float


@dataclass(frozen=True)
class Stay:
    """Which side a boat is held to be on, and how many fixes have said otherwise since."""

    is_inside: bool = False
    run: int = 0


@dataclass
class Fence:
    """A zone ready to be asked. `ring` is closed; longitude before latitude."""

    ring: list[Point]
    enter_m: float
    leave_m: float
    by_fixes: bool = True
    """A port is left at its outer circle alone: a boat that swings at anchor does not leave it."""

    @cached_property
    def _polygon(self) -> Any:
        import shapely

        polygon = shapely.make_valid(shapely.Polygon(self.ring))
        shapely.prepare(polygon)
        return polygon

    @cached_property
    def _line(self) -> Any:
        import shapely

        line = shapely.LineString(self.ring)
        shapely.prepare(line)
        return line

    @cached_property
    def _shrink(self) -> float:
        """A degree of longitude in degrees of latitude: on a map that is not even the nearest point is another."""
        return cos(radians((self._box[1] + self._box[3]) / 2))

    @cached_property
    def _even_line(self) -> Any:
        import shapely

        line = shapely.LineString([(lon * self._shrink, lat) for lon, lat in self.ring])
        shapely.prepare(line)
        return line

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        lons, lats = [lon for lon, _ in self.ring], [lat for _, lat in self.ring]
        return min(lons), min(lats), max(lons), max(lats)

    def contains(self, at: Point) -> bool:
        import shapely

        west, south, east, north = self._box
        return west <= at[0] <= east and south <= at[1] <= north and bool(shapely.contains_xy(self._polygon, *at))

    def side(self, at: Point) -> Side:
        import shapely

        even = shapely.Point(at[0] * self._shrink, at[1])
        x, y = shapely.shortest_line(self._even_line, even).coords[0]
        return Side(self.contains(at), distance_m(at, (x / self._shrink, y)))

    def crossings(self, one: Point, other: Point) -> list[float]:
        """At which shares of the way from one to the other the line of the zone is crossed, in order."""
        west, south, east, north = self._box
        if max(one[0], other[0]) < west or min(one[0], other[0]) > east:
            return []
        if max(one[1], other[1]) < south or min(one[1], other[1]) > north or one == other:
            return []
        import shapely

        way = shapely.LineString((one, other))
        if not shapely.intersects(self._line, way):
            return []
        points = shapely.get_coordinates(shapely.intersection(self._line, way))
        return sorted({shapely.line_locate_point(way, shapely.Point(each)) / way.length for each in points})


def step(stay: Stay, side: Side, accuracy_m: float, fence: Fence) -> tuple[Stay, bool]:
    """The boat's new standing, and whether it has changed sides: far enough over the line, or seen there twice."""
    if side.is_inside == stay.is_inside:
        return Stay(stay.is_inside), False
    margin = fence.enter_m if side.is_inside else fence.leave_m
    run = stay.run + 1
    if side.from_line_m >= max(margin, accuracy_m) or (run >= AGREEING and fence.by_fixes):
        return Stay(side.is_inside), True
    return Stay(stay.is_inside, run), False


def between(one: datetime, other: datetime, share: float) -> datetime:
    return one + (other - one) * share


def finding(kind: ZoneKind, role: Role, allowed: frozenset[str] | None, *, enforceable: bool) -> Finding:
    """`allowed`: the kinds of zones for its length, None when nothing is known of it. To be there is not to fish."""
    if role is Role.OTHER or kind is ZoneKind.PORT:
        return Finding.NONE
    is_forbidden = kind in CLOSED or (kind in FISHING_ZONES and allowed is not None and kind.value not in allowed)
    if not is_forbidden:
        return Finding.NONE
    return Finding.VIOLATION if enforceable else Finding.ADVICE
