"""The public copy of a photo: upright, at most 2,048 pixels wide or high, no metadata, faces and plates covered."""

import io
import warnings
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hueioc.engines import on_first_use
from reflection.rules import blurring
from reflection.rules.media import Refusal, Refused

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image, ImageOps = on_first_use("PIL.Image"), on_first_use("PIL.ImageOps")

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
"""What we decode; others, such as EPS, would start programs."""
LONGEST_SIDE = 2_048
SHORTEST_SIDE = 2
"""A single pixel shows nothing and serves to track."""
MOST_PIXELS = 60_000_000
QUALITY = 82


class Rectangle(NamedTuple):
    """Parts of the upright picture, 0 to 1."""

    left: float
    top: float
    width: float
    height: float


class PublicPicture(NamedTuple):
    """JPEG bytes, size in pixels, how much was covered by detectors, and what it looks like."""

    jpeg: bytes
    width: int
    height: int
    covered: blurring.Covered
    picture_hash: int


def public_copy(original: bytes, rectangles: Sequence[Rectangle] = ()) -> PublicPicture:
    """Decode, turn by EXIF orientation, shrink, cover, and write anew without EXIF, GPS, thumbnails or comments."""
    _heif()
    try:
        return covered_copy(np.array(_upright(original)), rectangles)
    except Refused:
        raise
    except Exception as error:  # fed with strangers' bytes, a decoder or a detector may raise anything
        raise Refused(Refusal.DAMAGED) from error


def covered_copy(pixels: blurring.Pixels, rectangles: Sequence[Rectangle] = ()) -> PublicPicture:
    """The JPEG of RGB pixels after covering what detectors and people have found."""
    looks_like = blurring.picture_hash(pixels)
    covered = blurring.blur(pixels)
    height, width = pixels.shape[:2]
    for each in rectangles:
        blurring.cover(pixels, in_pixels(each, width, height))
    out = io.BytesIO()
    Image.fromarray(pixels, "RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return PublicPicture(out.getvalue(), width, height, covered, looks_like)


def in_pixels(part: Rectangle, width: int, height: int) -> blurring.Box:
    """Rounded outwards."""
    left, top = int(part.left * width), int(part.top * height)
    right, bottom = int((part.left + part.width) * width) + 1, int((part.top + part.height) * height) + 1
    return blurring.Box(left, top, right - left, bottom - top)


@cache
def _heif() -> None:
    """HEIC of iPhones; a native library, loaded at the first photo."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _upright(original: bytes) -> "Image.Image":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged metadata, which is thrown away, and of sizes, refused below
        with Image.open(io.BytesIO(original), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(Refusal.TOO_MANY_PIXELS)
            if min(picture.size) < SHORTEST_SIDE:
                raise Refused(Refusal.TOO_FEW_PIXELS)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return upright
