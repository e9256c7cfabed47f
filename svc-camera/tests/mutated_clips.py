"""Reads clips with wrong bytes, as the worker does: `python mutated_clips.py FOLDER SEED FIRST LAST`.

A process of its own, because what a decoder in C does wrong ends it. `FOLDER/reading` names the clip that is being
read, so that each can be read again: clip N of a seed is always the same. What became of them goes to standard output.
"""

import json
import random
import resource
import sys
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
from huedemo import clips

from camera.rules.stream import Source, SourceFailed
from camera.rules.watching import Watching
from camera.rules.worker import MOST_MEMORY

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
SECONDS, SCALE, FRAMES_A_GROUP = 1.2, 0.15, 10
KINDS = (
    ("mp4", "libx264", {"movflags": "+faststart"}),
    ("mp4", "libx264", {"movflags": "+frag_keyframe+empty_moov"}),
    ("mp4", "libx265", {"movflags": "+faststart"}),
    ("mov", "mjpeg", {}),
    ("matroska", "libx264", {}),
    ("mpegts", "libx264", {}),
    ("mpegts", "libx265", {}),
    ("avi", "mpeg4", {}),
    ("h264", "libx264", {}),
    ("hevc", "libx265", {}),
)
"""A container, a codec and the muxer's options: what `stream.FILE_FORMATS` lets in."""
ENCODERS = {
    "libx264": {"preset": "ultrafast", "tune": "zerolatency"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:pools=none:frame-threads=1"},
}
EVERYWHERE = {"points": [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]}
QUIET = clips.SCENE | {"analysed_fps": 25.0}
WITH_RULES = QUIET | {"zones": [clips.NO_STOPPING | EVERYWHERE | {"stop_s": 0.2}, clips.ONE_WAY | EVERYWHERE]}
WITH_RULES_OF = 8
"""So many clips are only counted for each one that is also searched for breaches, which are saved as new clips."""


def original(kind: str, codec: str, options: dict[str, str], folder: Path) -> bytes:
    """One comes and stops, one goes the wrong way: with the rules, a breach is found and saved."""
    movers = [
        clips.Mover(0.5, clips.RIGHT, 300, start_x=150.0, stops=(0.35, 5)),
        clips.Mover(0.1, clips.LEFT, -400),
    ]
    path = folder / f"original.{kind}"
    with av.open(str(path), "w", format=kind, options=options) as out:
        stream: Any = out.add_stream(
            codec, rate=clips.FPS, options=ENCODERS.get(codec, {}) | {"g": f"{FRAMES_A_GROUP}"}
        )
        stream.width, stream.height = round(clips.WIDTH * SCALE), round(clips.HEIGHT * SCALE)
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for pixels in clips.frames(movers, SECONDS, SCALE):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode(None))
    return path.read_bytes()


def inside_packets(path: Path) -> list[range]:
    """Where in the file the codec's own bytes are; a wrong one there gets past the container."""
    whole = path.stat().st_size
    with av.open(str(path)) as given:
        packets = [each for each in given.demux(video=0) if each.size and each.pos is not None]
        return [range(each.pos, min(each.pos + each.size, whole)) for each in packets]


