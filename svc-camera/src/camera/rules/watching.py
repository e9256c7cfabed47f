"""One camera or one recording, from its packets to what its rules say. Runs in a thread of the worker."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from camera.rules.clips import AFTER_S, BEFORE_S, NoClip, PacketMemory, stills, write_clip
from camera.rules.covering import jpeg, public_picture
from camera.rules.detector import Detector, luma_of, small
from camera.rules.stream import Source
from camera.rules.street import Broken, Counted, Scene, Street, scene_of
from camera.rules.tracker import Box
from camera.states import FileRole, RuleKind
from hueioc.ids import uuid7

PICTURE_EVERY_S = 10.0
COVER_EVERY_S = 5.0
MOST_S = 366 * 86_400.0
"""No stream lasts longer without a new beginning."""
Say = Callable[[Mapping[str, Any]], None]


@dataclass
class Pending:
    """A breach whose clip still wants the seconds after it."""

    broken: Broken
    begins: float
    boxes: list[Box]


class Watching:
    """`take` every packet with its frames; `finish` at the end of the stream."""

    def __init__(self, camera: str, given: Mapping[str, Any], folder: Path, say: Say) -> None:
        self.camera = camera
        self._scene, self._folder, self._say = given, folder, say
        stops = [zone["stop_s"] for zone in given["zones"] if zone["kind"] == "no-stopping"]
        self._longest_stop_s = max(stops, default=0.0)
        self.detector = Detector(self._longest_stop_s, given["analysed_fps"])
        self._memory = PacketMemory(self._longest_stop_s + 2 * BEFORE_S + AFTER_S)
        self._street: Street | None = None
        self._scale = 1.0
        self._pending: list[Pending] = []
        self._analysed_at = self._pictured_at = -1e9
        self._covered_since: float | None = None
        self.frames = 0
        self.seen: Any = None
        self.media_at = 0.0
        self.began_at: float | None = None
        self._wall = datetime.min.replace(tzinfo=UTC)

    def begin(self, wall: datetime) -> None:
        """`wall`: when the first frame of the stream was taken."""
        self._wall, self.began_at, self._covered_since = wall, None, None
        self._memory.clear()
        if self._street:
            self._street.suspend()

    def take(self, source: Source, packet: Any, frames: list[Any]) -> None:
        self._memory.add(packet)
        for frame in frames:
            if frame.time is not None and self._is_of_this_stream(float(frame.time)):
                self._look(frame)
        while self._pending and self.media_at >= self._pending[0].broken.breach.at + AFTER_S:
            self._save(source.stream, self._pending.pop(0))

    def finish(self, stream: Any) -> None:
        for each in self._pending:
            self._save(stream, each)
        self._pending = []
        self._cover(self.media_at, is_end=True)

    def wall(self, at: float) -> str:
        return (self._wall + timedelta(seconds=at - (self.began_at or 0.0))).isoformat()

    def _is_of_this_stream(self, at: float) -> bool:
        """A damaged time may lie thousands of years away, where no calendar goes."""
        return self.began_at is None or abs(at - self.began_at) < MOST_S

    def _look(self, frame: Any) -> None:
        at = float(frame.time)
        self.frames += 1
        self.began_at = at if self.began_at is None else self.began_at
        self.media_at = at
        if 0 <= at - self._analysed_at < 0.9 / self._scene["analysed_fps"]:
            return
        self._analysed_at = at
        luma = luma_of(frame)
        picture = small(luma)
        if self._street is None:
            self._scale = luma.shape[1] / picture.shape[1]
            self._street = Street(self._scene_of(picture))
        seen = self.seen = self.detector.look(picture)
        if not self.detector.is_warm:
            return
        counted, broken = self._street.update(seen.boxes, at, seen.foreground)
        for each in counted:
            self._tell_count(each)
        for each in broken:
            self._notice(each, picture, seen.boxes)
        self._cover(at)
        if abs(at - self._pictured_at) >= PICTURE_EVERY_S:
            self._pictured_at = at
            self._show(frame.to_ndarray(format="bgr24"), seen.boxes)

    def _scene_of(self, picture: Any) -> Scene:
        height, width = picture.shape
        return scene_of(self._scene, width, height)

    def _cover(self, at: float, *, is_end: bool = False) -> None:
        """Which time was watched: what was not is a gap in the counts, never a zero."""
        if self._covered_since is None or at < self._covered_since:
            self._covered_since = at
        if at - self._covered_since >= COVER_EVERY_S or (is_end and at > self._covered_since):
            self._say({"say": "covered", "since": self.wall(self._covered_since), "until": self.wall(at)})
            self._covered_since = at

    def _tell_count(self, each: Counted) -> None:
        crossing = each.crossing
        self._say(
            {
                "say": "counted",
                "track": str(crossing.track_id),
                "line": crossing.line,
                "direction": crossing.direction.value,
                "size": each.size.value,
                "at": self.wall(crossing.at),
            }
        )

    def _notice(self, each: Broken, picture: Any, boxes: list[Box]) -> None:
        breach = each.breach
        if breach.kind is RuleKind.ILLEGAL_STOP and not self.detector.is_there(picture, each.track.box):
            return  # the hole that something left which was there from the beginning
        self._pending.append(Pending(each, max(0.0, breach.since - BEFORE_S), list(boxes)))

    def _show(self, pixels: Any, boxes: list[Box]) -> None:
        self._say({"say": "picture", "at": self.wall(self.media_at), "path": self._keep(self._public(pixels, boxes))})

    def _public(self, pixels: Any, boxes: list[Box]) -> bytes:
        return public_picture(pixels, boxes, self._scale)

    def _keep(self, content: bytes, kind: str = "jpg") -> str:
        path = self._folder / f"{uuid7().hex}.{kind}"
        path.write_bytes(content)
        return str(path)

    def _save(self, stream: Any, pending: Pending) -> None:
        breach = pending.broken.breach
        clip = self._folder / f"{uuid7().hex}.mp4"
        try:
            before, on, after = self._film(clip, stream, pending)
        except NoClip:  # nobody could review it; what comes after it is watched all the same
            clip.unlink(missing_ok=True)
            self._say({"say": "unprovable", **self._told(pending)})
            return
        files = {
            FileRole.ORIGINAL_CLIP: str(clip),
            FileRole.BEFORE: self._keep(jpeg(before)),
            FileRole.ON: self._keep(jpeg(on)),
            FileRole.AFTER: self._keep(jpeg(after)),
            FileRole.MASKED: self._keep(self._public(on, pending.boxes)),
            FileRole.TRAJECTORY: self._keep(self._trajectory(pending.broken), "json"),
        }
        self._say(
            {
                "say": "violation",
                **self._told(pending),
                "size": pending.broken.size.value,
                "since": self.wall(breach.since),
                "measured": breach.measured,
                "files": {role.value: path for role, path in files.items()},
            }
        )

    def _told(self, pending: Pending) -> dict[str, Any]:
        """Who, what and when of a breach."""
        breach = pending.broken.breach
        rule = {"rule": breach.kind.value, "zone": breach.zone}
        return {"track": str(breach.track_id), **rule, "at": self.wall(breach.at)}

    def _film(self, clip: Path, stream: Any, pending: Pending) -> list[Any]:
        """Write the clip; its pictures before, on and after the breach. Raises NoClip."""
        breach = pending.broken.breach
        kept = self._memory.since(pending.begins)
        write_clip(clip, stream, kept)
        first = min(each.at for each in kept)
        earliest = breach.since - 1.0 if breach.kind is RuleKind.WRONG_WAY else breach.since
        return stills(clip, [max(0.0, moment - first) for moment in (earliest, breach.at, self.media_at)])

    def _trajectory(self, broken: Broken) -> bytes:
        """The path of the ground anchor, in pixels of the analysed picture."""
        assert self._street is not None  # noqa: S101 - it has found the breach
        points = [
            {"at": self.wall(step.at), "x": round(step.anchor.x, 1), "y": round(step.anchor.y, 1)}
            for step in broken.track.path
        ]
        return json.dumps({"width": self._street.scene.width, "scale": self._scale, "points": points}).encode()
