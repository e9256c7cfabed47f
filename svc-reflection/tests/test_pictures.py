"""The public copy of a photo."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reflection.rules.pictures import LONGEST_SIDE, MOST_PIXELS, PictureRefused, public_copy

RED, BLUE = (255, 0, 0), (0, 0, 255)
GPS_IFD, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photo(size=(40, 20), kind="JPEG", **options):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation=1):
    found = Image.Exif()
    found[ORIENTATION], found[MAKER] = orientation, "Máy ảnh của tôi"
    found.get_ifd(GPS_IFD)[2] = (16.0, 28.0, 11.0)
    return found.tobytes()


def opened(jpeg):
    return Image.open(io.BytesIO(jpeg))


def nearest(colour):
    return min((RED, BLUE), key=lambda known: sum(abs(a - b) for a, b in zip(known, colour, strict=True)))


def test_the_copy_has_no_metadata():
    made = public_copy(photo(exif=exif(), comment=b"nha toi", dpi=(72, 72)))
    assert not opened(made.jpeg).getexif()
    assert b"Exif" not in made.jpeg
    assert b"nha toi" not in made.jpeg


def test_the_copy_of_a_png_has_no_text_chunk():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Nguyen Van A")
    assert b"Nguyen" not in public_copy(photo(kind="PNG", pnginfo=info)).jpeg


@pytest.mark.parametrize(
    ("orientation", "size", "at_the_top_left"),
    [(1, (40, 20), RED), (3, (40, 20), BLUE), (6, (20, 40), RED), (8, (20, 40), BLUE)],
)
def test_the_copy_stands_upright(orientation, size, at_the_top_left):
    made = public_copy(photo(exif=exif(orientation)))
    assert (made.width, made.height) == size
    assert nearest(opened(made.jpeg).getpixel((2, 2))) == at_the_top_left


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_becomes_a_jpeg(kind):
    assert opened(public_copy(photo(kind=kind)).jpeg).format == "JPEG"


def test_a_large_photo_is_made_smaller_in_proportion():
    made = public_copy(photo(size=(4 * LONGEST_SIDE, 2 * LONGEST_SIDE)))
    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_transparent_picture_is_accepted():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 255, 0, 0)).save(out, "PNG")
    assert public_copy(out.getvalue()).width == 20


def test_a_decompression_bomb_is_refused_before_it_is_decoded():
    out = io.BytesIO()
    Image.new("1", (20_000, MOST_PIXELS // 20_000 + 1)).save(out, "PNG")
    with pytest.raises(PictureRefused, match="too many"):
        public_copy(out.getvalue())


def test_a_picture_beyond_the_decoders_own_limit_is_refused_too():
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    with pytest.raises(PictureRefused):
        public_copy(out.getvalue())


def test_a_single_pixel_is_refused():
    with pytest.raises(PictureRefused, match="1×1 pixels show nothing"):
        public_copy(photo(size=(1, 1)))


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "EPS", "ICO", "PDF"])
def test_a_kind_that_is_not_taken_in_is_refused(kind):
    with pytest.raises(PictureRefused, match="no picture"):
        public_copy(photo(kind=kind))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>", b"PK\x03\x04" + b"\0" * 50],
)
def test_what_only_calls_itself_a_picture_is_refused(content):
    with pytest.raises(PictureRefused, match="damaged or no picture"):
        public_copy(content)


def test_half_a_photo_is_refused():
    whole = photo(size=(200, 200), kind="PNG")
    with pytest.raises(PictureRefused):
        public_copy(whole[: len(whole) // 2])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_refused_and_never_anything_else(data):
    content = bytearray(photo(kind=data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"])), exif=exif(6)))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = public_copy(bytes(content))
    except PictureRefused:
        return
    assert opened(made.jpeg).size == (made.width, made.height)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_the_picture_is_not_copied(kind):
    assert b"<script>" not in public_copy(photo(kind=kind) + b"<script>alert(1)</script>").jpeg
