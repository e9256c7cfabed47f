"""Statements about rules, timers and locks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, exists, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import AccountLock, Deadline, ProcessRule, Report, Timer
from reflection.rules.clock import PERCENT, Timing
from reflection.rules.terms import Rule
from reflection.states import RECOUNTED, Priority, State, TimerKind


async def rules_on(session: AsyncSession, day: date) -> list[Rule]:
    """The process rules in force on `day`."""
    statement = select(ProcessRule.code, ProcessRule.value, ProcessRule.unit, ProcessRule.valid_from).where(
        ProcessRule.valid_from <= day, or_(ProcessRule.valid_to.is_(None), ProcessRule.valid_to > day)
    )
    return [Rule(row.code, row.value, row.unit, row.valid_from) for row in await session.execute(statement)]


async def keep_timers(session: AsyncSession, report_id: UUID, running: Mapping[TimerKind, Timing]) -> None:
    """Let exactly these run. One that has fired and runs since the same moment does not fire again."""
    others = update(Timer).where(Timer.report_id == report_id, Timer.due_at.is_not(None))
    if running:
        others = others.where(Timer.kind.not_in(list(running)))
    await session.execute(others.values(due_at=None).execution_options(synchronize_session=False))
    if not running:
        return
    rows = [
        {"report_id": report_id, "kind": kind, "since": since, "due_at": due_at}
        for kind, (since, due_at) in running.items()
    ]
    given = insert(Timer).values(rows)
    is_same = Timer.since == given.excluded.since
    await session.execute(
        given.on_conflict_do_update(
            index_elements=[Timer.report_id, Timer.kind],
            set_={
                "since": given.excluded.since,
                "due_at": given.excluded.due_at,
                "fired_at": case((is_same, Timer.fired_at), else_=None),
            },
        )
    )


async def counted_by_another(session: AsyncSession, version: str, not_by: str, limit: int) -> Sequence[UUID]:
    """Open reports whose deadline was counted by another calendar than `version`; those set by hand are left out."""
    statement = (
        select(Deadline.report_id)
        .join(Report, Report.id == Deadline.report_id)
        .where(Report.state.in_(RECOUNTED), Deadline.calendar_version.not_in((version, not_by)))
        .order_by(Deadline.due_at, Deadline.report_id)
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def let_fire_again(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """What was told of a deadline that has moved into the future will be told again when its time comes."""
    statement = update(Timer).where(Timer.report_id == report_id, Timer.kind.in_(list(PERCENT)), Timer.due_at > at)
    await session.execute(statement.values(fired_at=None).execution_options(synchronize_session=False))


class DueTimer(NamedTuple):
    """A timer that has come to its end and has not been told."""

    report_id: UUID
    kind: TimerKind
    due_at: datetime


async def due_timers(session: AsyncSession, at: datetime, limit: int) -> Sequence[DueTimer]:
    statement = (
        select(Timer.report_id, Timer.kind, Timer.due_at)
        .where(Timer.due_at.is_not(None), Timer.fired_at.is_(None), Timer.due_at < at)
        .order_by(Timer.due_at, Timer.report_id)
        .limit(limit)
    )
    return [DueTimer(*row) for row in await session.execute(statement)]


async def fire(session: AsyncSession, report_id: UUID, kind: TimerKind, at: datetime) -> bool:
    """Mark the timer as told; False when it no longer runs or was told already."""
    marked = await session.execute(
        update(Timer)
        .where(
            Timer.report_id == report_id,
            Timer.kind == kind,
            Timer.due_at.is_not(None),
            Timer.due_at < at,
            Timer.fired_at.is_(None),
        )
        .values(fired_at=at)
        .returning(Timer.report_id)
        .execution_options(synchronize_session=False)
    )
    return marked.first() is not None


async def was_told(session: AsyncSession, report_id: UUID, kind: TimerKind, since: datetime) -> bool:
    """Of this stay in its state; an earlier one is another timer."""
    fired = select(Timer.kind).where(Timer.report_id == report_id, Timer.kind == kind, Timer.since == since)
    return await session.scalar(fired.where(Timer.fired_at.is_not(None))) is not None


async def waiting_for_classification(
    session: AsyncSession, kind: TimerKind, before: Mapping[Priority, datetime], limit: int
) -> Sequence[tuple[UUID, datetime]]:
    """(id, received at) of reports that nobody has classified since `before`, by their priority, and for which `kind`
    was not told."""
    late = or_(*(and_(Report.priority == each, Report.state_since < since) for each, since in before.items()))
    told = exists().where(and_(Timer.report_id == Report.id, Timer.kind == kind, Timer.since == Report.state_since))
    statement = (
        select(Report.id, Report.state_since)
        .where(Report.state == State.RECEIVED, late, ~told)
        .order_by(Report.created_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def mark_told(session: AsyncSession, report_id: UUID, kind: TimerKind, since: datetime, at: datetime) -> None:
    given = insert(Timer).values(report_id=report_id, kind=kind, since=since, due_at=None, fired_at=at)
    await session.execute(
        given.on_conflict_do_update(
            index_elements=[Timer.report_id, Timer.kind], set_={"since": since, "due_at": None, "fired_at": at}
        )
    )


async def running_lock(session: AsyncSession, person_token: bytes, at: datetime) -> AccountLock | None:
    """The lock of this account that lasts longest; None when it may write."""
    statement = (
        select(AccountLock)
        .where(AccountLock.person_token == person_token, AccountLock.lifted_at.is_(None), AccountLock.locked_until > at)
        .order_by(AccountLock.locked_until.desc())
        .limit(1)
    )
    return await session.scalar(statement)


async def lock_of(session: AsyncSession, lock_id: UUID) -> AccountLock | None:
    return await session.get(AccountLock, lock_id, with_for_update=True)


async def list_locks(
    session: AsyncSession, *, appealed_only: bool, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[AccountLock]:
    """Newest first; with `appealed_only`, those whose appeal waits for a decision."""
    statement = select(AccountLock).order_by(AccountLock.locked_at.desc(), AccountLock.id.desc()).limit(limit)
    if appealed_only:
        statement = statement.where(AccountLock.appealed_at.is_not(None), AccountLock.decided_at.is_(None))
    if after:
        statement = statement.where(tuple_(AccountLock.locked_at, AccountLock.id) < after)
    return (await session.scalars(statement)).all()
