"""Dated rows of one rule, one after the other: never an edit of what is in force, never two at a time.

A boundary is a date (routing, terms) or a moment (categories, questions). A row is in force from `begins` until just
before `ends`; what begins after `at` waits, and may be withdrawn as if it had never been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, NamedTuple, TypeVar

from hueioc.clock import VIETNAM
from reflection.rules.refusals import (
    NothingToWithdraw,
    RuleExists,
    RuleNotInForce,
    date_refused,
    waits_from,
)

Boundary = TypeVar("Boundary", date, datetime)
KNOWN_EVERYWHERE = timedelta(seconds=45)
"""A category changed today counts from so much later: by then every process that takes reports has read it."""


@dataclass(frozen=True)
class Span(Generic[Boundary]):
    begins: Boundary
    ends: Boundary | None

    def holds(self, at: Boundary) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


class Withdrawal(NamedTuple):
    """The row that is taken out, and the one whose end falls away; by place, None: none."""

    row: int | None
    reopened: int | None


def demand_new(spans: Sequence[Span[Boundary]], at: Boundary, begins: Boundary) -> None:
    """A rule that is not in force, nor will be, may begin. Raises `RuleExists`, `ChangeWaits`."""
    _demand_nothing_waits(spans, at)
    if any(each.holds(begins) for each in spans):
        raise RuleExists


def demand_change(spans: Sequence[Span[Boundary]], at: Boundary, begins: Boundary) -> int:
    """The place of the row that the new one follows. Raises `RuleNotInForce`, `ChangeWaits`, `DateNotAllowed`."""
    _demand_nothing_waits(spans, at)
    place = next((number for number, each in enumerate(spans) if each.holds(begins)), None)
    if place is None:
        raise RuleNotInForce
    if spans[place].begins == begins:
        raise date_refused(
            "/valid_from",
            "Quy tắc hiện tại bắt đầu đúng ngày này; hãy chọn ngày sau đó",
            "The present rule begins on this very day; choose a later one",
        )
    return place


def withdrawal(spans: Sequence[Span[Boundary]], at: Boundary) -> Withdrawal:
    """What undoing the waiting change or end means. Raises `NothingToWithdraw`."""
    waiting = next((number for number, each in enumerate(spans) if each.begins > at), None)
    boundary = None if waiting is None else spans[waiting].begins
    for number, each in enumerate(spans):
        if (
            each.ends is not None
            and each.ends > at
            and number != waiting
            and (boundary is None or each.ends == boundary)
        ):
            return Withdrawal(waiting, number)
    if waiting is None:
        raise NothingToWithdraw
    return Withdrawal(waiting, None)


def _demand_nothing_waits(spans: Sequence[Span[Boundary]], at: Boundary) -> None:
    for each in spans:
        if each.begins > at:
            raise waits_from(day_of(each.begins))
        if each.ends is not None and each.ends > at:
            raise waits_from(day_of(each.ends))


def day_of(boundary: date) -> date:
    """The day of Hue on which a boundary lies."""
    return boundary.astimezone(VIETNAM).date() if isinstance(boundary, datetime) else boundary


def moment_from(day: date, now: datetime, pointer: str = "/valid_from") -> datetime:
    """When a change of that day begins: at its first moment; of today as soon as every process knows it.

    Raises `DateNotAllowed` for a day that is over.
    """
    today = day_of(now)
    demand_not_over(day, today, pointer)
    return now + KNOWN_EVERYWHERE if day == today else datetime.combine(day, time.min, VIETNAM)


def demand_not_over(day: date, today: date, pointer: str = "/valid_from") -> None:
    if day < today:
        raise date_refused(
            pointer,
            "Ngày này đã qua: quy tắc không được đổi ngược thời gian; hãy chọn hôm nay hoặc ngày sau",
            "This day is over: rules do not change backwards; choose today or a later day",
        )


def demand_tomorrow(day: date, today: date, pointer: str = "/valid_from") -> None:
    """A day has one rule of how long a step takes."""
    demand_not_over(day, today, pointer)
    if day == today:
        raise date_refused(
            pointer,
            "Thời hạn đổi sớm nhất từ ngày mai, để mỗi ngày chỉ có một quy định",
            "A term changes from tomorrow at the earliest, so that each day has one rule",
        )
