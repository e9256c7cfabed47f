"""What the clock does by itself: warn, tell of delays, end waiting, close, ask again; each once, whatever restarts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.db import Database
from reflection.models import FollowUp, Report
from reflection.queries import process
from reflection.queries.process import DueTimer
from reflection.rules.clock import PERCENT
from reflection.rules.terms import Term
from reflection.service import appeals
from reflection.service.announce import SYSTEM, move, take
from reflection.service.clocks import terms_at, terms_of
from reflection.states import MOVES, Action, Outcome, Priority, RejectReason, State, TimerKind

AT_ONCE = 50
CLASSIFYING = {TimerKind.CLASSIFY_TARGET: Term.CLASSIFY_TARGET, TimerKind.CLASSIFY: Term.CLASSIFY}


async def run_timers(database: Database) -> int:
    """Do what is due, each in a transaction of its own; how many were done."""
    async with database.transaction() as session:
        rows = await process.due_timers(session, now(), AT_ONCE)
    for each in rows:
        async with database.transaction() as session:
            await _fire(session, each)
    return len(rows)


async def _fire(session: AsyncSession, due: DueTimer) -> None:
    """The report is locked first, so what people do at this moment goes before or after, never between."""
    report = await take(session, due.report_id, None)
    if not await process.fire(session, due.report_id, due.kind, now()):
        return
    if due.kind in PERCENT:
        await _deadline(session, report, due)
    elif due.kind is TimerKind.INFORMATION:
        await _expire(session, report)
    elif due.kind is TimerKind.RATING:
        await _move(session, report, Action.CLOSE)
    elif due.kind is TimerKind.ASK_AGAIN:
        await _ask_again(session, report)
    else:
        await _delayed(session, report, due.kind, due.due_at)


async def _move(session: AsyncSession, report: Report, action: Action, note: str = "", **facts: object) -> None:
    """A timer that people have overtaken changes nothing."""
    if report.state in MOVES[action].sources:
        await move(session, report, action, SYSTEM, note, **facts)


async def _deadline(session: AsyncSession, report: Report, due: DueTimer) -> None:
    percent = PERCENT[due.kind]
    if due.kind is TimerKind.DEADLINE_100:
        await _move(session, report, Action.WARN, f"{percent}%", percent=percent)
        await _move(session, report, Action.BREACH)
    else:
        await _move(session, report, Action.WARN, f"{percent}%", percent=percent)


async def _expire(session: AsyncSession, report: Report) -> None:
    """What nobody has published ends as rejected, what is public as closed."""
    if report.published_at is None:
        report.reject_reason = RejectReason.NO_INFORMATION
        report.appeal_until = await appeals.until(session, now())
    else:
        report.outcome = Outcome.NO_INFORMATION
    await _move(session, report, Action.EXPIRE)


async def _ask_again(session: AsyncSession, report: Report) -> None:
    if report.state is not State.CLOSED:
        return
    await session.merge(FollowUp(report_id=report.id, asked_at=now(), answer=None, answered_at=None))
    await _move(session, report, Action.ASK_AGAIN, asked_at=now())


async def _delayed(session: AsyncSession, report: Report, step: TimerKind, due_at: datetime) -> None:
    await _move(session, report, Action.DELAY, step.value, step=step, step_due_at=due_at)


async def watch_classifying(database: Database) -> int:
    """Tell once of each report that nobody has classified in time; what comes at night waits for the morning."""
    done = 0
    for kind, term in CLASSIFYING.items():
        async with database.transaction() as session:
            terms = await terms_of(session)
            before = {each: terms.arrived_before(term, now(), each) for each in Priority}
            rows = await process.waiting_for_classification(session, kind, before, AT_ONCE)
        for report_id, since in rows:
            async with database.transaction() as session:
                await _unclassified(session, report_id, kind, since)
        done += len(rows)
    return done


async def _unclassified(session: AsyncSession, report_id: UUID, kind: TimerKind, since: datetime) -> None:
    report = await take(session, report_id, None)
    if report.state is not State.RECEIVED or report.state_since != since:
        return
    if await process.was_told(session, report_id, kind, since):
        return
    terms = await terms_at(session, since)
    due = terms.due(CLASSIFYING[kind], terms.begins(since, report.priority))
    if due.at > now():  # it came under a longer rule than today's
        return
    await process.mark_told(session, report_id, kind, since, now())
    await _delayed(session, report, kind, due.at)
