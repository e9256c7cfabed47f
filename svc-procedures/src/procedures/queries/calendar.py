"""Statements about notices of the working calendar."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from procedures.models import CalendarNotice

_LOCK = 0x48554503
"""One notice after the other; advisory, of this database."""


async def take_turn(session: AsyncSession) -> None:
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def notice_of(session: AsyncSession, document: str) -> CalendarNotice | None:
    return await session.scalar(select(CalendarNotice).where(CalendarNotice.document == document))


async def notices(session: AsyncSession, limit: int) -> Sequence[CalendarNotice]:
    """The newest first."""
    return (await session.scalars(select(CalendarNotice).order_by(CalendarNotice.number.desc()).limit(limit))).all()
