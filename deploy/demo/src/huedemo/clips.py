"""Street clips with their truth: rectangles of known speed on a noisy street, encoded with PyAV.

`street(path, movers)` writes the clip; a mover is a `Mover` (where it is at each second, its size, its grey). The
generator is also a program, for demonstrations: `python clips.py OUT.mp4 [SECONDS]`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

WIDTH, HEIGHT, FPS = 640, 360, 25
ROAD = (150, 330)
"""Rows between which the carriageway lies."""


@dataclass(frozen=True)
class Mover:
    """`speed` in pixels a second to the right; `stops`: at this second of its way it stands for so long."""

    begins_s: float
    y: int
    speed: float
    size: tuple[int, int] = (70, 34)
    grey: int = 235
    stops: tuple[float, float] | None = None
    start_x: float | None = None

    def x(self, at: float) -> float | None:
        """Left edge at `at` seconds of the clip; None while it is not in the picture."""
        passed = at - self.begins_s
        if passed < 0:
            return None
        if self.stops and passed > self.stops[0]:
            passed = max(self.stops[0], passed - self.stops[1])
        first = self.start_x if self.start_x is not None else (-self.size[0] if self.speed > 0 else WIDTH)
        place = first + self.speed * passed
        return place if -self.size[0] - 2 < place < WIDTH + 2 else None


def background(width: int = WIDTH, height: int = HEIGHT) -> Any:
    """Sky, houses with windows, pavement, asphalt with a dashed marking."""
    random = np.random.default_rng(7)
    picture = np.full((height, width, 3), (150, 160, 170), np.uint8)
    scale = height / HEIGHT
    top, bottom = (int(row * scale) for row in ROAD)
    picture[top - int(40 * scale) : top] = (120, 120, 118)
    picture[top:bottom] = (92, 92, 96)
    for left in range(0, width, int(60 * scale)):
        picture[int(20 * scale) : int(100 * scale), left : left + int(44 * scale)] = random.integers(90, 200, 3)
        picture[int(40 * scale) : int(60 * scale), left + int(10 * scale) : left + int(24 * scale)] = (60, 70, 80)
    middle = (top + bottom) // 2
    for left in range(0, width, int(50 * scale)):
        picture[middle : middle + max(1, int(3 * scale)), left : left + int(24 * scale)] = (200, 200, 200)
    return picture


def draw(picture: Any, mover: Mover, left: float, scale: float = 1.0) -> None:
    """A body with a darker window band and wheels: it has edges, as vehicles do."""
    width, height = (round(part * scale) for part in mover.size)
    x0, y1 = round(left * scale), round(mover.y * scale)
    x1, y0 = x0 + width, y1 - height
    inside = slice(max(0, y0), y1), slice(max(0, x0), max(0, x1))
    picture[inside] = mover.grey
    picture[y0 + height // 6 : y0 + height // 2, max(0, x0 + width // 8) : max(0, x1 - width // 8)] = 40
    for wheel in (x0 + width // 6, x1 - width // 4):
        picture[y1 - height // 5 : y1, max(0, wheel) : max(0, wheel + width // 9)] = 15


def frames(movers: Sequence[Mover], seconds: float, scale: float = 1.0, noise: float = 4.0) -> Any:
    """RGB frames with fresh noise; light wavers a little, as it does."""
    random = np.random.default_rng(11)
    width, height = round(WIDTH * scale), round(HEIGHT * scale)
    street_picture = background(width, height)
    grains = [random.normal(0, noise, (height, width, 1)).astype(np.int16) for _ in range(9)]
    for number in range(round(seconds * FPS)):
        picture = street_picture.copy()
        for mover in movers:
            if (left := mover.x(number / FPS)) is not None:
                draw(picture, mover, left, scale)
        light = round(2 * np.sin(number / 40))
        yield np.clip(picture.astype(np.int16) + grains[number * 7 % 9] + light, 0, 255).astype(np.uint8)


def street(path: Path, movers: Sequence[Mover], seconds: float, *, scale: float = 1.0, noise: float = 4.0) -> Path:
    return encode(path, frames(movers, seconds, scale, noise), scale)


def encode(path: Path, pictures: Any, scale: float = 1.0) -> Path:
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "crf": "23", "g": "25"})
        stream.width, stream.height, stream.pix_fmt = round(WIDTH * scale), round(HEIGHT * scale), "yuv420p"
        stream.time_base = Fraction(1, FPS)
        for pixels in pictures:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode(None))
    return path


RIGHT, LEFT = 220, 310
"""Rows of the two lanes' lower edges."""
LINE = {"code": "A", "points": [[0.5, 0.3], [0.5, 1.0]], "min_angle_deg": 15.0}
NO_STOPPING = {
    "code": "P",
    "kind": "no-stopping",
    "points": [[0.2, 0.4], [0.8, 0.4], [0.8, 1.0], [0.2, 1.0]],
    "stop_s": 5.0,
    "heading_deg": None,
}
ONE_WAY = {
    "code": "W",
    "kind": "one-way",
    "points": [[0.0, 0.7], [1.0, 0.7], [1.0, 1.0], [0.0, 1.0]],
    "stop_s": 60.0,
    "heading_deg": 180.0,
}
SCENE = {
    "lines": [LINE],
    "zones": [],
    "sizes": {"small_below": 0.07, "large_from": 0.2},
    "analysed_fps": 12.5,
}


def busy_street() -> tuple[list[Mover], dict[tuple[str, str], int]]:
    """Two lanes with small, medium and large ones; how many of (size, direction) cross the middle."""
    sizes = {"small": (30, 26), "medium": (70, 34), "large": (160, 56)}
    plan = [(2, "medium"), (5, "small"), (8, "large"), (12.5, "medium"), (15, "small")]
    movers = [Mover(at, RIGHT, 160, sizes[size]) for at, size in plan]
    movers += [Mover(at + 1.1, LEFT, -190, sizes[size]) for at, size in plan[:4]]
    truth: dict[tuple[str, str], int] = {}
    for direction, listed in (("right-to-left", plan), ("left-to-right", plan[:4])):
        for _, size in listed:
            truth[size, direction] = truth.get((size, direction), 0) + 1
    return movers, truth


if __name__ == "__main__":
    street(Path(sys.argv[1]), busy_street()[0], float(sys.argv[2]) if len(sys.argv) > 2 else 21.0)
