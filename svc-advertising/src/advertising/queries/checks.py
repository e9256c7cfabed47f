"""Snapshots and cases."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from advertising.models import Case, CaseLine, Snapshot
from advertising.states import CaseState, SnapshotState, Verdict
from hueioc.paging import PageQuery


async def same(session: AsyncSession, viewpoint_id: UUID, at: datetime, sha256: str) -> Snapshot | None:
    wanted = select(Snapshot).where(Snapshot.viewpoint_id == viewpoint_id, Snapshot.at == at, Snapshot.sha256 == sha256)
    return (await session.scalars(wanted)).first()


async def waiting(session: AsyncSession, limit: int) -> Sequence[Snapshot]:
    wanted = select(Snapshot).where(Snapshot.state == SnapshotState.WAITING).order_by(Snapshot.at, Snapshot.id)
    return (await session.scalars(wanted.limit(limit))).all()


async def lock(session: AsyncSession, snapshot_id: UUID) -> Snapshot | None:
    return await session.get(Snapshot, snapshot_id, with_for_update=True, populate_existing=True)


async def find(session: AsyncSession, snapshot_id: UUID) -> Snapshot | None:
    return await session.get(Snapshot, snapshot_id)


async def is_needed(session: AsyncSession, sha256: str) -> bool:
    """Whether another snapshot still needs this original: equal contents are one file."""
    return bool(await session.scalar(select(func.count()).select_from(Snapshot).where(Snapshot.original == sha256)))


async def votes(session: AsyncSession, screen_id: UUID, since: datetime, until: datetime) -> Sequence[Snapshot]:
    wanted = select(Snapshot).where(
        Snapshot.screen_id == screen_id, Snapshot.state == SnapshotState.JUDGED, Snapshot.at.between(since, until)
    )
    return (await session.scalars(wanted.order_by(Snapshot.at, Snapshot.id))).all()


async def page(session: AsyncSession, asked: PageQuery, screen_id: UUID, verdict: Verdict | None) -> Sequence[Snapshot]:
    wanted = select(Snapshot).where(Snapshot.screen_id == screen_id).order_by(Snapshot.at.desc(), Snapshot.id.desc())
    if verdict:
        wanted = wanted.where(Snapshot.verdict == verdict)
    if asked.after:
        wanted = wanted.where(tuple_(Snapshot.at, Snapshot.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def open_case(session: AsyncSession, screen_id: UUID, verdict: Verdict) -> Case | None:
    wanted = select(Case).where(Case.screen_id == screen_id, Case.verdict == verdict, Case.state != CaseState.CLOSED)
    return (await session.scalars(wanted)).first()


async def case(session: AsyncSession, case_id: UUID, *, for_update: bool = False) -> Case | None:
    return await session.get(Case, case_id, with_for_update=for_update, populate_existing=for_update)


async def cases(session: AsyncSession, asked: PageQuery, state: CaseState | None) -> Sequence[Case]:
    wanted = select(Case).order_by(Case.created_at.desc(), Case.id.desc())
    if state:
        wanted = wanted.where(Case.state == state)
    if asked.after:
        wanted = wanted.where(tuple_(Case.created_at, Case.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def lines(session: AsyncSession, case_id: UUID) -> list[CaseLine]:
    wanted = select(CaseLine).where(CaseLine.case_id == case_id).order_by(CaseLine.at, CaseLine.id)
    return list(await session.scalars(wanted))


async def overdue(session: AsyncSession, day: object) -> int:
    wanted = select(func.count()).select_from(Case).where(Case.state == CaseState.OPEN, Case.reply_due < day)
    return int(await session.scalar(wanted) or 0)
