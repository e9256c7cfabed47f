"""Dated rules, lists, duties and addressees."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from infosec.models import Addressee, Duty, Listed, RuleValue


def _in_force(table: Any, day: date) -> ColumnElement[bool]:
    return and_(table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day))


async def rules(session: AsyncSession, day: date) -> dict[str, float]:
    """The values in force, by code."""
    rows = await session.scalars(select(RuleValue).where(_in_force(RuleValue, day)).order_by(RuleValue.valid_from))
    return {row.code: row.value for row in rows}


async def listed(session: AsyncSession, name: str, day: date) -> list[str]:
    wanted = select(Listed.value).where(Listed.list == name, _in_force(Listed, day)).order_by(Listed.value)
    return list((await session.scalars(wanted)).all())


async def duties(session: AsyncSession, day: date) -> Sequence[Duty]:
    return (await session.scalars(select(Duty).where(_in_force(Duty, day)).order_by(Duty.hours))).all()


async def addressees(session: AsyncSession, day: date, severity: str) -> list[Addressee]:
    rows = await session.scalars(select(Addressee).where(_in_force(Addressee, day)).order_by(Addressee.code))
    return [row for row in rows if not row.severities or severity in row.severities]
