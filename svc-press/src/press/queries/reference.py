"""Units, dictionaries and rules in force on a day."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from press.models import AgencyTerm, Cue, DeadlineRule, RuleValue, Unit, Watch

Row = TypeVar("Row", AgencyTerm, Cue, DeadlineRule, RuleValue)


def _in_force(table: type[Row], day: date) -> tuple[ColumnElement[bool], ...]:
    return table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day)


async def in_force(session: AsyncSession, table: type[Row], day: date) -> Sequence[Row]:
    wanted = select(table).where(*_in_force(table, day)).order_by(table.valid_from, table.id)
    return (await session.scalars(wanted)).all()


async def rule_values(session: AsyncSession, day: date) -> dict[str, str]:
    return {row.code: row.value for row in await in_force(session, RuleValue, day)}


async def units(session: AsyncSession) -> Sequence[Unit]:
    return (await session.scalars(select(Unit).order_by(Unit.name_vi, Unit.id))).all()


async def unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    return await session.get(Unit, unit_id)


async def watches(session: AsyncSession, *, only_active: bool = False) -> Sequence[Watch]:
    wanted = select(Watch).order_by(Watch.name, Watch.id)
    return (await session.scalars(wanted.where(Watch.is_active) if only_active else wanted)).all()
