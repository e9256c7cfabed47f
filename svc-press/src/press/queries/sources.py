"""Sources: which are due, and how they stand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from press.models import Item, Source
from press.states import SourceState


async def due(session: AsyncSession, moment: datetime, spacing: timedelta, limit: int) -> Sequence[Source]:
    """Sources to be asked now: of each host one, and none whose host was asked within `spacing`. Locked."""
    rested = select(Source.host).where(Source.checked_at > moment - spacing)
    waiting = (
        select(Source.id)
        .where(
            Source.next_check_at <= moment,
            Source.state != SourceState.DISABLED,
            Source.host.not_in(rested),
        )
        .ext(distinct_on(Source.host))
        .order_by(Source.host, Source.next_check_at)
    )
    wanted = select(Source).where(Source.id.in_(waiting)).order_by(Source.next_check_at, Source.id).limit(limit)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def lock(session: AsyncSession, source_id: UUID) -> Source | None:
    return await session.get(Source, source_id, with_for_update=True, populate_existing=True)


async def every(session: AsyncSession) -> Sequence[Source]:
    return (await session.scalars(select(Source).order_by(Source.tier, Source.name, Source.id))).all()


async def by_url(session: AsyncSession, url: str) -> Source | None:
    return (await session.scalars(select(Source).where(Source.url == url))).first()


async def entries_since(session: AsyncSession, source_id: UUID, since: datetime) -> int:
    counted = select(func.count()).select_from(Item).where(Item.source_id == source_id, Item.published_at >= since)
    return (await session.scalars(counted)).one()


async def failing(session: AsyncSession) -> int:
    wanted = select(func.count()).select_from(Source).where(Source.state == SourceState.FAILING)
    return (await session.scalars(wanted)).one()
