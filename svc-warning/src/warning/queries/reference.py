"""Reference data in force on a day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from warning.models import DraftRule, Hazard, RiskLevel, SituationRule
from warning.models.reference import Dated


def _in_force(table: type[Dated], day: date) -> ColumnElement[bool]:
    return (table.valid_from <= day) & or_(table.valid_to.is_(None), table.valid_to > day)


async def hazards(session: AsyncSession, day: date) -> dict[str, Hazard]:
    rows = await session.scalars(select(Hazard).where(_in_force(Hazard, day)).order_by(Hazard.valid_from, Hazard.code))
    return {row.code: row for row in rows}


async def risk_levels(session: AsyncSession, day: date) -> dict[int, RiskLevel]:
    wanted = select(RiskLevel).where(_in_force(RiskLevel, day)).order_by(RiskLevel.valid_from, RiskLevel.number)
    return {row.number: row for row in await session.scalars(wanted)}


async def draft_rule(session: AsyncSession, entity: str, station: str, level: int, day: date) -> DraftRule | None:
    """That of the station itself before the one for every station."""
    wanted = select(DraftRule).where(
        DraftRule.entity == entity,
        DraftRule.station.in_((station, "")),
        DraftRule.level == level,
        _in_force(DraftRule, day),
    )
    return (await session.scalars(wanted.order_by(DraftRule.station.desc(), DraftRule.valid_from.desc()))).first()


async def situation_rules(session: AsyncSession, day: date) -> Sequence[SituationRule]:
    return (
        await session.scalars(select(SituationRule).where(_in_force(SituationRule, day)).order_by(SituationRule.code))
    ).all()
