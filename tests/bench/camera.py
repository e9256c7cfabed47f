"""Frames per CPU-second of our worker's whole path against the usual loop over full-resolution colour frames.

Ours: decoding, luma plane, background subtraction, tracks, counting line and zones, packets remembered for clips, a
covered picture every ten seconds. The usual way: decoding to BGR, MOG2 with shadows at full size, opening, contours,
and no tracks nor rules at all. Both decode with one thread, both look at every frame.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from huedemo import clips

from camera.rules.stream import Source
from camera.rules.watching import Watching
from tests.bench.figure import Figure

SECONDS = 12
EVERY_FRAME = 30.0
BEST_OF = 3


def ours(clip: Path, scene: dict[str, Any], folder: Path) -> float:
    watching = Watching("bench", scene, folder, lambda _: None)
    watching.begin(datetime.now(UTC))
    began = time.process_time()
    with Source(str(clip), is_live=False) as source:
        for packet, frames in source.pieces():
            watching.take(source, packet, frames)
        watching.finish(source.stream)
    return watching.frames / (time.process_time() - began)


def usual(clip: Path) -> float:
    import av
    import cv2

    model = cv2.createBackgroundSubtractorMOG2()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    number, began = 0, time.process_time()
    with av.open(str(clip)) as given:
        given.streams.video[0].codec_context.thread_count = 1
        for frame in given.decode(video=0):
            mask = model.apply(frame.to_ndarray(format="bgr24"))
            _, mask = cv2.threshold(mask, 200, 255, cv2.THRESH_BINARY)
            mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
            cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            number += 1
    return number / (time.process_time() - began)


def run() -> Iterator[Figure]:
    import cv2

    cv2.setNumThreads(1)
    scene = clips.SCENE | {"zones": [clips.NO_STOPPING], "analysed_fps": EVERY_FRAME}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        movers = clips.busy_street()[0]
        for label, scale in (("720p", 2.0), ("1080p", 3.0)):
            clip = clips.street(folder / f"{label}.mp4", movers, SECONDS, scale=scale)
            yield Figure(
                name=f"camera-{label}",
                ours=max(ours(clip, scene, folder) for _ in range(BEST_OF)),
                peer=max(usual(clip) for _ in range(BEST_OF)),
                peer_name=f"decode to BGR, full-size MOG2 with shadows, contours, {label}",
                goal="≥ 3",
                unit="frames/CPU-s",
            )
