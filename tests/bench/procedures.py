"""Due dates beside PyPI `holidays`: the n-th working day after a day, one at a time, the same days for both.

Both give the same answers wherever `holidays` knows the days: it lacks the swap of 2 January and 10 January 2026, so
terms that touch those days are compared with our table alone, and counted. CPU seconds, the best of several rounds.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import Unit, published_calendar
from procedures.rules.terms import Term, due_of
from tests.bench.figure import Figure

TERMS = 2_000
LONGEST = 30
ROUNDS = 5
KNOWN_GAPS = (date(2026, 1, 2), date(2026, 1, 10))
"""Swapped by VB 12729/VPCP-KGVX of 25 December 2025, which `holidays` 0.109 does not have."""
SWITCHABLE = date(2026, 11, 24)
"""A day off whose law was still being drafted: either table may have it."""


def terms() -> list[tuple[date, int]]:
    dice = random.Random(766)
    first = date(2024, 1, 2)
    return [(first + timedelta(days=dice.randrange(1_000)), dice.randint(1, LONGEST)) for _ in range(TERMS)]


def rate(count: Callable[[date, int], object], asked: list[tuple[date, int]]) -> float:
    """Terms a second."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for day, number in asked:
            count(day, number)
        best = min(best, time.process_time() - began)
    return len(asked) / best


def differing(asked: list[tuple[date, int]], theirs: Callable[[date, int], Any]) -> tuple[int, int]:
    """(terms where the tables differ on purpose, terms where they should not and do)."""
    calendar, known, unknown = published_calendar(), 0, 0
    for day, number in asked:
        ours, other = calendar.add_working_days(day, number), theirs(day, number)
        if ours == other:
            continue
        touched = any(day < each <= max(ours, other) for each in (*KNOWN_GAPS, SWITCHABLE))
        known, unknown = known + touched, unknown + (not touched)
    return known, unknown


def run() -> Iterator[Figure]:
    asked, calendar = terms(), published_calendar()
    vietnam = holidays.country_holidays("VN", years=range(2023, 2029))
    known, unknown = differing(asked, vietnam.get_nth_working_day)
    if unknown:
        message = f"{unknown} of {TERMS} terms end on another day than by `holidays`, without a known reason"
        raise ValueError(message)
    peer = rate(vietnam.get_nth_working_day, asked)
    yield Figure(
        name="procedures-working-days",
        ours=rate(calendar.add_working_days, asked),
        peer=peer,
        peer_name=f"holidays.get_nth_working_day, another day in {known} of {TERMS} by its known gaps",
        goal="≥ 20",
        unit="dates/s",
    )
    yield Figure(
        name="procedures-due-dates",
        ours=rate(lambda day, number: due_of(calendar, noon(day), Term(number, Unit.WORKING_DAY)), asked),
        peer=peer,
        peer_name="the same, which gives a day and no moment",
        unit="dates/s",
    )


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=VIETNAM).astimezone(UTC)
