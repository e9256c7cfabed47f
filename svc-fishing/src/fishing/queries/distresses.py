"""Distress and its log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Distress, DistressLine
from fishing.states import DistressState
from hueioc.paging import PageQuery

SENDER_LOCK = 0x534F53


async def lock_sender(session: AsyncSession, sender: str) -> None:
    """Signals of one sender take turns, so that two of them at once open one distress."""
    await session.execute(select(func.pg_advisory_xact_lock(SENDER_LOCK, func.hashtext(sender))))


async def open_of(session: AsyncSession, sender: str) -> Distress | None:
    wanted = select(Distress).where(Distress.sender == sender, Distress.state != DistressState.CLOSED)
    return (await session.scalars(wanted.with_for_update())).first()


async def closed_at(session: AsyncSession, sender: str) -> datetime | None:
    return await session.scalar(select(func.max(Distress.closed_at)).where(Distress.sender == sender))


async def lock(session: AsyncSession, distress_id: UUID) -> Distress | None:
    return await session.get(Distress, distress_id, with_for_update=True, populate_existing=True)


async def find(session: AsyncSession, distress_id: UUID) -> Distress | None:
    return await session.get(Distress, distress_id)


async def opened(session: AsyncSession) -> Sequence[Distress]:
    """Newest first, real ones before tests."""
    wanted = select(Distress).where(Distress.state != DistressState.CLOSED)
    return (await session.scalars(wanted.order_by(Distress.is_test, Distress.raised_at.desc()).limit(100))).all()


async def page(session: AsyncSession, asked: PageQuery, state: DistressState | None) -> Sequence[Distress]:
    wanted = select(Distress).order_by(Distress.raised_at.desc(), Distress.id.desc())
    if state:
        wanted = wanted.where(Distress.state == state)
    if asked.after:
        wanted = wanted.where(tuple_(Distress.raised_at, Distress.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def lines(session: AsyncSession, distress_id: UUID) -> Sequence[DistressLine]:
    wanted = select(DistressLine).where(DistressLine.distress_id == distress_id)
    return (await session.scalars(wanted.order_by(DistressLine.at, DistressLine.id))).all()
