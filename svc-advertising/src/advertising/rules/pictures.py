"""Bytes become pixels, or are refused: nothing else comes of strangers' files."""

import io
import warnings
from typing import TYPE_CHECKING

from advertising.rules.engines import Pixels, cv2, np
from hueioc.engines import on_first_use

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image, ImageOps = on_first_use("PIL.Image"), on_first_use("PIL.ImageOps")

FORMATS = ("JPEG", "PNG", "WEBP")
"""What we decode; others, such as EPS, would start programs."""
LARGEST = 8 << 20
LONGEST_SIDE = 2_048
SHORTEST_SIDE = 64
MOST_PIXELS = 40_000_000
QUALITY = 88


class Refused(ValueError):
    """The bytes are no picture that can be judged; `args[0]` says why: damaged, too-many-pixels or too-few-pixels."""


def pixels_of(raw: bytes) -> Pixels:
    """BGR, upright, at most `LONGEST_SIDE` on its longer side; raises `Refused`."""
    try:
        return _decoded(raw)
    except Refused:
        raise
    except Exception as error:  # fed with strangers' bytes, a decoder may raise anything
        raise Refused("damaged") from error


def _decoded(raw: bytes) -> Pixels:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged metadata, which is thrown away, and of sizes, refused below
        with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too-many-pixels")
            if min(picture.size) < SHORTEST_SIDE:
                raise Refused("too-few-pixels")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if min(upright.size) < SHORTEST_SIDE:
                raise Refused("too-few-pixels")
            return cv2.cvtColor(np.asarray(upright), cv2.COLOR_RGB2BGR)


def jpeg_of(picture: Pixels) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
