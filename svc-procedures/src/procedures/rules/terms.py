"""When a dossier is due: the term of its procedure, with the time in which the citizen was waited for added again."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import Calendar, Unit


class Term(NamedTuple):
    """`amount` of `unit`, as the procedure's row in force says."""

    amount: int
    unit: Unit


class Pause(NamedTuple):
    """The clock stood from `began_at` until `ended_at` (None: it stands still)."""

    began_at: datetime
    ended_at: datetime | None


def due_of(calendar: Calendar, accepted_at: datetime, term: Term, pauses: Iterable[Pause] = ()) -> datetime:
    """The moment the term ends (UTC). Raises `BeyondCalendar`.

    A pause adds what it took of working time: as many working days as lie after its first day up to its last (the day
    of the event is not counted, Civil Code article 147), working hours to the second where the term is in hours.
    """
    due = calendar.due(accepted_at, term.amount, term.unit)
    for pause in pauses:
        if pause.ended_at is not None and pause.ended_at > pause.began_at:
            due = _later(calendar, due, pause.began_at, pause.ended_at, term.unit)
    return due.astimezone(UTC)


def _later(calendar: Calendar, due: datetime, began: datetime, ended: datetime, unit: Unit) -> datetime:
    if unit is Unit.WORKING_HOUR:
        return working_time_after(calendar, due, working_time(calendar, began, ended))
    first, last = day_of(began), day_of(ended)
    if unit is Unit.WORKING_DAY:
        days = calendar.working_days_between(first, last)
        return _closing(calendar, calendar.add_working_days(day_of(due), days)) if days else due
    days = (last - first).days
    return calendar.due(due, days, Unit.DAY) if days else due


def working_time(calendar: Calendar, began: datetime, ended: datetime) -> timedelta:
    """Office hours between two moments."""
    found, day = timedelta(), day_of(began)
    while day <= day_of(ended):
        if calendar.is_working(day):
            for opens, closes in calendar.hours.windows:
                start = max(began, datetime.combine(day, opens, VIETNAM))
                end = min(ended, datetime.combine(day, closes, VIETNAM))
                found += max(end - start, timedelta())
        day += timedelta(days=1)
    return found


def working_time_after(calendar: Calendar, moment: datetime, length: timedelta) -> datetime:
    """The moment at which `length` of office hours after `moment` is over."""
    day, left = day_of(moment), length
    while True:
        if calendar.is_working(day):
            for opens, closes in calendar.hours.windows:
                start = max(moment, datetime.combine(day, opens, VIETNAM))
                open_for = datetime.combine(day, closes, VIETNAM) - start
                if timedelta() <= left <= open_for:
                    return start + left
                left -= max(open_for, timedelta())
        day = calendar.add_working_days(day, 1)


def difference_days(calendar: Calendar, ours: datetime, theirs: datetime) -> int:
    """Working days by which the source's date lies after ours; negative when it lies before."""
    first, second = day_of(ours), day_of(theirs)
    if second >= first:
        return calendar.working_days_between(first, second)
    return -calendar.working_days_between(second, first)


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _closing(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, calendar.hours.closing, VIETNAM)
