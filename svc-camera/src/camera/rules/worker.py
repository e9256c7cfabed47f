"""The program that watches: `python -m camera.rules.worker FOLDER`. One process for all cameras, a thread for each.

It takes a JSON line for each thing to do on its standard input, says what it sees in JSON lines on its standard
output, and lays files down in FOLDER. It ends when its input does, so it never outlives who started it.

    -> {"do": "watch", "camera": id, "url": …, "kind": "rtsp" | "file", "scene": {…}}
    -> {"do": "read", "camera": id, "recording": id, "url": …, "started_at": …, "scene": {…}}
    -> {"do": "leave", "camera": id}
    <- {"say": "alive"} · health · counted · covered · violation · unprovable · picture · finished
"""

import json
import random
import resource
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from camera.rules.health import Vitals, backoff_s, judge
from camera.rules.stream import Source, SourceFailed
from camera.rules.watching import Watching
from camera.states import Symptom

MOST_MEMORY = 4 << 30
HEALTH_EVERY_S = 2.0
STEADY_S = 10.0
"""A stream that held so long begins its waits anew when it breaks."""
FPS_OVER_S = 5.0
_saying = threading.Lock()


def say(message: Mapping[str, Any]) -> None:
    line = json.dumps(message, separators=(",", ":"))
    with _saying:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


class Watcher(threading.Thread):
    """A live source: opened again for ever, with growing waits, until it is told to leave."""

    def __init__(self, command: Mapping[str, Any], folder: Path) -> None:
        super().__init__(daemon=True, name=f"watch-{command['camera']}")
        self.camera: str = command["camera"]
        self._command = command
        self.leave = threading.Event()
        self._watching = Watching(self.camera, command["scene"], folder, self._say)
        self._failure: Symptom | None = None
        self._newest: float | None = None
        self._nominal = 0.0
        self._began = time.monotonic()
        self._frozen_since: float | None = None
        self._print = b""
        self._counted: list[tuple[float, int]] = []

    def run(self) -> None:
        attempt = 0
        while not self.leave.is_set():
            began = time.monotonic()
            try:
                self._once()
                attempt = 0
            except SourceFailed as failed:
                self._failure = failed.symptom
            except Exception as error:  # noqa: BLE001 - one camera must not end the others
                self._failure = Symptom.UNREADABLE
                sys.stderr.write(f"{self.camera}: {type(error).__name__}: {error}\n")
            else:
                continue
            attempt = 0 if time.monotonic() - began > STEADY_S else attempt + 1
            self.leave.wait(backoff_s(attempt, random.random()))  # noqa: S311 - spreads returns, keeps no secret

    def _once(self) -> None:
        is_live = self._command["kind"] == "rtsp"
        with Source(self._command["url"], is_live=is_live) as source:
            self._nominal = source.fps
            self._watching.begin(datetime.now(UTC))
            began = time.monotonic()
            for packet, frames in source.pieces():
                if self.leave.is_set():
                    return
                self._watching.take(source, packet, frames)
                if frames:
                    self._failure, self._newest = None, time.monotonic()
                    self._look_frozen()
                if not is_live and self._watching.began_at is not None:  # a file is played at its own pace
                    ahead = self._watching.media_at - self._watching.began_at - (time.monotonic() - began)
                    self.leave.wait(max(0.0, ahead))
            self._watching.finish(source.stream)
            if self._newest is None or is_live:
                raise SourceFailed(Symptom.STALLED)

    def _look_frozen(self) -> None:
        seen = self._watching.seen
        if seen is None or seen.print != self._print:
            self._frozen_since = None
            self._print = seen.print if seen else b""
        elif self._frozen_since is None:
            self._frozen_since = time.monotonic()

    def _say(self, message: Mapping[str, Any]) -> None:
        say({"camera": self.camera, **message})

    def vitals(self) -> Vitals:
        moment, seen = time.monotonic(), self._watching.seen
        self._counted = [*self._counted, (moment, self._watching.frames)][-round(FPS_OVER_S / HEALTH_EVERY_S) - 1 :]
        (since, before), passed = self._counted[0], max(moment - self._counted[0][0], 1e-6)
        is_new = moment - self._began < FPS_OVER_S or since == moment
        fps = self._nominal if is_new else (self._watching.frames - before) / passed
        return Vitals(
            age_s=moment - (self._newest or self._began),
            fps=round(fps, 1),
            nominal_fps=self._nominal,
            mean=seen.mean if seen else 128.0,
            spread=seen.spread if seen else 50.0,
            frozen_s=moment - self._frozen_since if self._frozen_since else 0.0,
            foreground=seen.foreground if seen else 0.0,
            failure=self._failure,
        )

    def tell_health(self) -> None:
        vitals = self.vitals()
        if self._newest is None and vitals.failure is None:
            return  # still opening
        state, symptoms = judge(vitals)
        self._say(
            {"say": "health", "state": state.value, "symptoms": [each.value for each in symptoms]} | asdict(vitals)
        )


def read_recording(command: Mapping[str, Any], folder: Path) -> None:
    """As fast as it goes; its times follow from when it begins."""
    about = {"camera": command["camera"], "recording": command["recording"]}
    watching = Watching(command["camera"], command["scene"], folder, lambda message: say({**about, **message}))
    watching.begin(datetime.fromisoformat(command["started_at"]))
    failure: str | None = None
    try:
        with Source(command["url"], is_live=False) as source:
            for packet, frames in source.pieces():
                watching.take(source, packet, frames)
            watching.finish(source.stream)
    except SourceFailed as failed:
        failure = failed.symptom.value
    except Exception as error:  # noqa: BLE001 - a strange clip must not end the cameras that are watched
        failure = Symptom.UNREADABLE.value
        sys.stderr.write(f"{command['recording']}: {type(error).__name__}: {error}\n")
    length = watching.media_at - (watching.began_at or 0.0)
    failure = failure or (None if watching.frames else Symptom.UNREADABLE.value)
    say({**about, "say": "finished", "failure": failure, "frames": watching.frames, "duration_s": round(length, 2)})


class Worker:
    """Reads commands in the main thread; recordings are read one after another beside the live cameras."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._watchers: dict[str, Watcher] = {}
        self._recordings: list[Mapping[str, Any]] = []
        self._wanted = threading.Condition()

    def run(self) -> None:
        for loop in (self._tell, self._read):
            threading.Thread(target=loop, daemon=True).start()
        for line in sys.stdin:
            self.do(json.loads(line))

    def do(self, command: Mapping[str, Any]) -> None:
        match command["do"]:
            case "watch":
                self.do({"do": "leave", "camera": command["camera"]})
                watcher = self._watchers[command["camera"]] = Watcher(command, self._folder)
                watcher.start()
            case "leave":
                if watcher := self._watchers.pop(command["camera"], None):
                    watcher.leave.set()
            case _:
                with self._wanted:
                    self._recordings.append(command)
                    self._wanted.notify()

    def _tell(self) -> None:
        while True:
            say({"say": "alive", "watched": len(self._watchers)})
            for watcher in list(self._watchers.values()):
                watcher.tell_health()
            time.sleep(HEALTH_EVERY_S)

    def _read(self) -> None:
        while True:
            with self._wanted:
                while not self._recordings:
                    self._wanted.wait()
                command = self._recordings.pop(0)
            read_recording(command, self._folder)


def main(arguments: list[str]) -> None:
    import cv2
    from av import logging

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    cv2.setNumThreads(1)
    logging.set_level(logging.PANIC)  # what is wrong with a stream is said by its symptom
    Worker(Path(arguments[0])).run()


if __name__ == "__main__":
    main(sys.argv[1:])
