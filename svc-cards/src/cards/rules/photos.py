"""The photo of an official: upright, three by four, without what a camera writes beside it; and the few bytes of it
that fit into the code on the back."""

import io
from typing import TYPE_CHECKING

from hueioc.engines import on_first_use

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image, ImageOps = on_first_use("PIL.Image"), on_first_use("PIL.ImageOps")

LARGEST = 8 << 20
FORMATS = ("JPEG", "PNG", "WEBP")
SHOWN = (360, 480)
IN_CODE = (48, 64)
SMALLEST_SIDE = 120
MOST_PIXELS = 40_000_000
_QUALITIES = tuple(range(80, -1, -10))


class BadPhoto(ValueError):
    """No whole JPEG, PNG or WebP of a size that can be used."""


def shown(raw: bytes) -> bytes:
    """The middle of the photo as WebP of 360 × 480, without metadata; raises `BadPhoto`."""
    return _webp(ImageOps.fit(_read(raw).convert("RGB"), SHOWN), 85)


def in_code(raw: bytes, most: int) -> bytes:
    """Grey, 48 × 64, WebP of at most `most` bytes, as good as that allows; raises `BadPhoto`."""
    small = ImageOps.autocontrast(ImageOps.fit(_read(raw).convert("L"), IN_CODE), cutoff=1)
    found = next((packed for quality in _QUALITIES if len(packed := _webp(small, quality)) <= most), None)
    if found is None:
        raise BadPhoto
    return found


def _read(raw: bytes) -> "Image.Image":
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
            if min(picture.size) < SMALLEST_SIDE or picture.width * picture.height > MOST_PIXELS:
                raise BadPhoto
            return ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for strangers' bytes
        raise BadPhoto from error


def _webp(picture: "Image.Image", quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=6)
    return out.getvalue()
