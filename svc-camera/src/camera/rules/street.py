"""All rules of one camera's scene, fed with the boxes of each frame. Pure: it never sees a pixel."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from camera.rules.counting import Crossing, Line, LineCounter
from camera.rules.geometry import Point
from camera.rules.health import WHOLE_PICTURE
from camera.rules.tracker import Box, Track, Tracker
from camera.rules.zones import Breach, Zone, ZoneWatch
from camera.states import Size, ZoneKind

LONGEST_GAP_S = 2.0
"""After a longer one nothing that moves is where it was."""


class Counted(NamedTuple):
    crossing: Crossing
    size: Size


class Broken(NamedTuple):
    breach: Breach
    track: Track
    size: Size


class Scene(NamedTuple):
    """A scene in the pixels of the analysed picture."""

    width: float
    lines: Sequence[Line]
    zones: Sequence[Zone]
    small_below: float
    large_from: float
    """Of the picture's width, the longer side of a box."""

    def size_of(self, track: Track) -> Size:
        part = max(track.width, track.height) / self.width
        return Size.SMALL if part < self.small_below else Size.LARGE if part >= self.large_from else Size.MEDIUM


def scene_of(given: Mapping[str, Any], width: float, height: float) -> Scene:
    """From a scene as it is stored: points normalised to 0…1, origin top left."""

    def points(each: Mapping[str, Any]) -> list[Point]:
        return [Point(x * width, y * height) for x, y in each["points"]]

    lines = [Line(each["code"], points(each), each["min_angle_deg"]) for each in given["lines"]]
    zones = [
        Zone(each["code"], ZoneKind(each["kind"]), points(each), each["stop_s"], each["heading_deg"] or 0.0)
        for each in given["zones"]
    ]
    sizes = given["sizes"]
    return Scene(width, lines, zones, sizes["small_below"], sizes["large_from"])


class Street:
    """`update` frame by frame; a gap, or a picture that changes as a whole, suspends everything that is timed."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tracker = Tracker()
        self._lines = [LineCounter(line) for line in scene.lines]
        self._zones = [ZoneWatch(zone) for zone in scene.zones]
        self._at: float | None = None

    def update(self, boxes: Sequence[Box], at: float, foreground: float = 0.0) -> tuple[list[Counted], list[Broken]]:
        """`at` in seconds of the stream; a time that does not rise is a new beginning."""
        is_gap = self._at is not None and not 0 < at - self._at <= LONGEST_GAP_S
        self._at = at
        if is_gap or foreground > WHOLE_PICTURE:
            self.suspend()
        if foreground > WHOLE_PICTURE:
            return [], []
        counted: list[Counted] = []
        broken: list[Broken] = []
        for track in self.tracker.update(boxes, at):
            size = self.scene.size_of(track)
            counted += [Counted(found, size) for line in self._lines if (found := line.update(track))]
            broken += [Broken(found, track, size) for zone in self._zones if (found := zone.update(track))]
        alive = {track.id for track in self.tracker.tracks}
        for each in (*self._lines, *self._zones):
            each.keep(alive)
        return counted, broken

    def suspend(self) -> None:
        self.tracker.forget()
        for zone in self._zones:
            zone.suspend()
