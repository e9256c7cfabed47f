"""What happens within a zone: a vehicle that stands where none may, or goes against the one way.

Entering takes most of the last few frames, so that one bad box rings no bell (frigate#1246).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians, sin
from typing import NamedTuple
from uuid import UUID

from camera.rules.geometry import Point, is_inside
from camera.rules.tracker import Track
from camera.states import RuleKind, ZoneKind

LOOKED_AT, INSIDE_OF_THEM = 4, 3
STILL_OF_WIDTH = 0.25
"""A vehicle that has moved less than this part of its width stands."""
GAP_S = 2.0
"""So long may it be hidden, or beside the zone, without its time beginning anew."""
LENGTHS_AGAINST = 2.0
SECONDS_AGAINST = 1.0
CLEARLY_AGAINST = -0.5
"""Cosine of the angle to the allowed heading."""


class Zone(NamedTuple):
    """Points in pixels. `heading_deg`: where traffic may go, 0 to the right of the picture, 90 down."""

    code: str
    kind: ZoneKind
    points: Sequence[Point]
    stop_s: float = 60.0
    heading_deg: float = 0.0


class Breach(NamedTuple):
    """`since` and `at` in seconds of the stream; `measured` is what the rule saw, with its unit in the name."""

    track_id: UUID
    zone: str
    kind: RuleKind
    since: float
    at: float
    measured: dict[str, float]


@dataclass
class _Known:
    frames: deque[bool] = field(default_factory=lambda: deque[bool](maxlen=LOOKED_AT))
    is_in: bool = False
    last_in: float = 0.0
    stands_at: Point | None = None
    since: float = 0.0
    against: float = 0.0
    against_since: float | None = None
    told: bool = False


class ZoneWatch:
    """One zone; `update` with each confirmed track after each frame."""

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._known: dict[UUID, _Known] = {}
        angle = radians(zone.heading_deg)
        self._allowed = Point(cos(angle), sin(angle))

    def update(self, track: Track) -> Breach | None:
        known = self._known.setdefault(track.id, _Known())
        step = track.path[-1]
        known.frames.append(is_inside(step.anchor, self._zone.points))
        most = sum(known.frames)
        if most >= INSIDE_OF_THEM:
            known.is_in = True
        elif len(known.frames) - most >= INSIDE_OF_THEM:
            known.is_in = False
        if not known.is_in:
            if step.at - known.last_in > GAP_S:
                known.stands_at, known.against, known.against_since = None, 0.0, None
            return None
        known.last_in = step.at
        judge = self._standing if self._zone.kind is ZoneKind.NO_STOPPING else self._against
        breach = judge(track, known)
        if breach is None or known.told:
            return None
        known.told = True
        return breach

    def keep(self, alive: set[UUID]) -> None:
        for gone in self._known.keys() - alive:
            del self._known[gone]

    def suspend(self) -> None:
        """While the picture cannot be trusted nothing is timed."""
        self._known.clear()

    def _standing(self, track: Track, known: _Known) -> Breach | None:
        step = track.path[-1]
        here = known.stands_at
        if here is None or hypot(step.anchor.x - here.x, step.anchor.y - here.y) > STILL_OF_WIDTH * track.width:
            known.stands_at, known.since = step.anchor, step.at
            return None
        stood = step.at - known.since
        if stood < self._zone.stop_s:
            return None
        return Breach(
            track.id, self._zone.code, RuleKind.ILLEGAL_STOP, known.since, step.at, {"stood_s": round(stood, 1)}
        )

    def _against(self, track: Track, known: _Known) -> Breach | None:
        if len(track.path) < 2:  # noqa: PLR2004 - a direction needs two points
            return None
        before, step = track.path[-2], track.path[-1]
        moved = Point(step.anchor.x - before.anchor.x, step.anchor.y - before.anchor.y)
        length = hypot(*moved)
        along = moved.x * self._allowed.x + moved.y * self._allowed.y
        if length > 0 and along / length >= CLEARLY_AGAINST and along > 0:
            known.against, known.against_since = 0.0, None
            return None
        if length > 0 and along / length < CLEARLY_AGAINST:
            known.against_since = before.at if known.against_since is None else known.against_since
            known.against -= along
        if known.against_since is None or step.at - known.against_since < SECONDS_AGAINST:
            return None
        lengths = known.against / max(track.width, track.height)
        if lengths < LENGTHS_AGAINST:
            return None
        measured = {"vehicle_lengths": round(lengths, 1), "against_s": round(step.at - known.against_since, 1)}
        return Breach(track.id, self._zone.code, RuleKind.WRONG_WAY, known.against_since, step.at, measured)
