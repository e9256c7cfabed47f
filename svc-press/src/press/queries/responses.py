"""What agencies were asked, and what they answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from press.models import Response, ResponseChange
from press.states import ResponseState

OPEN = (ResponseState.ASSIGNED, ResponseState.ANSWERED)


async def find(session: AsyncSession, response_id: UUID) -> Response | None:
    return await session.get(Response, response_id)


async def lock(session: AsyncSession, response_id: UUID) -> Response | None:
    wanted = select(Response).where(Response.id == response_id).with_for_update(of=Response)
    return (await session.scalars(wanted.execution_options(populate_existing=True))).first()


async def of_item(session: AsyncSession, item_id: UUID) -> Response | None:
    return (await session.scalars(select(Response).where(Response.item_id == item_id))).first()


async def of_stories(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Response]:
    wanted = select(Response).where(Response.story_id.in_(list(ids))).order_by(Response.assigned_at, Response.id)
    return (await session.scalars(wanted)).all()


async def page(
    session: AsyncSession, asked: PageQuery, state: ResponseState | None, unit_id: UUID | None
) -> Sequence[Response]:
    """Assigned last comes first."""
    found = select(Response).order_by(Response.assigned_at.desc(), Response.id.desc())
    if state:
        found = found.where(Response.state == state)
    if unit_id:
        found = found.where(Response.unit_id == unit_id)
    if asked.after:
        found = found.where(tuple_(Response.assigned_at, Response.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def published(session: AsyncSession, asked: PageQuery) -> Sequence[Response]:
    found = select(Response).where(Response.state == ResponseState.PUBLISHED)
    found = found.order_by(Response.published_at.desc(), Response.id.desc())
    if asked.after:
        found = found.where(tuple_(Response.published_at, Response.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def published_between(session: AsyncSession, begin: datetime, end: datetime) -> Sequence[Response]:
    found = select(Response).where(Response.published_at >= begin, Response.published_at < end)
    return (await session.scalars(found.order_by(Response.published_at, Response.id).limit(100))).all()


async def published_after(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Response]:
    found = select(Response).where(Response.state == ResponseState.PUBLISHED).order_by(Response.id).limit(limit)
    return (await session.scalars(found.where(Response.id > after) if after else found)).all()


async def late(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Response]:
    """Open, past their date, and nobody has been told."""
    found = select(Response).where(Response.state.in_(OPEN), Response.due_at < moment, Response.overdue_at.is_(None))
    found = found.order_by(Response.due_at, Response.id).limit(limit).with_for_update(of=Response, skip_locked=True)
    return (await session.scalars(found)).all()


async def counted_by_another(session: AsyncSession, version: str, limit: int) -> Sequence[Response]:
    """Open answers whose deadline was counted by another calendar than `version`."""
    found = select(Response).where(Response.state.in_(OPEN), Response.calendar_version != version)
    found = found.order_by(Response.due_at, Response.id).limit(limit).with_for_update(of=Response, skip_locked=True)
    return (await session.scalars(found)).all()


async def history(session: AsyncSession, response_id: UUID) -> Sequence[ResponseChange]:
    wanted = select(ResponseChange).where(ResponseChange.response_id == response_id)
    return (await session.scalars(wanted.order_by(ResponseChange.at, ResponseChange.id))).all()


async def figures(session: AsyncSession, moment: datetime) -> tuple[int, int, int]:
    """Open, open past their date, published."""
    is_open = Response.state.in_(OPEN)
    row = (
        await session.execute(
            select(
                func.count().filter(is_open),
                func.count().filter(is_open, Response.due_at < moment),
                func.count().filter(Response.state == ResponseState.PUBLISHED),
            ).select_from(Response)
        )
    ).one()
    return row[0], row[1], row[2]
