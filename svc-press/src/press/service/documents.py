"""Gathers what documents are made of, and renders the lists that the gateway answers from memory."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.outbox import COLLECTED, Outgoing
from hueioc.paging import Cursor, Page, PageQuery, cut, decode_cursor
from hueioc.views import publish_view
from press import models, schemas, views
from press.errors import UnknownAnswer, UnknownStory
from press.queries import items, reference, reports, responses, sources, stories
from press.rules.searching import question_of
from press.service.lexicon import names_of
from press.states import ResponseState
from press.views import Names

SHOWN_ITEMS = 200
SHOWN_REPORTS = 10
FIRST_PAGE = 20
DIGEST_STORIES = 40
CHUNK = 100


async def names(session: AsyncSession) -> Names:
    return names_of(await reference.units(session))


async def story_page(session: AsyncSession, wanted: schemas.StoryFilter) -> Page[schemas.StorySummary]:
    after = decode_cursor(wanted.cursor) if wanted.cursor else None
    found = await stories.page(session, PageQuery(wanted.limit, after), wanted)
    rows, more = cut(list(found), wanted.limit)
    cursor = Cursor(rows[-1].last_item_at, rows[-1].id).encode() if more else None
    return Page[schemas.StorySummary](items=await _summaries(session, rows), next_cursor=cursor)


async def first_stories(session: AsyncSession, key: str) -> Page[schemas.StorySummary]:
    return await story_page(session, schemas.StoryFilter())


async def _summaries(session: AsyncSession, rows: Sequence[models.Story]) -> list[schemas.StorySummary]:
    ids, called = [row.id for row in rows], await names(session)
    rung = await stories.alerts_of(session, ids)
    asked = {each.story_id: each.state for each in await responses.of_stories(session, ids)}
    return [views.summary(row, called, rung.get(row.id), asked.get(row.id)) for row in rows]


async def story(session: AsyncSession, story_id: UUID) -> schemas.Story:
    row = await stories.find(session, story_id)
    if row is None:
        raise UnknownStory
    (head,) = await _summaries(session, [row])
    called = await names(session)
    shown = [views.item(each, called) for each in await items.of_story(session, story_id, SHOWN_ITEMS)]
    asked = [await response(session, each) for each in await responses.of_stories(session, [story_id])]
    return views.story(head, row, called, shown, asked, await _reports_near(session, row))


async def _reports_near(session: AsyncSession, row: models.Story) -> list[schemas.NearbyReport]:
    if not row.places:
        return []
    days = (await reference.rule_values(session, now().astimezone(VIETNAM).date()))["report-days"]
    since = now() - timedelta(days=float(days))
    return [views.nearby(each) for each in await reports.in_wards(session, row.places, since, SHOWN_REPORTS)]


async def response(session: AsyncSession, row: models.Response) -> schemas.Response:
    return views.response(row, await names(session), await responses.history(session, row.id), now())


async def response_page(session: AsyncSession, wanted: schemas.ResponseFilter) -> Page[schemas.Response]:
    after = decode_cursor(wanted.cursor) if wanted.cursor else None
    found = await responses.page(session, PageQuery(wanted.limit, after), wanted.state, wanted.unit_id)
    rows, more = cut(list(found), wanted.limit)
    cursor = Cursor(rows[-1].assigned_at, rows[-1].id).encode() if more else None
    return Page[schemas.Response](items=[await response(session, row) for row in rows], next_cursor=cursor)


async def item_page(session: AsyncSession, wanted: schemas.ItemFilter) -> Page[schemas.Item]:
    after = decode_cursor(wanted.cursor) if wanted.cursor else None
    found = await items.page(session, PageQuery(wanted.limit, after), question_of(wanted.q), wanted)
    rows, more = cut(list(found), wanted.limit)
    cursor = Cursor(rows[-1].published_at, rows[-1].id).encode() if more else None
    called = await names(session)
    return Page[schemas.Item](items=[views.item(row, called) for row in rows], next_cursor=cursor)


async def answer_page(session: AsyncSession, asked: PageQuery) -> Page[schemas.PublicAnswer]:
    rows, more = cut(list(await responses.published(session, asked)), asked.limit)
    last = rows[-1] if more else None
    cursor = Cursor(last.published_at or last.updated_at, last.id).encode() if last else None
    return Page[schemas.PublicAnswer](items=[views.public_answer(row) for row in rows], next_cursor=cursor)


async def first_answers(session: AsyncSession, key: str) -> Page[schemas.PublicAnswer]:
    return await answer_page(session, PageQuery(FIRST_PAGE, None))


async def public_answer(session: AsyncSession, response_id: UUID) -> schemas.PublicAnswer:
    row = await responses.find(session, response_id)
    if row is None or row.state is not ResponseState.PUBLISHED:
        raise UnknownAnswer
    return views.public_answer(row)


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


async def digest(session: AsyncSession, day: date) -> schemas.Digest:
    """Of one day of Hue, midnight to midnight."""
    begin = datetime.combine(day, time.min, VIETNAM)
    end = begin + timedelta(days=1)
    called = await names(session)
    told = [
        schemas.DigestStory(
            title=row.title,
            excerpt=row.excerpt,
            url=row.url,
            publisher=row.first_publisher,
            voices=row.voices,
            items=number,
            places=views.places(row.places),
            agencies=[views.agency(code, called) for code in row.agencies],
        )
        for row, number in await items.of_day(session, begin, end, DIGEST_STORIES)
    ]
    answered = [views.public_answer(row) for row in await responses.published_between(session, begin, end)]
    return schemas.Digest(day=day, stories=told, answers=answered, made_at=now())


async def digest_of_today(session: AsyncSession, key: str) -> schemas.Digest:
    return await digest(session, day_of(now()))


async def source_list(session: AsyncSession, key: str) -> schemas.SourceList:
    return schemas.SourceList(items=[views.source(row) for row in await sources.every(session)])


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next answers after `after`, and where to go on; None at the end."""
    rows = await responses.published_after(session, after, CHUNK)
    for row in rows:
        publish_view(session, views.ANSWER, row.id, views.public_answer(row), version=row.version)
    return session.info.pop(COLLECTED, []), rows[-1].id if len(rows) == CHUNK else None
