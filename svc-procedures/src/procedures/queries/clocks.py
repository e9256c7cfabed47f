"""Statements about timers, pauses and apologies."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from procedures.models import Apology, Dossier, PauseSpan, Timer
from procedures.rules.terms import Pause
from procedures.states import ApologyState, TimerKind


async def keep_timers(
    session: AsyncSession, dossier_id: UUID, running: Mapping[TimerKind, datetime], at: datetime
) -> None:
    """Let exactly these run. One that was told comes again only when it was moved into the future."""
    others = update(Timer).where(Timer.dossier_id == dossier_id, Timer.kind.not_in(list(running)))
    await session.execute(others.values(due_at=None).execution_options(synchronize_session=False))
    if not running:
        return
    given = insert(Timer).values([{"dossier_id": dossier_id, "kind": k, "due_at": v} for k, v in running.items()])
    fired = case((given.excluded.due_at > at, None), else_=Timer.fired_at)
    await session.execute(
        given.on_conflict_do_update(
            index_elements=[Timer.dossier_id, Timer.kind], set_={"due_at": given.excluded.due_at, "fired_at": fired}
        )
    )


class DueTimer(NamedTuple):
    dossier_id: UUID
    kind: TimerKind
    due_at: datetime


async def due_timers(session: AsyncSession, at: datetime, limit: int) -> Sequence[DueTimer]:
    rows = (
        select(Timer.dossier_id, Timer.kind, Timer.due_at)
        .where(Timer.due_at.is_not(None), Timer.fired_at.is_(None), Timer.due_at < at)
        .order_by(Timer.due_at, Timer.dossier_id)
        .limit(limit)
    )
    return [DueTimer(*row) for row in await session.execute(rows)]


async def fire(session: AsyncSession, dossier_id: UUID, at: datetime) -> set[TimerKind]:
    """Mark what is due of this dossier as told; which those were, and nothing that was told before."""
    marked = await session.scalars(
        update(Timer)
        .where(Timer.dossier_id == dossier_id, Timer.due_at < at, Timer.fired_at.is_(None))
        .values(fired_at=at)
        .returning(Timer.kind)
        .execution_options(synchronize_session=False)
    )
    return set(marked)


async def keep_pauses(session: AsyncSession, dossier_id: UUID, pauses: Sequence[Pause]) -> None:
    await session.execute(delete(PauseSpan).where(PauseSpan.dossier_id == dossier_id))
    if pauses:
        rows = [{"dossier_id": dossier_id, "began_at": p.began_at, "ended_at": p.ended_at} for p in pauses]
        await session.execute(insert(PauseSpan).values(rows))


async def apologies_of(session: AsyncSession, dossier_id: UUID) -> Sequence[Apology]:
    rows = select(Apology).where(Apology.dossier_id == dossier_id).order_by(Apology.number, Apology.id)
    return (await session.scalars(rows)).all()


async def lock_apology(session: AsyncSession, apology_id: UUID) -> Apology | None:
    wanted = select(Apology).where(Apology.id == apology_id).with_for_update(of=Apology)
    return await session.scalar(wanted.execution_options(populate_existing=True))


async def apology_page(
    session: AsyncSession, asked: PageQuery, state: ApologyState | None, agencies: Sequence[str] | None
) -> Sequence[Apology]:
    """The newest first."""
    rows = select(Apology).join(Dossier, Dossier.id == Apology.dossier_id)
    if state:
        rows = rows.where(Apology.state == state)
    if agencies is not None:
        rows = rows.where(Dossier.agency_code.in_(agencies))
    if asked.after:
        rows = rows.where(tuple_(Apology.created_at, Apology.id) < (asked.after.moment, asked.after.id))
    rows = rows.order_by(Apology.created_at.desc(), Apology.id.desc()).limit(asked.limit + 1)
    return (await session.scalars(rows)).all()


async def count_drafts(session: AsyncSession) -> int:
    drafts = select(func.count()).select_from(Apology).where(Apology.state == ApologyState.DRAFT)
    return await session.scalar(drafts) or 0
