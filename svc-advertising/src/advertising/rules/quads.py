"""The four corners of a screen in a camera's picture. Pure arithmetic."""

from collections.abc import Sequence
from itertools import pairwise

CORNERS = 4
SMALLEST = 0.0008
"""Part of the picture's area: some 60×32 pixels of 1920×1080. Below, nobody could read what is shown."""

Corner = tuple[float, float]
Quad = tuple[Corner, Corner, Corner, Corner]
"""Upper left, upper right, lower right, lower left, as parts of the picture's width and height."""


class BadQuad(ValueError):
    """Why four corners show no screen; `args[0]` is one of the codes in `PROBLEMS`."""


PROBLEMS = ("four-corners", "outside", "not-convex", "too-small")


def quad_of(corners: object) -> Quad:
    """Corners as they came from outside; raises `BadQuad`."""
    if not isinstance(corners, (list, tuple)) or len(corners) != CORNERS:  # pyright: ignore[reportUnknownArgumentType]
        raise BadQuad("four-corners")
    found = tuple(_corner(each) for each in corners)  # pyright: ignore[reportUnknownVariableType]
    if any(not 0 <= part <= 1 for corner in found for part in corner):
        raise BadQuad("outside")
    turns = [_turn(*three) for three in zip(found, _from(found, 1), _from(found, 2), strict=True)]
    if not all(turn > 0 for turn in turns):
        raise BadQuad("not-convex")
    if area(found) < SMALLEST:
        raise BadQuad("too-small")
    return found[0], found[1], found[2], found[3]


def area(corners: Sequence[Corner]) -> float:
    """Part of the picture; positive when the corners go clockwise as people see them."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*corners, corners[0]])) / 2


def _corner(each: object) -> Corner:
    if not isinstance(each, (list, tuple)) or len(each) != 2:  # noqa: PLR2004 - x and y  # pyright: ignore[reportUnknownArgumentType]
        raise BadQuad("four-corners")
    parts: list[object] = list(each)  # pyright: ignore[reportUnknownArgumentType]
    if any(isinstance(part, bool) or not isinstance(part, (int, float)) for part in parts):
        raise BadQuad("four-corners")
    x, y = parts
    assert isinstance(x, (int, float))  # noqa: S101 - just looked at
    assert isinstance(y, (int, float))  # noqa: S101 - as above
    if abs(x) > 1 or abs(y) > 1:  # also what is too large for a float
        raise BadQuad("outside")
    return float(x), float(y)


def _from(corners: Sequence[Corner], place: int) -> list[Corner]:
    return [*corners[place:], *corners[:place]]


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
