"""Public pictures: faces, number plates and moving persons are covered. Detectors miss some: it is never complete.

Haar cascades of the wheel of OpenCV 4 for faces and plates; for persons every moving box that is higher than wide.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from camera.rules.detector import upright
from camera.rules.tracker import Box

WIDEST = 960
SMALLEST_FACE, SMALLEST_PLATE = (20, 20), (30, 10)
STEP, NEIGHBOURS = 1.12, 4
GENEROUS = 0.25
"""Of its width, on every side."""
MOSAIC = 6
"""Tones that a covered box keeps in its longer direction: nobody can count back."""
JPEG_QUALITY = 85
FACES = ("haarcascade_frontalface_alt2.xml", "haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")
Pixels = Any  # a numpy array of uint8, BGR


def public_picture(pixels: Pixels, moving: Sequence[Box], scale: float) -> bytes:
    """A JPEG at most WIDEST wide. `moving` in the analysed picture, which is `scale` times smaller than `pixels`."""
    import cv2

    height, width = pixels.shape[:2]
    if width > WIDEST:
        scale *= WIDEST / width
        pixels = cv2.resize(pixels, (WIDEST, round(height * WIDEST / width)), interpolation=cv2.INTER_AREA)
    else:
        pixels = pixels.copy()
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    found = [Box(*(part * scale for part in box)) for box in moving if upright(box)]
    found += _detect("haarcascade_russian_plate_number.xml", grey, SMALLEST_PLATE)
    for name in FACES:
        found += _detect(name, grey, SMALLEST_FACE)
    for box in found:
        cover(pixels, box)
    return jpeg(pixels)


def cover(pixels: Pixels, box: Box) -> None:
    """Average the box, grown a little, into a few tones; what lies outside of the picture is left out."""
    import cv2

    more_x, more_y = box.width * GENEROUS, box.height * GENEROUS
    left, top = max(0, int(box.x - more_x)), max(0, int(box.y - more_y))
    right, bottom = int(box.x + box.width + more_x) + 1, int(box.y + box.height + more_y) + 1
    part = pixels[top : max(top, bottom), left : max(left, right)]
    height, width = part.shape[:2]
    if not height or not width:
        return
    block = max(height, width) / MOSAIC
    tones = (max(1, round(width / block)), max(1, round(height / block)))
    coarse = cv2.resize(part, tones, interpolation=cv2.INTER_AREA)
    blocks = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    part[:] = cv2.GaussianBlur(blocks, (0, 0), max(1.0, block / 3))


def jpeg(pixels: Pixels) -> bytes:
    import cv2

    is_made, made = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not is_made:
        raise ValueError("the picture cannot be written as JPEG")
    return made.tobytes()


@cache
def _cascade(name: str) -> Any:
    import cv2

    folder: str = cv2.data.haarcascades  # pyright: ignore[reportAttributeAccessIssue] - not in its types
    return cv2.CascadeClassifier(folder + name)


def _detect(name: str, grey: Pixels, size: tuple[int, int]) -> list[Box]:
    found = _cascade(name).detectMultiScale(grey, scaleFactor=STEP, minNeighbors=NEIGHBOURS, minSize=size)
    return [Box(*(float(number) for number in each)) for each in found]
