"""Creatives, schedules and plays."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from advertising.models import Creative, Play, Schedule
from advertising.states import CreativeState
from hueioc.paging import PageQuery


async def find(session: AsyncSession, creative_id: UUID) -> Creative | None:
    return await session.get(Creative, creative_id)


async def lock(session: AsyncSession, creative_id: UUID) -> Creative | None:
    return await session.get(Creative, creative_id, with_for_update=True, populate_existing=True)


async def page(session: AsyncSession, asked: PageQuery, state: CreativeState | None) -> Sequence[Creative]:
    wanted = select(Creative).order_by(Creative.created_at.desc(), Creative.id.desc())
    if state:
        wanted = wanted.where(Creative.state == state)
    if asked.after:
        wanted = wanted.where(tuple_(Creative.created_at, Creative.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def by_ids(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Creative]:
    rows = await session.scalars(select(Creative).where(Creative.id.in_(list(ids))))
    return {row.id: row for row in rows}


async def approved(session: AsyncSession, day: date) -> list[tuple[UUID, bytes, str]]:
    """Id, PDQ and SHA-256 of every creative whose approval holds on that day."""
    holds = Creative.valid_from.is_not(None) & (Creative.valid_from <= day)
    until = or_(Creative.valid_to.is_(None), Creative.valid_to >= day)
    wanted = select(Creative.id, Creative.pdq, Creative.sha256).where(
        Creative.state == CreativeState.APPROVED, holds, until, Creative.pdq.is_not(None)
    )
    return [(row[0], row[1] or b"", row[2] or "") for row in await session.execute(wanted.order_by(Creative.id))]


async def schedules(session: AsyncSession, screen_id: UUID) -> Sequence[Schedule]:
    wanted = select(Schedule).where(Schedule.screen_id == screen_id).order_by(Schedule.priority.desc(), Schedule.begins)
    return (await session.scalars(wanted)).all()


async def plays(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Play]:
    rows = await session.scalars(select(Play).where(Play.play_id.in_(list(ids))))
    return {row.play_id: row for row in rows}


async def keep_plays(session: AsyncSession, rows: list[dict[str, object]]) -> None:
    if rows:
        await session.execute(insert(Play).on_conflict_do_nothing(), rows)
