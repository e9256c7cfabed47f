"""Deliveries and what was not taken of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from environment.models import Intake, RejectedRow
from hueioc.paging import PageQuery

MOST_ROWS = 1_000


async def page(session: AsyncSession, asked: PageQuery, *, with_rejections: bool) -> Sequence[Intake]:
    wanted = select(Intake).options(defer(Intake.raw)).order_by(Intake.created_at.desc(), Intake.id.desc())
    if with_rejections:
        wanted = wanted.where((Intake.rejected > 0) | Intake.unreadable.is_not(None))
    if asked.after:
        wanted = wanted.where(tuple_(Intake.created_at, Intake.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def find(session: AsyncSession, intake_id: UUID) -> Intake | None:
    return await session.get(Intake, intake_id)


async def rejected(session: AsyncSession, intake_id: UUID) -> Sequence[RejectedRow]:
    wanted = select(RejectedRow).where(RejectedRow.intake_id == intake_id).order_by(RejectedRow.number)
    return (await session.scalars(wanted.limit(MOST_ROWS))).all()
