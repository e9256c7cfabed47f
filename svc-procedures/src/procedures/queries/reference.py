"""Units, agencies, procedures, letters, and rules in force on a day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from procedures.models import Agency, LetterTemplate, Procedure, RuleValue, Unit
from procedures.models.reference import Dated


async def every_rule(session: AsyncSession) -> Sequence[RuleValue]:
    """All versions, the oldest first."""
    return (await session.scalars(select(RuleValue).order_by(RuleValue.valid_from, RuleValue.id))).all()


def in_force(rules: Sequence[RuleValue], day: date) -> dict[str, str]:
    """The numbers and words in force on `day`, by code."""
    return {row.code: row.value for row in rules if row.valid_from <= day and (not row.valid_to or row.valid_to > day)}


async def rule_values(session: AsyncSession, day: date) -> dict[str, str]:
    return in_force(await every_rule(session), day)


async def units(session: AsyncSession) -> Sequence[Unit]:
    return (await session.scalars(select(Unit).order_by(Unit.name_vi, Unit.id))).all()


async def unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    return await session.get(Unit, unit_id)


async def agencies(session: AsyncSession) -> Sequence[Agency]:
    return (await session.scalars(select(Agency).order_by(Agency.code))).all()


async def agency(session: AsyncSession, code: str) -> Agency | None:
    return await session.get(Agency, code)


async def codes_of_unit(session: AsyncSession, unit_id: UUID) -> Sequence[str]:
    return (await session.scalars(select(Agency.code).where(Agency.unit_id == unit_id))).all()


async def procedures(session: AsyncSession, day: date) -> Sequence[Procedure]:
    """What is in force on `day`, by name."""
    rows = select(Procedure).where(*_in_force(Procedure, day)).order_by(Procedure.name_vi, Procedure.code)
    return (await session.scalars(rows)).all()


async def terms_of(session: AsyncSession, codes: Sequence[str]) -> Sequence[Procedure]:
    """Every version of these procedures, the newest first."""
    rows = select(Procedure).where(Procedure.code.in_(codes)).order_by(Procedure.valid_from.desc(), Procedure.id)
    return (await session.scalars(rows)).all()


async def every_procedure(session: AsyncSession) -> Sequence[Procedure]:
    """Every version, the oldest first."""
    return (await session.scalars(select(Procedure).order_by(Procedure.valid_from, Procedure.id))).all()


async def letter(session: AsyncSession, code: str, day: date) -> LetterTemplate:
    wanted = select(LetterTemplate).where(LetterTemplate.code == code, *_in_force(LetterTemplate, day))
    return (await session.scalars(wanted.order_by(LetterTemplate.valid_from.desc()).limit(1))).one()


def _in_force(table: type[Dated], day: date) -> tuple[ColumnElement[bool], ...]:
    return table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day)  # pyright: ignore[reportReturnType]
