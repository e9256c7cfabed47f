"""Agencies, units, code lists and rules."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cards.models import Agency, Aspect, Kind, Reason, RuleValue, Unit
from cards.states import Action

Row = TypeVar("Row", RuleValue, Reason, Kind, Aspect)


async def in_force(session: AsyncSession, table: type[Row], day: date) -> Sequence[Row]:
    """The rows of a table that hold on a day."""
    until = or_(table.valid_to.is_(None), table.valid_to > day)
    return (await session.scalars(select(table).where(table.valid_from <= day, until).order_by(table.id))).all()


async def rules(session: AsyncSession, day: date) -> dict[str, int]:
    return {row.code: row.value for row in await in_force(session, RuleValue, day)}


async def reasons(session: AsyncSession, day: date, action: Action) -> set[str]:
    return {row.code for row in await in_force(session, Reason, day) if row.action is action}


async def agency(session: AsyncSession, agency_id: UUID) -> Agency | None:
    return await session.get(Agency, agency_id)


async def agencies(session: AsyncSession, ids: Iterable[UUID] | None = None) -> dict[UUID, Agency]:
    wanted = select(Agency).order_by(Agency.name_vi)
    if ids is not None:
        wanted = wanted.where(Agency.id.in_(list(ids)))
    return {row.id: row for row in (await session.scalars(wanted)).all()}


async def unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    return await session.get(Unit, unit_id)


async def hotline(session: AsyncSession, agency_id: UUID, unit_id: UUID | None) -> str:
    """Of the unit, else of any unit of the agency; empty when the registry knows none."""
    wanted = select(Unit.hotline).where(Unit.agency_id == agency_id, Unit.hotline != "")
    found = await session.scalar(wanted.order_by((Unit.id == unit_id).desc(), Unit.id).limit(1))
    return found or ""
