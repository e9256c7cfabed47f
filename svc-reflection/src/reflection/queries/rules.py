"""Statements about the dated rules and who changed them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Category, ProcessRule, Question, RoutingRule, RuleKind, RuleLine, Unit
from reflection.rules.terms import Term


async def lock_line(session: AsyncSession, kind: RuleKind, key: str, at: datetime) -> RuleLine:
    """The line, held until the transaction ends; made when nobody has changed this rule before."""
    new = {"kind": kind, "key": key, "version": 0, "changed_by": "", "changed_at": at}
    await session.execute(insert(RuleLine).values(new).on_conflict_do_nothing())
    statement = select(RuleLine).where(RuleLine.kind == kind, RuleLine.key == key).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def lines_of(session: AsyncSession, kind: RuleKind, begins_with: str = "") -> dict[str, RuleLine]:
    statement = select(RuleLine).where(RuleLine.kind == kind, RuleLine.key.startswith(begins_with, autoescape=True))
    return {row.key: row for row in await session.scalars(statement)}


async def lines_that_count(session: AsyncSession, at: datetime) -> Sequence[RuleLine]:
    """Lines whose last change counts by now and was not told yet."""
    statement = select(RuleLine).where(RuleLine.counts_from <= at).order_by(RuleLine.kind, RuleLine.key)
    return (await session.scalars(statement.with_for_update(skip_locked=True))).all()


async def category_rows(session: AsyncSession, code: str | None = None) -> Sequence[Category]:
    """Every row, by code, oldest first."""
    statement = select(Category).order_by(Category.code, Category.valid_from)
    if code:
        statement = statement.where(Category.code == code)
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def question_rows(session: AsyncSession, category: str, code: str | None = None) -> Sequence[Question]:
    statement = select(Question).where(Question.category_code == category).order_by(Question.code, Question.valid_from)
    if code:
        statement = statement.where(Question.code == code)
    return (await session.scalars(statement)).all()


async def routing_rows(session: AsyncSession, category: str | None = None) -> Sequence[tuple[RoutingRule, Unit]]:
    """Oldest first, the lead before the others."""
    statement = (
        select(RoutingRule, Unit)
        .join(Unit, Unit.id == RoutingRule.unit_id)
        .order_by(
            RoutingRule.category_code,
            RoutingRule.ward_code.is_not(None),
            RoutingRule.ward_code,
            RoutingRule.valid_from,
            RoutingRule.is_lead.desc(),
            RoutingRule.position,
        )
    )
    if category:
        statement = statement.where(RoutingRule.category_code == category)
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def term_rows(session: AsyncSession, code: Term | None = None) -> Sequence[ProcessRule]:
    statement = select(ProcessRule).order_by(ProcessRule.code, ProcessRule.valid_from)
    if code:
        statement = statement.where(ProcessRule.code == code)
    return (await session.scalars(statement)).all()


async def highest_position(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(Category.position))) or 0
