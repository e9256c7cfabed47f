"""The clock of a report: it runs, pauses, stops and starts anew. Facts only; whether it is overdue is derived."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import Calendar
from reflection.rules.terms import Due, Term, Terms, end_of, working_day_from
from reflection.states import CLOCK_RUNS, Priority, State, TimerKind

PERCENT: dict[TimerKind, int] = {
    TimerKind.DEADLINE_50: 50,
    TimerKind.DEADLINE_80: 80,
    TimerKind.DEADLINE_100: 100,
}


@dataclass(frozen=True)
class Clock:
    """`number` counts the clocks of a report; `first_due_at` is that of this clock before it was extended."""

    number: int
    started_at: datetime
    due_at: datetime
    first_due_at: datetime
    is_date_only: bool
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    is_extended: bool = False


def started(at: datetime, due: Due, *, number: int) -> Clock:
    return Clock(number, at, due.at, due.at, due.is_date_only)


def paused(clock: Clock, at: datetime) -> Clock:
    return clock if clock.paused_at or clock.stopped_at else replace(clock, paused_at=at)


def resumed(clock: Clock, at: datetime, calendar: Calendar) -> Clock:
    """With the time that was left: as many working days where the deadline is a date, else to the second.

    What was overdue when it paused stays overdue.
    """
    if clock.paused_at is None:
        return clock
    due_at = clock.due_at
    if clock.paused_at <= due_at:
        due_at = _moved(clock, at, calendar) if clock.is_date_only else due_at + (at - clock.paused_at)
    return replace(clock, due_at=due_at, paused_at=None)


def _moved(clock: Clock, at: datetime, calendar: Calendar) -> datetime:
    left = working_days_left(clock, clock.paused_at or at, calendar)
    today = at.astimezone(VIETNAM).date()
    return max(clock.due_at, end_of(calendar.add_working_days(today, left) if left else today))


def working_days_left(clock: Clock, at: datetime, calendar: Calendar) -> int:
    """Working days after the day of `at`, up to the day on which it is due."""
    return calendar.working_days_between(at.astimezone(VIETNAM).date(), clock.due_at.astimezone(VIETNAM).date())


def recounted(clock: Clock, old: Calendar, new: Calendar) -> Clock:
    """The same number of working days, counted by a newer calendar.

    What is due at a time of day, or on a day that somebody chose although nobody works then, stays as it is.
    """
    if not clock.is_date_only or clock.stopped_at:
        return clock
    return replace(
        clock,
        due_at=_recounted(clock.started_at, clock.due_at, old, new),
        first_due_at=_recounted(clock.started_at, clock.first_due_at, old, new),
    )


def _recounted(start: datetime, due_at: datetime, old: Calendar, new: Calendar) -> datetime:
    first, last = start.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date()
    count = old.working_days_between(working_day_from(old, first), last)
    if count < 1 or not old.is_working(last):
        return due_at
    return end_of(new.add_working_days(working_day_from(new, first), count))


def stopped(clock: Clock, at: datetime) -> Clock:
    """`at` is when the accepted answer was given, not when it was accepted."""
    return replace(clock, stopped_at=at, paused_at=None)


def extended(clock: Clock, working_days: int, calendar: Calendar) -> Clock:
    """The new due date is kept beside the old."""
    day = calendar.add_working_days(clock.due_at.astimezone(VIETNAM).date(), working_days)
    return replace(clock, due_at=end_of(day), is_date_only=True, is_extended=True)


def planned(clock: Clock, day: date) -> Clock:
    return replace(clock, due_at=end_of(day), is_date_only=True)


def is_overdue(clock: Clock, at: datetime) -> bool:
    if clock.stopped_at:
        return False
    return (clock.paused_at or at) > clock.due_at


def is_on_time(clock: Clock) -> bool:
    return clock.stopped_at is not None and clock.stopped_at <= clock.due_at


@dataclass(frozen=True)
class Situation:
    """What the timers of a report depend on."""

    state: State
    since: datetime
    priority: Priority
    clock: Clock | None
    was_answered: bool


class Timing(tuple[datetime, datetime]):
    """From when and until when a timer runs."""

    __slots__ = ()


def timers_of(now: Situation, terms: Terms, of_clock: Terms | None = None) -> dict[TimerKind, Timing]:
    """The timers that run in this situation. A timer that runs since another moment is another timer.

    `terms` are those of the day on which the state was entered, `of_clock` those of the day on which the clock began.
    """
    found: dict[TimerKind, Timing] = {}
    if now.clock and now.state in CLOCK_RUNS and not now.clock.stopped_at:
        found |= _deadline(now.clock)
        if now.state is State.ASSIGNED and now.priority is Priority.URGENT:
            start = now.clock.started_at
            found[TimerKind.ACKNOWLEDGE] = Timing((start, (of_clock or terms).due(Term.ACKNOWLEDGE, start).at))
    if now.state in _STEPS and (now.state is not State.CLOSED or now.was_answered):
        kind, term = _STEPS[now.state]
        begins = now.since
        if now.state is State.TRANSFER_REQUESTED:
            begins = terms.begins(now.since, now.priority)
        found[kind] = Timing((now.since, terms.due(term, begins).at))
    return found


_STEPS: dict[State, tuple[TimerKind, Term]] = {
    State.TRANSFER_REQUESTED: (TimerKind.TRANSFER_DECISION, Term.TRANSFER_DECISION),
    State.ANSWERED: (TimerKind.REVIEW, Term.REVIEW),
    State.NEED_INFO: (TimerKind.INFORMATION, Term.INFORMATION),
    State.RESOLVED: (TimerKind.RATING, Term.RATING),
    State.CLOSED: (TimerKind.ASK_AGAIN, Term.ASK_AGAIN),
}


def _deadline(clock: Clock) -> dict[TimerKind, Timing]:
    span = clock.due_at - clock.started_at
    return {
        kind: Timing((clock.started_at, clock.started_at + span * percent / 100)) for kind, percent in PERCENT.items()
    }