def mutate_anywhere(random_: random.Random, raw: bytearray) -> None:
    for _ in range(random_.randint(1, 40)):
        if not raw:
            return
        place = random_.randrange(len(raw))
        if random_.random() < 0.8:
            raw[place] = random_.randrange(256)
        else:
            del raw[place : place + random_.randint(1, 200)]
    if random_.random() < 0.3:
        del raw[random_.randint(len(raw) // 2, len(raw)) :]


def mutate_head(random_: random.Random, raw: bytearray) -> None:
    """What the container says of itself: sizes, counts, dimensions, times."""
    for _ in range(random_.randint(1, 6)):
        raw[random_.randrange(min(1500, len(raw)))] = random_.choice((0, 1, 127, 128, 255, random_.randrange(256)))


def mutate_packets(random_: random.Random, raw: bytearray, packets: list[range]) -> None:
    """Single bits and short runs of what the decoder gets; the container stays whole."""
    for _ in range(random_.randint(1, 20)):
        packet = random_.choice(packets)
        begins = random_.choice((packet.start, random_.randrange(packet.start, packet.stop)))  # its head more often
        for place in range(begins, min(begins + random_.choice((1, 1, 1, 8, 64)), packet.stop)):
            raw[place] = raw[place] ^ (1 << random_.randrange(8)) if random_.random() < 0.5 else random_.randrange(256)


def mutate_order(random_: random.Random, raw: bytearray, packets: list[range]) -> None:
    """Packets stand where others stood, or again, or as zeros."""
    for _ in range(random_.randint(1, 8)):
        one, other = random_.choice(packets), random_.choice(packets)
        size = min(len(one), len(other))
        taken = bytes(raw[other.start : other.start + size])
        raw[one.start : one.start + size] = taken if random_.random() < 0.8 else bytes(len(taken))


class Clips:
    """The originals, and clip N of a seed."""

    def __init__(self, folder: Path) -> None:
        self.originals = [original(*each, folder) for each in KINDS]
        self._folder = folder
        self.packets: list[list[range]] = []
        for (kind, _, _), raw in zip(KINDS, self.originals, strict=True):
            path = folder / f"original.{kind}"
            path.write_bytes(raw)
            self.packets.append(inside_packets(path))

    def mutated(self, seed: int, number: int) -> tuple[int, bytes]:
        """Which kind it is, and its bytes."""
        random_ = random.Random(f"{seed}/{number}")
        kind = number % len(KINDS)
        raw, packets = bytearray(self.originals[kind]), self.packets[kind]
        manner = random_.randrange(5)
        if manner == 0:
            mutate_anywhere(random_, raw)
        elif manner == 1:
            mutate_head(random_, raw)
        elif manner == 2:
            mutate_order(random_, raw, packets)
        else:
            mutate_packets(random_, raw, packets)
        if bytes(raw) == self.originals[kind]:  # a bit that was turned twice
            raw[random_.randrange(len(raw))] ^= 255
        return kind, bytes(raw)


def read(path: Path, scene: dict[str, Any], folder: Path) -> tuple[str, list[str]]:
    """What became of it, and what was said of it. Whatever is raised beside SourceFailed is an error of ours."""
    said: list[str] = []
    watching = Watching("c", scene, folder, lambda message: said.append(message["say"]))
    watching.begin(NOON)
    try:
        with Source(str(path), is_live=False) as source:
            for packet, frames in source.pieces():
                watching.take(source, packet, frames)
            watching.finish(source.stream)
    except SourceFailed as failed:
        return failed.symptom.value, said
    return ("read" if watching.frames else "no frames"), said


def main(folder: Path, seed: int, first: int, last: int) -> int:
    """How many raised what they should not: each is written to standard error, with its number."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    av.logging.set_level(av.logging.PANIC)
    given, outcomes = Clips(folder), Counter[str]()
    made, reading, path = folder / "made", folder / "reading", folder / "mutated"
    made.mkdir()
    for number in range(first, last):
        kind, raw = given.mutated(seed, number)
        reading.write_text(f"clip {number} of seed {seed}: {KINDS[kind][:2]}")
        path.write_bytes(raw)
        scene = WITH_RULES if number // len(KINDS) % WITH_RULES_OF == 0 else QUIET
        try:
            became, said = read(path, scene, made)
        except Exception:  # noqa: BLE001 - all of a batch are found at once
            became, said = "raised", []
            sys.stderr.write(f"{reading.read_text()}\n{traceback.format_exc(limit=-2)}\n")
        outcomes.update([became, *(f"said {each}" for each in set(said))])
        for each in made.iterdir():
            each.unlink()
    sys.stdout.write(json.dumps(outcomes) + "\n")
    return outcomes["raised"]


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), *map(int, sys.argv[2:5])) else 0)
