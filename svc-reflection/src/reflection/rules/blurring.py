"""Faces and number plates are covered by what classical detectors find. They miss some: it is never complete.

Haar cascades of the wheel of OpenCV 4: frontal and profile faces (Viola and Jones 2001), number plates.
"""

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hueioc.engines import on_first_use

if TYPE_CHECKING:
    import cv2
else:
    cv2 = on_first_use("cv2")

DETECTOR = f"haar-faces-plates-1/opencv-{version('opencv-python-headless')}"
LOOKED_AT = 1_280
"""Pixels of the longest side in which is searched: beyond, time grows and little more is found."""
SMALLEST_FACE = 24
SMALLEST_PLATE = (36, 12)
STEP = 1.12
NEIGHBOURS = 4
GENEROUS = 0.3
"""Of its width, on every side: hair and ears tell who it is too."""
MOSAIC = 6
"""A covered box keeps so many tones in its longest direction and no more: nobody can count back."""
Pixels = Any  # a numpy array of uint8; numpy's own types tell no shapes


class Box(NamedTuple):
    """In pixels."""

    left: int
    top: int
    width: int
    height: int


class Covered(NamedTuple):
    """How many boxes were covered, which is not how many faces there are."""

    faces: int
    plates: int


def blur(pixels: Pixels) -> Covered:
    """Cover every face and plate that is found in `pixels` (RGB, changed in place)."""
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / LOOKED_AT)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if scale > 1:
        grey = cv2.resize(grey, (max(1, int(width / scale)), max(1, int(height / scale))), interpolation=cv2.INTER_AREA)
    faces, plates = find_faces(grey), find_plates(grey)
    for box in (*faces, *plates):
        cover(pixels, grown(box, scale))
    return Covered(len(faces), len(plates))


def find_faces(grey: Pixels) -> list[Box]:
    """Seen from the front, from the left and, in the mirror, from the right."""
    size = (SMALLEST_FACE, SMALLEST_FACE)
    found = _detect("haarcascade_frontalface_alt2.xml", grey, size)
    found += _detect("haarcascade_frontalface_default.xml", grey, size)
    found += _detect("haarcascade_profileface.xml", grey, size)
    mirrored = _detect("haarcascade_profileface.xml", cv2.flip(grey, 1), size)
    found += [Box(grey.shape[1] - box.left - box.width, *box[1:]) for box in mirrored]
    return found


def find_plates(grey: Pixels) -> list[Box]:
    return _detect("haarcascade_russian_plate_number.xml", grey, SMALLEST_PLATE)


def grown(box: Box, scale: float) -> Box:
    """The box in the coordinates of the whole picture, wider by `GENEROUS` on every side."""
    more_x, more_y = box.width * GENEROUS, box.height * GENEROUS
    return Box(
        int((box.left - more_x) * scale),
        int((box.top - more_y) * scale),
        int((box.width + 2 * more_x) * scale) + 1,
        int((box.height + 2 * more_y) * scale) + 1,
    )


def cover(pixels: Pixels, box: Box) -> None:
    """Average the box into a few tones, then soften them; what lies outside of the picture is left out."""
    left, top = max(0, box.left), max(0, box.top)
    part = pixels[top : max(top, box.top + box.height), left : max(left, box.left + box.width)]
    height, width = part.shape[:2]
    if not height or not width:
        return
    block = max(height, width) / MOSAIC
    tones = (max(1, round(width / block)), max(1, round(height / block)))
    coarse = cv2.resize(part, tones, interpolation=cv2.INTER_AREA)
    blocks = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    part[:] = cv2.GaussianBlur(blocks, (0, 0), max(1.0, block / 3))


def picture_hash(pixels: Pixels) -> int:
    """64 signed bits of what the picture looks like: the low frequencies of 32×32 greys (pHash, Zauner 2010)."""
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    low = cv2.dct(grey.astype(np.float32))[:8, :8].flatten()
    bits = low > np.median(low[1:])
    number = int("".join("1" if bit else "0" for bit in bits), 2)
    return number - (1 << 64) if number >> 63 else number


def hash_distance(one: int, other: int) -> int:
    """In how many of 64 bits two pictures differ."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


@cache
def _cascade(name: str) -> Any:
    cv2.setNumThreads(1)  # one core for photos; the rest is for people who wait
    folder: str = cv2.data.haarcascades  # pyright: ignore[reportAttributeAccessIssue] - not in its types
    return cv2.CascadeClassifier(folder + name)


def _detect(name: str, grey: Pixels, size: tuple[int, int]) -> list[Box]:
    found = _cascade(name).detectMultiScale(grey, scaleFactor=STEP, minNeighbors=NEIGHBOURS, minSize=size)
    return [Box(*(int(number) for number in each)) for each in found]
