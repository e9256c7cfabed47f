"""The hourly VN_AQI of Decision 1459/QĐ-TCMT of 12 November 2019, explaining itself."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from environment.states import Method

NOWCAST_HOURS = 12
RECENT_HOURS = 3
RECENT_NEEDED = 2
HALF = 0.5
DUST = ("PM10", "PM2.5")
"""Parameters of which at least one is required, and which use the NowCast."""


@dataclass(frozen=True)
class Breakpoint:
    """One cell of Table 2: at `concentration` (µg/m³) the sub-index is `index`."""

    index: int
    concentration: float


@dataclass(frozen=True)
class NowCast:
    """`value` (µg/m³) is None when there is no data; `weights` are those of c1 … c12, 0 where a value is missing."""

    value: float | None
    weight: float | None
    weights: tuple[float, ...]
    method: Method


@dataclass(frozen=True)
class SubIndex:
    """What one parameter adds: the concentration that was looked up, and how it came about."""

    parameter: str
    concentration: float
    index: float
    nowcast: NowCast | None


@dataclass(frozen=True)
class HourlyIndex:
    """`value` is None without dust; `main` is the parameter with the highest sub-index."""

    value: int | None
    main: str | None
    parts: tuple[SubIndex, ...]


def nowcast(hours: Sequence[float | None], method: Method = Method.LITERAL) -> NowCast:
    """c1 (the current hour) … c12, µg/m³, None where there is no value (section 2.2.1 a)."""
    known = [value for value in hours[:NOWCAST_HOURS] if value is not None]
    if sum(value is not None for value in hours[:RECENT_HOURS]) < RECENT_NEEDED:
        return NowCast(None, None, (), method)
    highest = max(known)
    weight = max(min(known) / highest, HALF) if highest > 0 else 1.0
    weights = tuple(0.0 if value is None else weight**place for place, value in enumerate(hours[:NOWCAST_HOURS]))
    total = math.fsum(w * value for w, value in zip(weights, hours, strict=False) if value is not None)
    # With w = 1/2 the printed sum is (1/2)^i · c_i, which is half of (1/2)^(i-1) · c_i and is not divided.
    divisor = 2.0 if weight == HALF and method is Method.LITERAL else math.fsum(weights)
    return NowCast(total / divisor, weight, weights, method)


def sub_index(concentration: float, table: Sequence[Breakpoint]) -> float:
    """Formula 1, linear between the rows of Table 2; above the last row the last index. `table` is ordered."""
    for low, high in pairwise(table):
        if concentration <= high.concentration:
            slope = (high.index - low.index) / (high.concentration - low.concentration)
            return max(slope * (concentration - low.concentration) + low.index, 0.0)
    return float(table[-1].index)


def rounded(index: float) -> int:
    """Half up: the law says only that the index is a whole number."""
    return math.floor(index + HALF)


def hourly_index(
    hours: Mapping[str, Sequence[float | None]],
    tables: Mapping[str, Sequence[Breakpoint]],
    method: Method = Method.LITERAL,
) -> HourlyIndex:
    """`hours` gives for each parameter c1 … c12, newest first (hour-ending means of passed data, µg/m³)."""
    parts: list[SubIndex] = []
    for parameter, table in tables.items():
        values = hours.get(parameter, ())
        average = nowcast(values, method) if parameter in DUST else None
        concentration = average.value if average else (values[0] if values else None)
        if concentration is not None:
            parts.append(SubIndex(parameter, concentration, sub_index(concentration, table), average))
    if not any(part.parameter in DUST for part in parts):
        return HourlyIndex(None, None, tuple(parts))
    highest = max(parts, key=lambda part: part.index)
    return HourlyIndex(rounded(highest.index), highest.parameter, tuple(parts))
