"""The clock of a dossier: whether it runs, when it warns, and whether what is finished was in time."""

from datetime import datetime

from procedures.rules.course import Course
from procedures.rules.terms import day_of
from procedures.states import PERCENT, ClockState, TimerKind, Timing


def timing_of(finished_at: datetime, due_at: datetime) -> Timing:
    """By the day for early, by the moment for late; equality is in time."""
    if day_of(finished_at) < day_of(due_at):
        return Timing.EARLY
    return Timing.ON_TIME if finished_at <= due_at else Timing.LATE


def timers_of(course: Course, due_at: datetime | None, appointment_at: datetime | None) -> dict[TimerKind, datetime]:
    """What runs now: nothing while the clock stands, before acceptance, after the end, or without a date."""
    if due_at is None or course.accepted_at is None or course.ended_at or course.paused_at:
        return {}
    span = due_at - course.accepted_at
    found = {kind: course.accepted_at + span * percent / 100 for kind, percent in PERCENT.items()}
    return found | ({TimerKind.APPOINTMENT: appointment_at} if appointment_at else {})


def clock_state(course: Course, due_at: datetime | None, at: datetime) -> ClockState:
    if course.ended_at:
        return ClockState.ENDED
    if course.accepted_at is None or due_at is None:
        return ClockState.NONE
    if course.paused_at:
        return ClockState.PAUSED
    if at > due_at:
        return ClockState.OVERDUE
    near = timers_of(course, due_at, None)[TimerKind.NEAR]
    return ClockState.NEAR if at >= near else ClockState.RUNNING
