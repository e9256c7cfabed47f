"""What a notice of the government does to the working calendar (Labour Code 2019, article 112; swaps by notice)."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from hueioc.workdays.calendar import FIRST_YEAR, LAST_YEAR
from hueioc.workdays.days import SATURDAY, DayKind
from hueioc.workdays.kept import CalendarDay


class Becomes(StrEnum):
    HOLIDAY = "holiday"
    SWAP = "swap"
    """A working day is off because another day is worked instead."""
    MAKE_UP = "make_up"
    """A Saturday or Sunday is worked."""
    USUAL = "usual"
    """The day is again what its weekday says."""


class Change(NamedTuple):
    date: date
    becomes: Becomes


class Refusal(StrEnum):
    """Why a change cannot be made; each has its words in `service.notices`."""

    TWICE = "twice"
    BEYOND = "beyond"
    OFF_ALREADY = "off-already"
    WORKED_ALREADY = "worked-already"
    USUAL_ALREADY = "usual-already"


def refusal_of(days: Iterable[CalendarDay], changes: Sequence[Change]) -> tuple[int, Refusal] | None:
    """The first change that says nothing new, or nothing possible, and why."""
    kinds = {day.date: day.kind for day in days}
    seen: set[date] = set()
    for place, change in enumerate(changes):
        why = Refusal.TWICE if change.date in seen else _refused(kinds.get(change.date), change)
        if why:
            return place, why
        seen.add(change.date)
    return None


def _refused(kind: DayKind | None, change: Change) -> Refusal | None:
    if not FIRST_YEAR <= change.date.year <= LAST_YEAR:
        return Refusal.BEYOND
    is_weekend = change.date.weekday() >= SATURDAY
    match change.becomes:
        case Becomes.USUAL:
            return None if kind else Refusal.USUAL_ALREADY
        case Becomes.MAKE_UP:
            return None if is_weekend and kind is not DayKind.MAKE_UP else Refusal.WORKED_ALREADY
        case Becomes.HOLIDAY:
            return Refusal.OFF_ALREADY if kind is DayKind.HOLIDAY else None
        case Becomes.SWAP:
            return Refusal.OFF_ALREADY if is_weekend or kind in {DayKind.HOLIDAY, DayKind.SWAP} else None


def changed(days: Iterable[CalendarDay], changes: Iterable[Change], source: str) -> list[CalendarDay]:
    """The calendar after the notice; `source` names it in every day that it sets."""
    table = {day.date: day for day in days}
    for change in changes:
        if change.becomes is Becomes.USUAL:
            table.pop(change.date, None)
        else:
            table[change.date] = CalendarDay(date=change.date, kind=DayKind(change.becomes.value), source=source)
    return sorted(table.values(), key=lambda day: day.date)
