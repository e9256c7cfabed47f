"""The printed card as PDF: two pages of ID-1 (ISO/IEC 7810), 85.60 × 53.98 mm, front and back."""

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cards.rules import codes
from hueioc.engines import on_first_use

if TYPE_CHECKING:
    import font_roboto
    from reportlab.lib import utils as pictures
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.pdfgen import canvas
else:
    font_roboto = on_first_use("font_roboto")
    pictures = on_first_use("reportlab.lib.utils")
    pdfmetrics = on_first_use("reportlab.pdfbase.pdfmetrics")
    ttfonts = on_first_use("reportlab.pdfbase.ttfonts")
    canvas = on_first_use("reportlab.pdfgen.canvas")

MM = 72 / 25.4
WIDTH, HEIGHT = 85.60, 53.98
PLAIN, BOLD = "Roboto", "Roboto-Bold"
EDGE = 3.0
PHOTO = (18.0, 24.0)
_BLUE = (0.07, 0.24, 0.45)
_BLACK = (0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Print:
    """What stands on a printed card, beside its codes."""

    number: str
    full_name: str
    position: str
    agency: str
    kind: str
    valid: str
    photo: bytes
    front: str
    back: str
    url: str


def pdf(card: Print) -> bytes:
    out = io.BytesIO()
    _register_fonts()
    page = canvas.Canvas(out, pagesize=(WIDTH * MM, HEIGHT * MM), pageCompression=1)
    page.setTitle(f"{card.number} {card.full_name}")
    _front(page, card)
    page.showPage()
    _back(page, card)
    page.save()
    return out.getvalue()


@cache
def _register_fonts() -> None:
    pdfmetrics.registerFont(ttfonts.TTFont(PLAIN, font_roboto.font_files["Roboto"]))
    pdfmetrics.registerFont(ttfonts.TTFont(BOLD, font_roboto.font_files["RobotoBold"]))


def _front(page: Any, card: Print) -> None:
    page.setFillColorRGB(*_BLUE)
    page.rect(0, (HEIGHT - 9) * MM, WIDTH * MM, 9 * MM, stroke=0, fill=1)
    page.setFillColorRGB(1, 1, 1)
    _line(page, card.kind.upper(), (EDGE, HEIGHT - 6.2), (BOLD, 9), WIDTH - 2 * EDGE)
    page.setFillColorRGB(*_BLACK)
    side = codes.side_mm(card.front)
    _code(page, card.front, WIDTH - side - 1, 1)
    photo = pictures.ImageReader(io.BytesIO(card.photo))
    page.drawImage(photo, EDGE * MM, (HEIGHT - 12 - PHOTO[1]) * MM, PHOTO[0] * MM, PHOTO[1] * MM)
    left = EDGE + PHOTO[0] + 3
    top = HEIGHT - 15
    top = _lines(page, card.full_name, (left, top), (BOLD, 10), WIDTH - left - EDGE)
    top = _lines(page, card.position, (left, top), (PLAIN, 7.5), WIDTH - left - EDGE)
    _lines(page, card.agency, (left, min(top, HEIGHT - 24)), (PLAIN, 6.5), WIDTH - side - left - 2)
    _line(page, card.number, (EDGE, 9), (BOLD, 7), WIDTH - side - EDGE - 2)
    _line(page, card.valid, (EDGE, 5), (PLAIN, 6), WIDTH - side - EDGE - 2)


def _back(page: Any, card: Print) -> None:
    _code(page, card.back, 1, (HEIGHT - codes.side_mm(card.back)) / 2)
    small = codes.side_mm(card.url)
    left = codes.side_mm(card.back) + 3
    _code(page, card.url, left, HEIGHT - small - EDGE)
    words = "Quét mã nhỏ bằng máy ảnh, hoặc mã lớn bằng Hue-S, để kiểm tra thẻ."
    top = _lines(page, words, (left, HEIGHT - small - EDGE - 3), (PLAIN, 5.5), WIDTH - left - EDGE)
    words = "Scan the small code with a camera, or the large one with Hue-S, to check the card."
    top = _lines(page, words, (left, top - 0.5), (PLAIN, 5.5), WIDTH - left - EDGE)
    _lines(page, card.url, (left, top - 0.5), (PLAIN, 4.5), WIDTH - left - EDGE)


def _code(page: Any, text: str, left: float, bottom: float) -> None:
    """Each run of dark modules is one rectangle, so that a viewer draws no hairlines between them."""
    modules = codes.rows(text)
    side, start = codes.MODULE_MM * MM, codes.QUIET * codes.MODULE_MM
    left, bottom = (round(place / codes.DOT_MM) * codes.DOT_MM for place in (left, bottom))
    path = page.beginPath()
    for number, row in enumerate(reversed(modules)):
        y = (bottom + start) * MM + number * side
        begin = 0
        for place, dark in enumerate([*row, False]):
            if not dark:
                if place > begin:
                    path.rect((left + start) * MM + begin * side, y, (place - begin) * side, side)
                begin = place + 1
    page.drawPath(path, stroke=0, fill=1)


def _line(page: Any, text: str, at: tuple[float, float], font: tuple[str, float], width: float) -> None:
    """One line, set smaller when it does not fit."""
    name, size = font
    wide = pdfmetrics.stringWidth(text, name, size)
    page.setFont(name, min(size, size * width * MM / wide) if wide else size)
    page.drawString(at[0] * MM, at[1] * MM, text)


def _lines(page: Any, text: str, at: tuple[float, float], font: tuple[str, float], width: float) -> float:
    """As many lines as it takes, broken between words; answers with where the next one stands (mm)."""
    name, size = font
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pdfmetrics.stringWidth(longer, name, size) <= width * MM or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    top = at[1]
    for each in lines:
        _line(page, each, (at[0], top), font, width)
        top -= size * 1.25 / MM
    return top
