"""The public copy of a photo: upright, at most 2,048 pixels wide or high, without any metadata."""

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2_048
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
        with warnings.catch_warnings(), Image.open(io.BytesIO(original)) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(f"{picture.width}×{picture.height} pixels are too many")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        if isinstance(error, PictureRefused):
            raise
        raise PictureRefused("the file is damaged or no picture") from error
    out = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=QUALITY, optimize=True)
    return PublicPicture(out.getvalue(), *upright.size)
