"""The calendar as dated data: days off, swapped days and make-up Saturdays, each with the notice that set it."""

import tomllib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SATURDAY = 5


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    SWAP = "swap"
    """A working day that is off because another day is worked instead."""
    MAKE_UP = "make_up"
    """A Saturday or Sunday that is worked."""


class Day(NamedTuple):
    """One day that is not what its weekday says."""

    date: date
    kind: DayKind
    source: str
    verified: bool


class DayTable(NamedTuple):
    """A version of the calendar. Terms computed by it name `version`."""

    version: str
    days: tuple[Day, ...]


@cache
def published_days() -> DayTable:
    """The table that comes with the suite, 2019 to 2030."""
    document = tomllib.loads(files("hueioc.workdays").joinpath("days.toml").read_text(encoding="utf-8"))
    days = (Day(row["date"], DayKind(row["kind"]), row["source"], row["verified"]) for row in document["day"])
    return DayTable(document["version"], tuple(days))


def exceptions(days: Iterable[Day]) -> tuple[frozenset[date], frozenset[date]]:
    """(days off, days worked); a make-up day wins over a holiday on the same date."""
    listed = list(days)
    worked = frozenset(day.date for day in listed if day.kind is DayKind.MAKE_UP)
    return frozenset(day.date for day in listed if day.kind is not DayKind.MAKE_UP) - worked, worked
