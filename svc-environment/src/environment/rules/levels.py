"""Flood alarm levels with hysteresis, and the bulletin's sentence. Metres above the gauge's zero."""

from collections.abc import Sequence
from dataclasses import dataclass

NAMES = ("", "I", "II", "III", "IV", "V")
EQUAL_M = 0.005
"""A bulletin speaks in centimetres: what is nearer than half of one is 'at' the level."""


@dataclass(frozen=True)
class Nearest:
    """The alarm level next to a water level, and the signed distance to it in metres."""

    number: int
    distance_m: float


def level_of(value: float, levels: Sequence[float], current: int, hysteresis_m: float) -> int:
    """The number of the highest level reached; a level that holds is left only `hysteresis_m` below it.

    `levels` rise; `current` is the number that held before (0: none).
    """
    reached = sum(value >= level for level in levels)
    held = (
        number for number in range(min(current, len(levels)), reached, -1) if value >= levels[number - 1] - hysteresis_m
    )
    return next(held, reached)


def nearest(value: float, levels: Sequence[float]) -> Nearest | None:
    if not levels:
        return None
    number = min(range(len(levels)), key=lambda place: (abs(value - levels[place]), place))
    return Nearest(number + 1, round(value - levels[number], 2))


def sentence(gauge: tuple[str, str], river: tuple[str, str], value: float, near: Nearest) -> tuple[str, str]:
    """How bulletins say it: `trên BĐ2 là 0,56m`, `bằng BĐ3`. Vietnamese, English."""
    name = NAMES[near.number]
    metres, away = f"{value:.2f}", f"{abs(near.distance_m):.2f}"
    if abs(near.distance_m) < EQUAL_M:
        place_vi, place_en = f"bằng BĐ{near.number}", f"at alarm level {name}"
    elif near.distance_m > 0:
        place_vi, place_en = f"trên BĐ{near.number} là {_comma(away)}m", f"{away} m above alarm level {name}"
    else:
        place_vi, place_en = f"dưới BĐ{near.number} là {_comma(away)}m", f"{away} m below alarm level {name}"
    return (
        f"Mực nước trên {river[0]} tại {gauge[0]}: {_comma(metres)}m, {place_vi}",
        f"Water level of the {river[1]} at {gauge[1]}: {metres} m, {place_en}",
    )


def _comma(number: str) -> str:
    return number.replace(".", ",")
