"""Renders the lists, counters and statistics that the gateway answers from memory."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.paging import Cursor, PageQuery, cut
from hueioc.views import that_fit
from reflection import schemas, views
from reflection.queries import feed as published
from reflection.queries import reports
from reflection.queries.feed import PublicFilter, Sort
from reflection.queries.queue import open_queue
from reflection.queries.reports import ReportFilter
from reflection.service.cards import card, queue_item
from reflection.states import Rating, State

FIRST_PAGE = PageQuery(limit=20, after=None)
CONTENT = (Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.ACCEPTABLE)
"""Satisfaction in the portal's lenient sense."""


async def feed(session: AsyncSession, wanted: PublicFilter, page: PageQuery) -> schemas.ReportPage:
    rows, more = cut(list(await published.page(session, wanted, page)), page.limit)
    moment = "updated_at" if wanted.sort is Sort.UPDATED else "created_at"
    return schemas.ReportPage(
        items=[card(row) for row in rows],
        next_cursor=_next(rows[-1][moment], rows[-1]["id"]) if more else None,
    )


async def own_reports(session: AsyncSession, person_token: bytes, page: PageQuery) -> schemas.OwnReportPage:
    wanted = ReportFilter(person_token=person_token)
    rows, more = cut(list(await reports.list_reports(session, wanted, page)), page.limit)
    return schemas.OwnReportPage(
        items=[views.own_report(row) for row in rows],
        next_cursor=_next(rows[-1].created_at, rows[-1].id) if more else None,
    )


def _next(moment: datetime, row_id: UUID) -> str:
    return Cursor(moment, row_id).encode()


async def first_page(session: AsyncSession, key: str) -> schemas.ReportPage:
    return await feed(session, PublicFilter(), FIRST_PAGE)


async def queue_of(session: AsyncSession, unit_id: UUID | None) -> schemas.Queue:
    rows, total = await open_queue(session, unit_id)
    return schemas.Queue(items=that_fit(queue_item(row) for row in rows), total=total)


async def whole_queue(session: AsyncSession, key: str) -> schemas.Queue:
    return await queue_of(session, None)


async def statistics(session: AsyncSession, key: str) -> schemas.Statistics:
    """Satisfaction = content ratings / ratings; response rate = ratings / (resolved + closed)."""
    by_state = await reports.count_by_state(session)
    ratings = await reports.count_ratings(session)
    rated = sum(ratings.values())
    content = sum(ratings.get(each, 0) for each in CONTENT)
    finished = by_state.get(State.RESOLVED, 0) + by_state.get(State.CLOSED, 0)
    return schemas.Statistics(
        by_state={state: by_state.get(state, 0) for state in State},
        total=sum(by_state.values()),
        overdue=await reports.count_overdue(session, now()),
        rated=rated,
        content=content,
        response_rate=rated / finished if finished else None,
        satisfaction=content / rated if rated else None,
    )


async def categories(session: AsyncSession, key: str) -> schemas.Categories:
    return schemas.Categories(items=[views.category_entry(row) for row in await reports.all_categories(session)])


async def units(session: AsyncSession, key: str) -> schemas.Units:
    return schemas.Units(items=[views.unit(row) for row in await reports.all_units(session)])
