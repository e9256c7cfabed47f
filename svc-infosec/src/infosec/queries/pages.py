"""Watched pages and their snapshots."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from infosec.models import Page, Snapshot
from infosec.states import PageState


async def every(session: AsyncSession) -> Sequence[Page]:
    return (await session.scalars(select(Page).where(Page.is_watched).order_by(Page.name_vi, Page.id))).all()


async def due(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Page]:
    wanted = select(Page).where(Page.is_watched, Page.next_at <= moment).order_by(Page.next_at)
    return (await session.scalars(wanted.limit(limit))).all()


async def lock(session: AsyncSession, page_id: UUID) -> Page | None:
    row = await session.get(Page, page_id, with_for_update=True, populate_existing=True)
    return row if row and row.is_watched else None


async def by_url(session: AsyncSession, url: str) -> Page | None:
    return (await session.scalars(select(Page).where(Page.url == url).with_for_update())).first()


async def snapshots(session: AsyncSession, page_id: UUID, limit: int) -> Sequence[Snapshot]:
    """Newest first."""
    wanted = select(Snapshot).where(Snapshot.page_id == page_id).order_by(Snapshot.at.desc(), Snapshot.id.desc())
    return (await session.scalars(wanted.limit(limit))).all()


async def trim(session: AsyncSession, page_id: UUID, most: int) -> None:
    keep = select(Snapshot.id).where(Snapshot.page_id == page_id).order_by(Snapshot.at.desc(), Snapshot.id.desc())
    statement = delete(Snapshot).where(Snapshot.page_id == page_id, Snapshot.id.not_in(keep.limit(most)))
    await session.execute(statement.execution_options(synchronize_session=False))


async def counts(session: AsyncSession) -> dict[PageState, int]:
    wanted = select(Page.state, func.count()).where(Page.is_watched).group_by(Page.state)
    return {row[0]: row[1] for row in (await session.execute(wanted)).all()}


async def expiring(session: AsyncSession, before: datetime) -> int:
    wanted = select(func.count()).where(Page.is_watched, Page.certificate_until < before)
    return await session.scalar(wanted) or 0
