"""QR codes of a card (ISO/IEC 18004): level M, four modules of quiet around, in the densest mode that fits."""

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hueioc.engines import on_first_use

if TYPE_CHECKING:
    import segno
else:
    segno = on_first_use("segno")

QUIET = 4
DOT_MM = 25.4 / 300
"""Of the coarsest printer of cards."""
MODULE_MM = 4 * DOT_MM
"""0.339 mm: whole dots, and not below the 0.33 that a telephone reads from a printed card (domain reference, C2)."""


@lru_cache(maxsize=64)
def code(text: str) -> "segno.QRCode":
    """Kept, because drawing a large code takes tens of milliseconds."""
    return segno.make(text, error="m", boost_error=False, micro=False)


def side_mm(text: str) -> float:
    """The printed side, quiet zone and all, at the smallest module."""
    return (code(text).symbol_size(border=0)[0] + 2 * QUIET) * MODULE_MM


def rows(text: str) -> list[list[bool]]:
    """The modules without the quiet zone, from the top; True is dark."""
    return [[bool(module) for module in row] for row in code(text).matrix]


def png(text: str, scale: int = 8) -> bytes:
    return _saved(text, kind="png", scale=scale)


def svg(text: str) -> bytes:
    """Measured in millimetres, so that it prints at the smallest module."""
    return _saved(text, kind="svg", scale=MODULE_MM, unit="mm", svgversion=1.1)


def _saved(text: str, **how: Any) -> bytes:
    out = io.BytesIO()
    code(text).save(out, border=QUIET, **how)
    return out.getvalue()
