"""Every statement of scene reflection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from hueioc.clock import now
from hueioc.paging import Cursor, PageQuery
from reflection.models import Category, Deadline, Identity, Question, RatingGiven, Report, Unit
from reflection.states import CLOCK_RUNS, FINISHED, OPEN, State


@dataclass(frozen=True)
class ReportFilter:
    """What a list is narrowed to; None means all."""

    states: frozenset[State] | None = None
    category: str | None = None
    ward: str | None = None
    unit_id: UUID | None = None
    person_token: bytes | None = None


async def find_category(session: AsyncSession, code: str, at: datetime) -> Category | None:
    """The row of the category that is in force, with its questions."""
    statement = select(Category).where(Category.code == code, *_valid(at)).options(_with_questions(at))
    return await session.scalar(statement.execution_options(autoflush=False))


async def all_categories(session: AsyncSession) -> Sequence[Category]:
    moment = now()
    statement = select(Category).where(*_valid(moment)).order_by(Category.position, Category.code)
    return (await session.scalars(statement.options(_with_questions(moment)))).all()


def _with_questions(at: datetime) -> LoaderOption:
    """Those that are asked at this moment or will be; not what is over."""
    return selectinload(Category.dated_questions.and_(or_(Question.valid_to.is_(None), Question.valid_to > at)))


def _valid(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Category.valid_from <= at, or_(Category.valid_to.is_(None), Category.valid_to > at))


async def all_units(session: AsyncSession) -> Sequence[Unit]:
    return (await session.scalars(select(Unit).order_by(Unit.name_vi))).all()


async def find_unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    return await session.get(Unit, unit_id)


async def find_report(session: AsyncSession, report_id: UUID) -> Report | None:
    return await session.get(Report, report_id)


async def lock_report(session: AsyncSession, report_id: UUID) -> Report | None:
    """The report as it is now, held until the transaction ends, so that two actions follow each other."""
    await session.execute(select(Report.id).where(Report.id == report_id).with_for_update(of=Report))
    return await session.get(Report, report_id, populate_existing=True)


async def identity_of(session: AsyncSession, report_id: UUID) -> Identity | None:
    return await session.get(Identity, report_id)


async def list_reports(session: AsyncSession, wanted: ReportFilter, page: PageQuery) -> Sequence[Report]:
    """Newest first; one row more than the page holds, so that the caller knows whether more follow."""
    statement = _narrowed(select(Report), wanted).order_by(Report.created_at.desc(), Report.id.desc())
    if page.after:
        statement = statement.where(_before(page.after))
    return (await session.scalars(statement.limit(page.limit + 1))).all()


def _before(cursor: Cursor) -> ColumnElement[bool]:
    return tuple_(Report.created_at, Report.id) < (cursor.moment, cursor.id)


def _narrowed(statement: Select[Report], wanted: ReportFilter) -> Select[Report]:
    if wanted.states is not None:
        statement = statement.where(Report.state.in_(wanted.states))
    if wanted.category:
        statement = statement.where(Report.category_code == wanted.category)
    if wanted.ward:
        statement = statement.where(Report.ward_code == wanted.ward)
    if wanted.unit_id:
        statement = statement.where(Report.unit_id == wanted.unit_id)
    if wanted.person_token:
        mine = select(Identity.report_id).where(Identity.person_token == wanted.person_token)
        statement = statement.where(Report.id.in_(mine))
    return statement


async def count_by_state(session: AsyncSession) -> dict[State, int]:
    rows = await session.execute(select(Report.state, func.count().label("number")).group_by(Report.state))
    return {row.state: row.number for row in rows}


async def count_overdue(session: AsyncSession, at: datetime) -> int:
    statement = (
        select(func.count())
        .select_from(Report)
        .join(Deadline)
        .where(Report.state.in_(CLOCK_RUNS), Deadline.due_at < at)
    )
    return await session.scalar(statement) or 0


async def count_since(session: AsyncSession, moment: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(Report).where(Report.created_at >= moment)) or 0


async def count_ratings(session: AsyncSession) -> dict[str, int]:
    rows = await session.execute(select(RatingGiven.rating, func.count().label("number")).group_by(RatingGiven.rating))
    return {row.rating: row.number for row in rows}


async def due_for_withdrawal(session: AsyncSession, before: datetime, limit: int) -> Sequence[UUID]:
    statement = (
        select(Report.id)
        .where(
            Report.state.in_(FINISHED),
            Report.updated_at < before,
            Report.withdrawn_at.is_(None),
        )
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def recent_ids(session: AsyncSession, since: datetime, after: UUID | None, limit: int) -> Sequence[UUID]:
    """Ids of reports whose documents belong in the read models, for rebuilding them."""
    statement = select(Report.id).where(
        or_(Report.state.in_(OPEN | {State.RESOLVED}), Report.updated_at >= since), Report.withdrawn_at.is_(None)
    )
    if after:
        statement = statement.where(Report.id > after)
    return (await session.scalars(statement.order_by(Report.id).limit(limit))).all()
