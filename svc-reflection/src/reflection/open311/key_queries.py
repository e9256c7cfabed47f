"""Statements about the keys of partners."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Open311Key, Open311Request, Open311Update


async def key_of(session: AsyncSession, key_hash: bytes) -> Open311Key | None:
    return await session.get(Open311Key, key_hash)


async def key_by_id(session: AsyncSession, key_id: UUID) -> Open311Key | None:
    """Locked: of two who revoke it at once, one does."""
    return await session.scalar(select(Open311Key).where(Open311Key.id == key_id).with_for_update())


async def all_keys(session: AsyncSession) -> list[tuple[Open311Key, datetime | None]]:
    """With the moment of the last report or update, the newest key first."""
    last = [
        select(func.max(kind.created_at)).where(kind.key_id == Open311Key.id).scalar_subquery()
        for kind in (Open311Request, Open311Update)
    ]
    rows = await session.execute(select(Open311Key, func.greatest(*last)).order_by(Open311Key.id.desc()))
    return [(row[0], row[1]) for row in rows]


async def sent_since(session: AsyncSession, key_id: UUID, since: datetime) -> int:
    """How many reports and updates came with this key."""
    counts = [
        select(func.count()).where(kind.key_id == key_id, kind.created_at > since).scalar_subquery()
        for kind in (Open311Request, Open311Update)
    ]
    return await session.scalar(select(literal(0) + counts[0] + counts[1])) or 0
