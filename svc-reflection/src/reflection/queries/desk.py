"""Statements of the desk: routing, units, what happened near here before, merged reports."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import h3
from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import AnswerTemplate, Identity, Report, ReportUnit, RoutingRule, Unit, UnitContact
from reflection.states import Outcome, State


async def routes_for(
    session: AsyncSession, category: str, ward: str | None, day: date
) -> Sequence[tuple[RoutingRule, Unit]]:
    """The rules in force for this category there, the ward's own before those of the whole city."""
    statement = (
        select(RoutingRule, Unit)
        .join(Unit, Unit.id == RoutingRule.unit_id)
        .where(
            RoutingRule.category_code == category,
            or_(RoutingRule.ward_code.is_(None), RoutingRule.ward_code == ward),
            RoutingRule.valid_from <= day,
            or_(RoutingRule.valid_to.is_(None), RoutingRule.valid_to > day),
        )
        .order_by(RoutingRule.is_lead.desc(), RoutingRule.ward_code.is_(None), RoutingRule.position, Unit.name_vi)
        .execution_options(autoflush=False)  # asked in the midst of a change
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def units_named(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Unit]:
    rows = await session.scalars(select(Unit).where(Unit.id.in_(ids)))
    return {row.id: row for row in rows}


async def supports(session: AsyncSession, report_id: UUID, unit_id: UUID) -> bool:
    """Whether the unit supports the one in the lead."""
    found = exists().where(ReportUnit.report_id == report_id, ReportUnit.unit_id == unit_id)
    return bool(await session.scalar(select(found)))


async def ended_near(session: AsyncSession, report: Report, since: datetime, cells: Sequence[int]) -> Sequence[Report]:
    """Reports of the same category in these cells that were settled since then, the latest first."""
    statement = (
        select(Report)
        .where(
            Report.cell.in_(cells),
            Report.category_code == report.category_code,
            Report.state.in_({State.RESOLVED, State.CLOSED}),
            Report.state_since >= since,
            Report.id != report.id,
        )
        .order_by(Report.state_since.desc())
        .limit(50)
        .execution_options(autoflush=False)
    )
    return (await session.scalars(statement)).all()


def cells_around(cell: int) -> list[int]:
    return [h3.str_to_int(each) for each in h3.grid_disk(h3.int_to_str(cell), 1)]


async def merged_into(session: AsyncSession, report_id: UUID) -> Sequence[UUID]:
    return (await session.scalars(select(Report.id).where(Report.merged_into_id == report_id))).all()


async def subscribers(session: AsyncSession, report_id: UUID) -> Sequence[bytes]:
    """Tokens of everybody who has reported it: the reporter, and those of its duplicates."""
    statement = (
        select(Identity.person_token)
        .join(Report, Report.id == Identity.report_id)
        .where(or_(Report.id == report_id, Report.merged_into_id == report_id))
        .distinct()
    )
    return (await session.scalars(statement)).all()


async def count_merged(session: AsyncSession, report_id: UUID) -> int:
    return await session.scalar(select(func.count()).where(Report.merged_into_id == report_id)) or 0


async def contacts_of(session: AsyncSession, unit_id: UUID, day: date) -> Sequence[UnitContact]:
    statement = select(UnitContact).where(
        UnitContact.unit_id == unit_id,
        UnitContact.valid_from <= day,
        or_(UnitContact.valid_to.is_(None), UnitContact.valid_to > day),
    )
    return (await session.scalars(statement.order_by(UnitContact.id))).all()


async def templates(
    session: AsyncSession, day: date, category: str | None, outcome: Outcome | None
) -> Sequence[AnswerTemplate]:
    """In force on `day`; of a category also those for every category, the more special first."""
    statement = select(AnswerTemplate).where(
        AnswerTemplate.valid_from <= day, or_(AnswerTemplate.valid_to.is_(None), AnswerTemplate.valid_to > day)
    )
    if category:
        statement = statement.where(
            or_(AnswerTemplate.category_code.is_(None), AnswerTemplate.category_code == category)
        )
    if outcome:
        statement = statement.where(or_(AnswerTemplate.outcome.is_(None), AnswerTemplate.outcome == outcome))
    order = (AnswerTemplate.category_code.is_(None), AnswerTemplate.outcome, AnswerTemplate.name)
    return (await session.scalars(statement.order_by(*order))).all()


async def template_of(session: AsyncSession, template_id: UUID) -> AnswerTemplate | None:
    return await session.get(AnswerTemplate, template_id)
