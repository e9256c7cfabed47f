"""The public copy of a photo: upright, at most 2,048 pixels wide or high, without any metadata."""

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""What we decode; others, such as EPS, would start programs."""
LONGEST_SIDE = 2_048
SHORTEST_SIDE = 2
"""A single pixel shows nothing and serves to track."""
MOST_PIXELS = 60_000_000
QUALITY = 82


class PictureRefused(ValueError):
    """The bytes are no picture we can show; the message is for the operator."""


class PublicPicture(NamedTuple):
    """JPEG bytes and size in pixels."""

    jpeg: bytes
    width: int
    height: int


def public_copy(original: bytes) -> PublicPicture:
    """Decode, turn by EXIF orientation, shrink, and write anew without EXIF, GPS, thumbnails or comments."""
    try:
        upright = _upright(original)
    except PictureRefused:
        raise
    except Exception as error:  # fed with strangers' bytes, a decoder may raise anything
        raise PictureRefused("the file is damaged or no picture") from error
    out = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=QUALITY, optimize=True)
    return PublicPicture(out.getvalue(), *upright.size)


def _upright(original: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged metadata, which is thrown away, and of sizes, refused below
        with Image.open(io.BytesIO(original), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(f"{picture.width}×{picture.height} pixels are too many")
            if min(picture.size) < SHORTEST_SIDE:
                raise PictureRefused(f"{picture.width}×{picture.height} pixels show nothing")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return upright
