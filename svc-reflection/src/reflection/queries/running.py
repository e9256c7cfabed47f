"""How many open reports run under each term at this moment."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Appeal, Deadline, Report, Timer
from reflection.rules.terms import Term
from reflection.states import OPEN, State, TimerKind


def _clocked(term: Term) -> ColumnElement[bool]:
    return and_(
        Report.state.in_(OPEN), Deadline.stopped_at.is_(None), Deadline.rule_version.startswith(f"{term.value}@")
    )


def _timed(kind: TimerKind) -> ColumnElement[bool]:
    """A timer that runs and was not told."""
    return exists().where(
        Timer.report_id == Report.id, Timer.kind == kind, Timer.due_at.is_not(None), Timer.fired_at.is_(None)
    )


_appealed = exists().where(Appeal.report_id == Report.id)
RUNNING: dict[Term, ColumnElement[bool]] = {
    **{term: _clocked(term) for term in (Term.TIMED, Term.URGENT, Term.REOPENED)},
    Term.ACKNOWLEDGE: _timed(TimerKind.ACKNOWLEDGE),
    Term.CLASSIFY_TARGET: Report.state == State.RECEIVED,
    Term.CLASSIFY: Report.state == State.RECEIVED,
    Term.INFORMATION: _timed(TimerKind.INFORMATION),
    Term.TRANSFER_REQUEST: Report.state == State.ASSIGNED,
    Term.TRANSFER_DECISION: _timed(TimerKind.TRANSFER_DECISION),
    Term.REVIEW: _timed(TimerKind.REVIEW),
    Term.RATING: _timed(TimerKind.RATING),
    Term.REOPEN_WITHIN: and_(Report.state == State.RESOLVED, Report.reopen_count == 0),
    Term.ASK_AGAIN: _timed(TimerKind.ASK_AGAIN),
}
"""Terms that nothing runs under (how long an extension may be, what recurs, when the night ends) have no entry."""


async def running(session: AsyncSession, at: datetime) -> dict[Term, int]:
    conditions = RUNNING | {
        Term.APPEAL_WITHIN: and_(Report.state == State.REJECTED, Report.appeal_until > at, ~_appealed)
    }
    columns = [func.count().filter(condition).label(term.value) for term, condition in conditions.items()]
    statement = select(*columns).select_from(Report).outerjoin(Deadline, Deadline.report_id == Report.id)
    row = (await session.execute(statement)).one()
    return {term: getattr(row, term.value) for term in conditions}
