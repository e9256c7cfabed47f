"""The clock of a dossier: when it warns, and whether what is finished was in time."""

from datetime import datetime

from procedures.rules.course import Course
from procedures.rules.terms import day_of
from procedures.states import PERCENT, TimerKind, Timing


def timing_of(finished_at: datetime, due_at: datetime) -> Timing:
    """By the day for early, by the moment for late; equality is in time."""
    if day_of(finished_at) < day_of(due_at):
        return Timing.EARLY
    return Timing.ON_TIME if finished_at <= due_at else Timing.LATE


def timers_of(course: Course, due_at: datetime | None, appointment_at: datetime | None) -> dict[TimerKind, datetime]:
    """What runs now: nothing while the clock stands, before acceptance, after the end, or without a date."""
    if due_at is None or course.accepted_at is None or course.ended_at or course.paused_at:
        return {}
    found = {kind: _part(course.accepted_at, due_at, percent) for kind, percent in PERCENT.items()}
    return found | ({TimerKind.APPOINTMENT: appointment_at} if appointment_at else {})


def near_at(accepted_at: datetime, due_at: datetime) -> datetime:
    """From when on the date is near."""
    return _part(accepted_at, due_at, PERCENT[TimerKind.NEAR])


def _part(began: datetime, due: datetime, percent: int) -> datetime:
    return began + (due - began) * percent / 100
