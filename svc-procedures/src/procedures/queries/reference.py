"""Units, and rules in force on a day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from procedures.models import RuleValue, Unit


async def rule_values(session: AsyncSession, day: date) -> dict[str, str]:
    """The numbers and words in force on `day`, by code."""
    open_ended = or_(RuleValue.valid_to.is_(None), RuleValue.valid_to > day)
    rows = select(RuleValue).where(RuleValue.valid_from <= day, open_ended).order_by(RuleValue.valid_from, RuleValue.id)
    return {row.code: row.value for row in await session.scalars(rows)}


async def units(session: AsyncSession) -> Sequence[Unit]:
    return (await session.scalars(select(Unit).order_by(Unit.name_vi, Unit.id))).all()


async def unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    return await session.get(Unit, unit_id)
