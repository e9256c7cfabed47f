"""Items: found by what they say, by their story, by their text."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from press.models import Item, Source, Story
from press.rules.searching import Question
from press.schemas.inputs import ItemFilter


async def find(session: AsyncSession, item_id: UUID) -> Item | None:
    return await session.get(Item, item_id)


async def known(session: AsyncSession, source_id: UUID, identities: Collection[str]) -> dict[str, Item]:
    wanted = select(Item).where(Item.source_id == source_id, Item.identity.in_(list(identities)))
    return {row.identity: row for row in await session.scalars(wanted)}


async def like(session: AsyncSession, sketch: Sequence[int], url: str, since: datetime, limit: int) -> Sequence[Item]:
    """Originals that share a mark of their text, or have the same address, the oldest first."""
    same: ColumnElement[bool] = Item.sketch.overlap(list(sketch))
    if url:
        same = same | (Item.url == url)
    wanted = select(Item).where(same, Item.copy_of.is_(None), Item.created_at >= since)
    return (await session.scalars(wanted.order_by(Item.created_at, Item.id).limit(limit))).all()


async def texts(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """The folded words of items."""
    rows = await session.execute(select(Item.id, Item.folded).where(Item.id.in_(list(ids))))
    return {row.id: row.folded for row in rows}


async def of_story(session: AsyncSession, story_id: UUID, limit: int) -> Sequence[Item]:
    wanted = select(Item).where(Item.story_id == story_id).order_by(Item.published_at, Item.id).limit(limit)
    return (await session.scalars(wanted)).all()


async def voices(session: AsyncSession, story_id: UUID) -> tuple[int, int, int]:
    """Publishers, originals and copies of a story."""
    row = (
        await session.execute(
            select(
                func.count(Source.publisher.distinct()).filter(Item.copy_of.is_(None)),
                func.count().filter(Item.copy_of.is_(None)),
                func.count().filter(Item.copy_of.is_not(None)),
            )
            .select_from(Item)
            .join(Source, Source.id == Item.source_id)
            .where(Item.story_id == story_id)
        )
    ).one()
    return row[0], row[1], row[2]


async def page(session: AsyncSession, asked: PageQuery, question: Question, wanted: ItemFilter) -> Sequence[Item]:
    """Newest first."""
    found = select(Item).order_by(Item.published_at.desc(), Item.id.desc())
    if question.folded:
        found = found.where(Item.folded_words.bool_op("@@")(func.to_tsquery("simple", question.folded)))
    if question.accented:
        found = found.where(Item.words.bool_op("@@")(func.to_tsquery("simple", question.accented)))
    if wanted.place:
        found = found.where(Item.places.contains([wanted.place]))
    if wanted.agency:
        found = found.where(Item.agencies.contains([wanted.agency]))
    if wanted.source_id:
        found = found.where(Item.source_id == wanted.source_id)
    if wanted.since:
        found = found.where(Item.published_at >= wanted.since)
    if not wanted.with_copies:
        found = found.where(Item.copy_of.is_(None))
    if asked.after:
        found = found.where(tuple_(Item.published_at, Item.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def of_day(session: AsyncSession, begin: datetime, end: datetime, limit: int) -> Sequence[tuple[Story, int]]:
    """Stories with items of that day, those of most publishers first, with how many items the day brought."""
    number = func.count(Item.id)
    wanted = (
        select(Story, number)
        .join(Item, Item.story_id == Story.id)
        .where(Item.published_at >= begin, Item.published_at < end, Item.copy_of.is_(None))
        .group_by(Story.id)
        .order_by(Story.voices.desc(), number.desc(), Story.last_item_at.desc(), Story.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(wanted)]
