"""Keeps boxes of successive frames together as tracks: constant velocity, nearest overlap first.

SORT's scheme (Bewley 2016) with an alpha-beta filter for its Kalman filter: a detector that measures whole boxes with
even noise gives both the same gain after a few frames, and this one needs no matrices.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from statistics import median
from typing import NamedTuple
from uuid import UUID

from camera.rules.geometry import Point
from hueioc.ids import uuid7

CONFIRMED_AFTER = 3
"""Frames. No rule ever sees a track before: unconfirmed ones inflate counts (supervision#2578)."""
LOST_AFTER_S = 1.0
KEPT = 400
"""Of a track's path: more than half a minute at 12 frames a second."""
GAIN, VELOCITY_GAIN = 0.6, 0.25
LEAST_OVERLAP = 0.1
REACH = 1.2
"""Of its own size may a box be away from where it was expected when nothing overlaps."""


class Box(NamedTuple):
    """Left top corner and size, pixels."""

    x: float
    y: float
    width: float
    height: float


class Step(NamedTuple):
    """Where the ground anchor (the middle of the lower edge) was at `at` seconds, and how wide the box."""

    at: float
    anchor: Point
    width: float
    height: float


STILL = Point(0.0, 0.0)


@dataclass
class Track:
    """One thing that moves, or moved. `id` is a UUIDv7, never a small number that comes again."""

    box: Box
    at: float
    id: UUID = field(default_factory=uuid7)
    hits: int = 1
    velocity: Point = STILL
    path: deque[Step] = field(default_factory=lambda: deque[Step](maxlen=KEPT))
    travelled: float = 0.0
    _widths: list[float] = field(default_factory=list[float])
    """Of the path, in order of size."""
    _heights: list[float] = field(default_factory=list[float])

    def __post_init__(self) -> None:
        self._remember(self.at)

    @property
    def is_confirmed(self) -> bool:
        return self.hits >= CONFIRMED_AFTER

    @property
    def width(self) -> float:
        """Median of what was seen, pixels."""
        return median(self._widths)

    @property
    def height(self) -> float:
        return median(self._heights)

    def expected(self, at: float) -> Box:
        passed = at - self.at
        return self.box._replace(x=self.box.x + self.velocity.x * passed, y=self.box.y + self.velocity.y * passed)

    def take(self, seen: Box, at: float) -> None:
        passed = max(at - self.at, 1e-3)
        guess = self.expected(at)
        off_x = seen.x + seen.width / 2 - guess.x - guess.width / 2
        off_y = seen.y + seen.height - guess.y - guess.height
        width, height = (
            old + GAIN * (new - old) for old, new in ((guess.width, seen.width), (guess.height, seen.height))
        )
        x = guess.x + guess.width / 2 + GAIN * off_x - width / 2
        y = guess.y + guess.height + GAIN * off_y - height
        gain = (1.0 if self.hits == 1 else VELOCITY_GAIN) / passed
        self.velocity = Point(self.velocity.x + gain * off_x, self.velocity.y + gain * off_y)
        self.box, self.at, self.hits = Box(x, y, width, height), at, self.hits + 1
        self._remember(at)

    def _remember(self, at: float) -> None:
        anchor = Point(self.box.x + self.box.width / 2, self.box.y + self.box.height)
        if self.path:
            last = self.path[-1].anchor
            self.travelled += hypot(anchor.x - last.x, anchor.y - last.y)
        if len(self.path) == KEPT:
            oldest = self.path[0]
            del self._widths[bisect_left(self._widths, oldest.width)]
            del self._heights[bisect_left(self._heights, oldest.height)]
        self.path.append(Step(at, anchor, self.box.width, self.box.height))
        insort(self._widths, self.box.width)
        insort(self._heights, self.box.height)


class Tracker:
    """`update` with the boxes of each analysed frame, in the order of their times."""

    def __init__(self) -> None:
        self.tracks: list[Track] = []

    def update(self, boxes: Sequence[Box], at: float) -> list[Track]:
        """The confirmed tracks that were seen in this frame."""
        expected = [track.expected(at) for track in self.tracks]
        free, seen = set(range(len(boxes))), list[Track]()
        taken: set[int] = set()
        for _, number, place in sorted(_pairs(expected, boxes), reverse=True):
            if number in taken or place not in free:
                continue
            taken.add(number)
            free.discard(place)
            self.tracks[number].take(boxes[place], at)
            seen.append(self.tracks[number])
        self.tracks = [track for track in self.tracks if at - track.at <= _patience_s(track)]
        self.tracks += [Track(boxes[place], at) for place in sorted(free)]
        return [track for track in seen if track.is_confirmed]

    def forget(self) -> None:
        """After a gap in the stream nothing that moves is where it was."""
        self.tracks = []


def _patience_s(track: Track) -> float:
    return LOST_AFTER_S if track.is_confirmed else LOST_AFTER_S / 4


def _pairs(expected: Sequence[Box], boxes: Sequence[Box]) -> Iterable[tuple[float, int, int]]:
    """Overlap first (1 to 2); without any, nearness within reach (0 to 1)."""
    for number, guess in enumerate(expected):
        for place, box in enumerate(boxes):
            if (shared := overlap(guess, box)) >= LEAST_OVERLAP:
                yield 1 + shared, number, place
                continue
            away = hypot(guess.x + guess.width / 2 - box.x - box.width / 2, guess.y + guess.height - box.y - box.height)
            reach = REACH * max(guess.width, guess.height, 1.0)
            alike = 0.4 < (box.width * box.height) / max(guess.width * guess.height, 1e-6) < 2.5  # noqa: PLR2004 - one thing
            if away < reach and alike:
                yield 1 - away / reach, number, place


def overlap(one: Box, other: Box) -> float:
    """Intersection over union, 0 to 1."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return both / (one.width * one.height + other.width * other.height - both)
