"""The clock of a report in its row: rules in, facts out."""

from datetime import UTC, date, datetime
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.workdays.kept import current_calendar
from reflection.models import Deadline, Report
from reflection.queries import process
from reflection.rules import clock as rule
from reflection.rules.clock import Clock, Situation
from reflection.rules.terms import Due, Term, Terms
from reflection.states import Priority

TERMS = "reflection_terms"
BY_HAND = "set-by-hand"
"""The due date was chosen by the operator, not computed by a rule and a version of the working calendar."""


async def terms_of(session: AsyncSession) -> Terms:
    """The rules in force now; read once in a transaction."""
    return await terms_at(session, now())


async def terms_at(session: AsyncSession, moment: datetime) -> Terms:
    """The rules of the day on which something happened, with today's calendar: a later change does not touch it."""
    day = moment.astimezone(VIETNAM).date()
    known = cast("dict[date, Terms]", session.info.setdefault(TERMS, {}))
    if day not in known:
        known[day] = Terms.of(await process.rules_on(session, day), await current_calendar(session))
    return known[day]


def clock_of(deadline: Deadline | None) -> Clock | None:
    if deadline is None:
        return None
    return Clock(
        number=deadline.number,
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        first_due_at=deadline.first_due_at,
        is_date_only=deadline.is_date_only,
        paused_at=deadline.paused_at,
        stopped_at=deadline.stopped_at,
        is_extended=deadline.is_extended,
    )


def keep(report: Report, clock: Clock, *, due: Due | None = None, hand_reason: str | None = None) -> None:
    """Write the clock into the report's row; `due` with the versions of a clock that starts."""
    if report.deadline is None:
        report.deadline = Deadline(report_id=report.id, calendar_version="", rule_version="", hand_reason="")
    row = report.deadline
    row.number, row.started_at = clock.number, clock.started_at
    row.due_at, row.first_due_at, row.is_date_only = clock.due_at, clock.first_due_at, clock.is_date_only
    row.paused_at, row.stopped_at, row.is_extended = clock.paused_at, clock.stopped_at, clock.is_extended
    if due:
        row.calendar_version, row.rule_version = due.calendar_version, due.rule_version
    if hand_reason is not None:
        row.hand_reason = hand_reason


def start(report: Report, terms: Terms, at: datetime, term: Term | None = None) -> None:
    """A new clock, by the report's priority or by `term`. Raises `PastTheCalendar`."""
    if term is None:
        term = Term.URGENT if report.priority is Priority.URGENT else Term.TIMED
    due = terms.due(term, at)
    keep(report, rule.started(at, due, number=_next_number(report)), due=due, hand_reason="")


def start_by_hand(report: Report, at: datetime, due_at: datetime, reason: str) -> None:
    """The operator's own date; on a running clock it is a new date for the same clock."""
    due = Due(due_at.astimezone(UTC), is_date_only=False, rule_version=BY_HAND, calendar_version=BY_HAND)
    keep(report, rule.started(at, due, number=_next_number(report)), due=due, hand_reason=reason)


def _next_number(report: Report) -> int:
    return report.deadline.number + 1 if report.deadline else 1


def pause(report: Report, at: datetime) -> None:
    if clock := clock_of(report.deadline):
        keep(report, rule.paused(clock, at))


def resume(report: Report, terms: Terms, at: datetime) -> None:
    if clock := clock_of(report.deadline):
        keep(report, rule.resumed(clock, at, terms.calendar))


def stop(report: Report, at: datetime) -> None:
    if clock := clock_of(report.deadline):
        keep(report, rule.stopped(clock, at))


def situation_of(report: Report) -> Situation:
    return Situation(
        state=report.state,
        since=report.state_since,
        priority=report.priority,
        clock=clock_of(report.deadline),
        was_answered=report.answer is not None and report.answer.accepted_at is not None,
    )


async def keep_timers(session: AsyncSession, report: Report) -> None:
    """Bring the timers in line with the report as it is; each by the rules of the day on which it began."""
    situation = situation_of(report)
    terms = await terms_at(session, situation.since)
    of_clock = await terms_at(session, situation.clock.started_at) if situation.clock else terms
    running = rule.timers_of(situation, terms, of_clock)
    await process.keep_timers(session, report.id, running)
