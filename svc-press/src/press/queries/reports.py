"""Reports of citizens in the places of a story."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from press.models import CitizenReport


async def keep(session: AsyncSession, row: dict[str, Any]) -> None:
    given = insert(CitizenReport).values(row)
    await session.execute(given.on_conflict_do_update(index_elements=[CitizenReport.report_id], set_=row))


async def in_wards(
    session: AsyncSession, wards: Collection[str], since: datetime, limit: int
) -> Sequence[CitizenReport]:
    """The newest first."""
    wanted = select(CitizenReport).where(CitizenReport.ward.in_(list(wards)), CitizenReport.at >= since)
    return (await session.scalars(wanted.order_by(CitizenReport.at.desc(), CitizenReport.report_id).limit(limit))).all()


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    await session.execute(delete(CitizenReport).where(CitizenReport.at < moment))
