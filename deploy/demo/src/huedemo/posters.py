"""Posters that do not exist, and what a street camera would make of them: perspective, blur, noise, JPEG, light,
glare, something that stands in front. Every picture follows from its seed; what it shows is known.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

POSTER = (960, 540)
SCENE = (1280, 720)
FACE = cv2.FONT_HERSHEY_DUPLEX
WORDS = ("KHUYEN MAI", "MUA HE", "CA PHE HUE", "VINH XUAN", "GIAM GIA", "FESTIVAL", "NHA HANG", "DU LICH", "MOI VE")
SLIDE_COLOURS = ((40, 40, 190), (190, 90, 30), (40, 140, 40), (30, 30, 30), (235, 235, 235))


def poster(seed: int, price: int = 50) -> Any:
    """A picture like a photograph with shapes, a title and a price; `price` is all that differs between two of them."""
    chance = np.random.default_rng(seed)
    small = chance.integers(20, 235, (6, 10, 3), dtype=np.uint8)
    made = cv2.resize(small, POSTER, interpolation=cv2.INTER_CUBIC)
    for _ in range(int(chance.integers(4, 9))):
        _shape(made, chance)
    _write(made, str(chance.choice(WORDS)), (40, 120), 2.6, _colour(chance))
    _write(made, f"{price}%", (560, 470), 5.5, (255, 255, 255))
    return made


def slide(seed: int, price: int = 50) -> Any:
    """Words on one colour, as cheap screens show them; the hardest case for a perceptual hash."""
    chance = np.random.default_rng(seed)
    back = SLIDE_COLOURS[seed % len(SLIDE_COLOURS)]
    made = np.full((POSTER[1], POSTER[0], 3), back, np.uint8)
    ink = (0, 0, 0) if sum(back) > 400 else (255, 255, 255)
    _write(made, str(chance.choice(WORDS)), (60, int(chance.integers(110, 190))), 3.2, ink)
    _write(made, f"{price}%", (int(chance.integers(80, 400)), 400), 7.0, ink)
    _write(made, f"0234 {int(chance.integers(100, 999))} {int(chance.integers(100, 999))}", (60, 510), 1.8, ink)
    cv2.line(made, (50, 220), (910, 220), ink, 4)
    return made


@dataclass(frozen=True)
class Camera:
    """What is between a screen and its picture. Lengths in pixels of the scene."""

    width: int = 560
    tilt: float = 0.12
    error: float = 4.0
    """By how much each corner that was marked is off."""
    blur: float = 0.8
    noise: float = 4.0
    jpeg: int = 70
    gain: float = 1.0
    glare: bool = False
    covered: float = 0.0
    """Which part of the screen's width something stands in front of."""


EASY = Camera()
NAMED = {
    "clean": EASY,
    "dim": Camera(gain=0.55, noise=6),
    "bright": Camera(gain=1.35),
    "far": Camera(width=300, blur=1.0),
    "steep": Camera(tilt=0.3),
    "noisy": Camera(noise=14, jpeg=45),
    "marked badly": Camera(error=10),
    "glare": Camera(glare=True),
    "lamp post": Camera(covered=0.06),
    "bus": Camera(covered=0.2),
}


def scene(shown: Any | None, camera: Camera, seed: int) -> tuple[bytes, list[tuple[float, float]]]:
    """JPEG of a street with a screen in it, and the screen's corners as they were marked (parts of the picture).

    `shown` None: the screen is dark.
    """
    chance = np.random.default_rng(seed)
    made = cv2.resize(chance.integers(60, 190, (9, 16, 3), dtype=np.uint8), SCENE, interpolation=cv2.INTER_LINEAR)
    corners = _corners(camera, chance)
    face = np.full((POSTER[1], POSTER[0], 3), 6, np.uint8) if shown is None else shown
    if camera.glare and shown is not None:
        face = _glared(face, chance)
    face = np.clip(face.astype(np.float32) * camera.gain, 0, 255).astype(np.uint8)
    size = (max(64, camera.width), max(36, camera.width * 9 // 16))
    face = cv2.resize(face, size, interpolation=cv2.INTER_AREA)
    flat = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners)
    mask = cv2.warpPerspective(np.full(size[::-1], 255, np.uint8), warp, SCENE)
    made[mask > 127] = cv2.warpPerspective(face, warp, SCENE, flags=cv2.INTER_LINEAR)[mask > 127]
    if camera.covered:
        _cover(made, corners, camera.covered, chance)
    made = cv2.GaussianBlur(made, (0, 0), camera.blur)
    made = np.clip(made + chance.normal(0, camera.noise, made.shape), 0, 255).astype(np.uint8)
    marked = (corners + chance.uniform(-camera.error, camera.error, (4, 2))) / np.array(SCENE, np.float32)
    return jpeg(made, camera.jpeg), [(float(x), float(y)) for x, y in marked]


def jpeg(picture: Any, quality: int = 92) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _corners(camera: Camera, chance: Any) -> Any:
    width, height = camera.width, camera.width * 9 / 16
    left, top = (SCENE[0] - width) / 2 + chance.uniform(-60, 60), (SCENE[1] - height) / 2 + chance.uniform(-40, 40)
    lean = camera.tilt * height / 2
    straight = [(left, top + lean), (left + width, top), (left + width, top + height), (left, top + height - lean)]
    return np.array(straight, np.float32) + chance.uniform(-8, 8, (4, 2)).astype(np.float32)


def _shape(made: Any, chance: Any) -> None:
    at = (int(chance.integers(0, POSTER[0])), int(chance.integers(0, POSTER[1])))
    if chance.integers(2):
        cv2.circle(made, at, int(chance.integers(30, 130)), _colour(chance), -1)
    else:
        far = (at[0] + int(chance.integers(60, 300)), at[1] + int(chance.integers(40, 200)))
        cv2.rectangle(made, at, far, _colour(chance), -1)


def _colour(chance: Any) -> tuple[int, ...]:
    return tuple(int(each) for each in chance.integers(0, 256, 3))


def _write(made: Any, words: str, at: tuple[int, int], size: float, ink: tuple[int, ...]) -> None:
    cv2.putText(made, words, at, FACE, size, ink, max(2, round(size * 2.2)), cv2.LINE_AA)


def _glared(face: Any, chance: Any) -> Any:
    across, down = np.meshgrid(np.arange(POSTER[0]), np.arange(POSTER[1]))
    at = (chance.uniform(0.2, 0.8) * POSTER[0], chance.uniform(0.2, 0.8) * POSTER[1])
    disc = np.exp(-((across - at[0]) ** 2 + (down - at[1]) ** 2) / (2 * 110.0**2))
    return np.clip(face + 230 * disc[..., None], 0, 255).astype(np.uint8)


def _cover(made: Any, corners: Any, part: float, chance: Any) -> None:
    left, right = float(corners[0][0]), float(corners[1][0])
    width = (right - left) * part
    at = chance.uniform(left + 0.05 * (right - left), right - width - 0.05 * (right - left))
    tone = tuple(int(each) for each in chance.integers(30, 90, 3))
    top = SCENE[1] if part < 0.1 else int(corners[:, 1].mean())
    cv2.rectangle(made, (int(at), SCENE[1]), (int(at + width), SCENE[1] - top), tone, -1)
