"""Photos as citizens send them, drawn: a street with something wrong on it."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
GRAIN = 26


def photo(kind: str, seed: int) -> bytes:
    """JPEG. `kind`: pothole, garbage, drainage, street-light; anything else is the place put right."""
    chance = random.Random(seed)
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    is_night = kind == "street-light"
    _scene(draw, chance, (22, 24, 52) if is_night else (156, 192, 222))
    match kind:
        case "pothole":
            draw.ellipse((330, 480, 660, 610), fill=(36, 36, 38))
            draw.ellipse((370, 500, 620, 590), fill=(22, 22, 24))
        case "garbage":
            for _ in range(110):
                x, y = chance.randint(240, 700), chance.randint(440, 640)
                colour = tuple(chance.randint(30, 230) for _ in range(3))
                draw.ellipse((x, y, x + chance.randint(20, 70), y + chance.randint(16, 54)), fill=colour)
        case "drainage":
            draw.rectangle((0, 470, *SIZE), fill=(98, 120, 126))
            for _ in range(50):
                x, y = chance.randint(0, SIZE[0]), chance.randint(480, SIZE[1])
                draw.line((x, y, x + 110, y), fill=(142, 166, 172), width=3)
        case "street-light":
            draw.rectangle((470, 90, 482, 560), fill=(42, 44, 52))
            draw.polygon(((440, 90), (560, 90), (552, 116), (448, 116)), fill=(58, 60, 68))
        case _:
            draw.rectangle((330, 500, 660, 600), fill=(64, 66, 70))
    grain = Image.effect_noise(SIZE, GRAIN).convert("RGB")
    out = io.BytesIO()
    Image.blend(picture.filter(ImageFilter.GaussianBlur(1.2)), grain, 0.12).save(out, "JPEG", quality=86)
    return out.getvalue()


def _scene(draw: ImageDraw.ImageDraw, chance: random.Random, sky: tuple[int, int, int]) -> None:
    draw.rectangle((0, 0, *SIZE), fill=sky)
    for number in range(12):
        top = 240 - chance.randint(0, 110)
        colour = tuple(chance.randint(60, 170) for _ in range(3))
        draw.rectangle((number * 84, top, number * 84 + 76, 430), fill=colour)
    draw.polygon(((0, 430), (SIZE[0], 400), SIZE, (0, SIZE[1])), fill=(74, 76, 80))


def portrait(seed: int) -> bytes:
    """JPEG: an official before a plain wall, 600 × 800."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (600, 800), (206, 214, 222))
    draw = ImageDraw.Draw(picture)
    skin = (chance.randint(205, 230), chance.randint(165, 190), chance.randint(130, 155))
    draw.ellipse((60, 560, 540, 1040), fill=(chance.randint(20, 70), chance.randint(40, 90), chance.randint(80, 140)))
    draw.rectangle((255, 480, 345, 600), fill=skin)
    draw.ellipse((165, 150, 435, 540), fill=skin)
    draw.pieslice((150, 120, 450, 460), 180, 360, fill=(28, 24, 24))
    for left in (230, 330):
        draw.ellipse((left, 320, left + 40, 345), fill=(30, 26, 26))
    draw.arc((240, 390, 360, 470), 20, 160, fill=(150, 60, 60), width=8)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.5)).save(out, "JPEG", quality=88)
    return out.getvalue()
