"""Statements about appeals against rejections."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Appeal, Report
from reflection.states import State


async def appeal_of(session: AsyncSession, report_id: UUID) -> Appeal | None:
    return await session.get(Appeal, report_id)


def decided(*, is_upheld: bool | None) -> ColumnElement[bool]:
    """None: those that wait."""
    return Appeal.is_upheld.is_(is_upheld)


async def page(
    session: AsyncSession, *, is_upheld: bool | None, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[tuple[Appeal, Report]]:
    """Newest first; one row more than asked for, so that the caller knows whether more follow."""
    statement = select(Appeal, Report).join(Report, Report.id == Appeal.report_id).where(decided(is_upheld=is_upheld))
    if after:
        statement = statement.where(tuple_(Appeal.appealed_at, Appeal.report_id) < after)
    statement = statement.order_by(Appeal.appealed_at.desc(), Appeal.report_id.desc()).limit(limit + 1)
    return [(row[0], row[1]) for row in (await session.execute(statement)).unique()]


async def counts(session: AsyncSession) -> tuple[int, dict[bool | None, int]]:
    """How many reports were ever rejected, and how many appeals there are by what was decided."""
    by = await session.execute(select(Appeal.is_upheld, func.count()).group_by(Appeal.is_upheld))
    appealed = select(Appeal.report_id)
    rejected = await session.scalar(
        select(func.count()).select_from(Report).where(or_(Report.state == State.REJECTED, Report.id.in_(appealed)))
    )
    return rejected or 0, {row[0]: row[1] for row in by}
