"""The public copy of a photo."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from pillow_heif import register_heif_opener

from reflection.rules.blurring import hash_distance
from reflection.rules.media import REFUSALS, Refusal, Refused
from reflection.rules.pictures import LONGEST_SIDE, MOST_PIXELS, Rectangle, public_copy

RED, BLUE = (255, 0, 0), (0, 0, 255)
GPS_IFD, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


register_heif_opener(thumbnails=False)


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF"])
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
    with pytest.raises(Refused, match="too_many_pixels"):
        public_copy(out.getvalue())


def test_a_picture_beyond_the_decoders_own_limit_is_refused_too():
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    with pytest.raises(Refused):
        public_copy(out.getvalue())


def test_a_single_pixel_is_refused():
    with pytest.raises(Refused, match="too_few_pixels"):
        public_copy(photo(size=(1, 1)))


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "EPS", "ICO", "PDF"])
def test_a_kind_that_is_not_taken_in_is_refused(kind):
    with pytest.raises(Refused, match="damaged"):
        public_copy(photo(kind=kind))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>", b"PK\x03\x04" + b"\0" * 50],
)
def test_what_only_calls_itself_a_picture_is_refused(content):
    with pytest.raises(Refused, match="damaged"):
        public_copy(content)


def test_half_a_photo_is_refused():
    whole = photo(size=(200, 200), kind="PNG")
    with pytest.raises(Refused):
        public_copy(whole[: len(whole) // 2])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_refused_and_never_anything_else(data):
    content = bytearray(photo(kind=data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"])), exif=exif(6)))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = public_copy(bytes(content))
    except Refused:
        return
    assert opened(made.jpeg).size == (made.width, made.height)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_the_picture_is_not_copied(kind):
    assert b"<script>" not in public_copy(photo(kind=kind) + b"<script>alert(1)</script>").jpeg


def astronaut():
    """A portrait of NASA that comes with scikit-image: Eileen Collins, public domain."""
    import skimage

    return Image.open(Path(skimage.__file__).parent / "data" / "astronaut.png").convert("RGB")


FACE = (180, 70, 270, 160)


def as_png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def detail(picture, box):
    """How much neighbouring pixels differ: a face has much, a mosaic next to nothing."""
    grey = np.asarray(picture.crop(box).convert("L"), dtype=float)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


def test_a_face_is_covered_and_what_stands_beside_it_is_not():
    before, made = astronaut(), public_copy(as_png(astronaut()))
    after = opened(made.jpeg)
    assert made.covered.faces >= 1
    assert detail(after, FACE) < detail(before, FACE) / 4
    assert detail(after, (300, 300, 500, 500)) > detail(before, (300, 300, 500, 500)) / 2


def test_a_face_cannot_be_counted_back_from_its_mosaic():
    after = opened(public_copy(as_png(astronaut())).jpeg)
    tones = {tuple(int(part) // 16 for part in after.getpixel((x, y))) for x in range(190, 260) for y in range(80, 150)}
    assert len(tones) < 60


def test_a_face_in_a_large_photo_is_found_too():
    wide = Image.new("RGB", (2_400, 1_600), (90, 120, 90))
    wide.paste(astronaut(), (1_000, 500))
    assert public_copy(as_png(wide)).covered.faces >= 1


def test_a_number_plate_is_covered():
    street = Image.new("RGB", (800, 600), (60, 60, 70))
    draw = ImageDraw.Draw(street)
    draw.rectangle((300, 300, 520, 350), fill="white", outline="black", width=3)
    draw.text((310, 305), "75A-123.45", fill="black", font=ImageFont.load_default(38))
    made = public_copy(as_png(street))
    assert made.covered.plates == 1
    assert detail(opened(made.jpeg), (310, 305, 510, 345)) < detail(street, (310, 305, 510, 345)) / 4


def test_a_landscape_without_faces_keeps_its_detail():
    import skimage

    folder = Path(skimage.__file__).parent / "data"
    before = Image.open(folder / "gravel.png").convert("RGB")
    made = public_copy((folder / "gravel.png").read_bytes())
    assert detail(opened(made.jpeg), (50, 50, 450, 450)) > detail(before, (50, 50, 450, 450)) / 2


def test_what_people_mark_is_covered_where_they_marked_it():
    made = public_copy(as_png(astronaut()), [Rectangle(0.6, 0.6, 0.3, 0.3)])
    assert detail(opened(made.jpeg), (320, 320, 450, 450)) < 4
    assert detail(opened(made.jpeg), (20, 320, 150, 450)) > 8


@pytest.mark.parametrize("size", [(4_000, 2), (2, 4_000), (2, 2)])
def test_a_picture_as_thin_as_a_hair_is_copied(size):
    assert max(public_copy(photo(size=size)).jpeg[:2]) == 0xFF


@pytest.mark.parametrize("part", [(0, 0, 1, 1), (0.999, 0.999, 0.001, 0.001), (0, 0.5, 0.0001, 0.5)])
def test_a_rectangle_at_the_edge_is_covered(part):
    assert public_copy(photo(), [Rectangle(*part)]).width == 40


def test_the_same_photo_made_smaller_still_looks_the_same():
    whole, small = astronaut(), astronaut().resize((200, 200))
    hashes = [public_copy(as_png(each)).picture_hash for each in (whole, small)]
    assert hash_distance(*hashes) <= 6


def test_another_photo_looks_different():
    import skimage

    other = (Path(skimage.__file__).parent / "data" / "coffee.png").read_bytes()
    assert hash_distance(public_copy(as_png(astronaut())).picture_hash, public_copy(other).picture_hash) > 12


def test_every_refusal_says_what_to_do_in_both_languages():
    assert REFUSALS.keys() == set(Refusal)
    assert all(text.vi and text.en and text.vi != text.en for text in REFUSALS.values())
