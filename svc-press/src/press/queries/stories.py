"""Stories and their alerts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from hueioc.paging import PageQuery
from press.models import Alert, Story
from press.schemas.inputs import StoryFilter
from press.states import Tone


async def find(session: AsyncSession, story_id: UUID) -> Story | None:
    return await session.get(Story, story_id)


async def lock(session: AsyncSession, story_id: UUID) -> Story | None:
    whole = [undefer(Story.centre), undefer(Story.terms)]
    return await session.get(Story, story_id, options=whole, with_for_update=True, populate_existing=True)


async def near(session: AsyncSession, terms: Collection[str], since: datetime, limit: int) -> Sequence[Story]:
    """Open stories with news since then that share a term, newest first."""
    wanted = select(Story).where(
        Story.closed_at.is_(None), Story.last_item_at >= since, Story.terms.overlap(list(terms))
    )
    wanted = wanted.options(undefer(Story.centre)).order_by(Story.last_item_at.desc(), Story.id).limit(limit)
    return (await session.scalars(wanted)).all()


async def page(session: AsyncSession, asked: PageQuery, wanted: StoryFilter) -> Sequence[Story]:
    """Those with news last come first."""
    found = select(Story).order_by(Story.last_item_at.desc(), Story.id.desc())
    if wanted.tone:
        found = found.where(Story.tone == wanted.tone)
    if wanted.agency:
        found = found.where(Story.agencies.contains([wanted.agency]))
    if wanted.alerted:
        found = found.where(exists().where(Alert.story_id == Story.id))
    if wanted.unseen:
        found = found.where(exists().where(Alert.story_id == Story.id, Alert.seen_at.is_(None)))
    if asked.after:
        found = found.where(tuple_(Story.last_item_at, Story.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def alerts_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Alert]:
    return {row.story_id: row for row in await session.scalars(select(Alert).where(Alert.story_id.in_(list(ids))))}


async def alert(session: AsyncSession, story_id: UUID) -> Alert | None:
    return (await session.scalars(select(Alert).where(Alert.story_id == story_id).with_for_update())).first()


async def quiet(session: AsyncSession, before: datetime, limit: int) -> Sequence[Story]:
    wanted = select(Story).where(Story.closed_at.is_(None), Story.last_item_at < before)
    return (await session.scalars(wanted.order_by(Story.id).limit(limit).with_for_update(skip_locked=True))).all()


async def figures(session: AsyncSession, since: datetime) -> tuple[int, int, int]:
    """Stories opened since then, those open with a negative tone, alerts that nobody has looked at."""
    opened = select(func.count()).select_from(Story).where(Story.opened_at >= since)
    negative = select(func.count()).select_from(Story).where(Story.closed_at.is_(None), Story.tone == Tone.NEGATIVE)
    unseen = select(func.count()).select_from(Alert).where(Alert.seen_at.is_(None))
    first, second, third = [(await session.scalars(each)).one() for each in (opened, negative, unseen)]
    return first, second, third


async def with_places(session: AsyncSession, since: datetime, limit: int) -> Sequence[Story]:
    wanted = select(Story).where(Story.last_item_at >= since, func.cardinality(Story.places) > 0)
    return (await session.scalars(wanted.order_by(Story.last_item_at.desc(), Story.id).limit(limit))).all()
