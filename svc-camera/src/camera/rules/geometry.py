"""Plane geometry in pixels, origin top left, y downwards."""

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import NamedTuple


class Point(NamedTuple):
    x: float
    y: float


def cross(origin: Point, to: Point, point: Point) -> float:
    """Positive: `point` lies on the right of somebody who walks from `origin` to `to` (y points down)."""
    return (to.x - origin.x) * (point.y - origin.y) - (to.y - origin.y) * (point.x - origin.x)


def distance_to_segment(point: Point, begin: Point, end: Point) -> float:
    dx, dy = end.x - begin.x, end.y - begin.y
    length2 = dx * dx + dy * dy
    along = 0.0 if length2 == 0 else ((point.x - begin.x) * dx + (point.y - begin.y) * dy) / length2
    along = min(1.0, max(0.0, along))
    return hypot(point.x - begin.x - along * dx, point.y - begin.y - along * dy)


def signed_distance(point: Point, line: Sequence[Point]) -> float:
    """To the nearest segment of a polyline; positive on its right."""
    begin, end = min(pairwise(line), key=lambda segment: distance_to_segment(point, *segment))
    distance = distance_to_segment(point, begin, end)
    return distance if cross(begin, end, point) > 0 else -distance


def crossing_share(start: Point, stop: Point, line: Sequence[Point]) -> tuple[float, Point, Point] | None:
    """Where the step from `start` to `stop` meets the polyline inside its ends: the share of the step, the segment."""
    for begin, end in pairwise(line):
        one, other = cross(begin, end, start), cross(begin, end, stop)
        first, second = cross(start, stop, begin), cross(start, stop, end)
        if (one > 0) != (other > 0) and (first > 0) != (second > 0):
            return one / (one - other), begin, end
    return None


def angle_between(one: Point, other: Point) -> float:
    """Of two directions as lines: 0 along each other, 90 across, degrees."""
    turned = degrees(atan2(one.x * other.y - one.y * other.x, one.x * other.x + one.y * other.y)) % 180
    return min(turned, 180 - turned)


def is_inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Even-odd rule."""
    inside = False
    last = polygon[-1]
    for corner in polygon:
        if (corner.y > point.y) != (last.y > point.y):
            across = (last.x - corner.x) * (point.y - corner.y) / (last.y - corner.y) + corner.x
            inside ^= point.x < across
        last = corner
    return inside


def area(polygon: Sequence[Point]) -> float:
    """Of a polygon, by the shoelace formula; never negative."""
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairwise([*polygon, polygon[0]]))) / 2
