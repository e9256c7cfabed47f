"""Cards and their history."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from cards.models import Card, CardChange, Official
from cards.states import COMING, LIVE, State
from hueioc.paging import PageQuery
from hueioc.vi import fold


class Wanted(NamedTuple):
    """Which cards are asked for; empty parts ask for all."""

    state: State | None = None
    agency_id: UUID | None = None
    words: str = ""


async def find(session: AsyncSession, card_id: UUID) -> Card | None:
    return await session.get(Card, card_id)


async def lock(session: AsyncSession, card_id: UUID) -> Card | None:
    return await session.get(Card, card_id, with_for_update=True, populate_existing=True)


async def by_short_id(session: AsyncSession, short_id: str) -> Card | None:
    return (await session.scalars(select(Card).where(Card.short_id == short_id))).first()


async def live_of(session: AsyncSession, official_id: UUID) -> Card | None:
    """The card that the official has now, locked."""
    wanted = select(Card).where(Card.official_id == official_id, Card.state.in_(LIVE)).with_for_update()
    return (await session.scalars(wanted)).first()


async def coming_of(session: AsyncSession, official_id: UUID) -> Card | None:
    wanted = select(Card).where(Card.official_id == official_id, Card.state.in_(COMING))
    return (await session.scalars(wanted)).first()


async def history(session: AsyncSession, card_id: UUID) -> Sequence[CardChange]:
    wanted = select(CardChange).where(CardChange.card_id == card_id).order_by(CardChange.created_at, CardChange.id)
    return (await session.scalars(wanted)).all()


async def page(session: AsyncSession, asked: PageQuery, wanted: Wanted) -> Sequence[Card]:
    """Newest first."""
    rows = select(Card).order_by(Card.created_at.desc(), Card.id.desc())
    if wanted.state:
        rows = rows.where(Card.state == wanted.state)
    if wanted.agency_id:
        rows = rows.where(Card.agency_id == wanted.agency_id)
    if wanted.words:
        named = select(Official.id).where(Official.folded.contains(fold(wanted.words), autoescape=True))
        rows = rows.where(Card.official_id.in_(named))
    if asked.after:
        rows = rows.where(tuple_(Card.created_at, Card.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(rows.limit(asked.limit + 1))).all()


async def run_out(session: AsyncSession, day: date, limit: int) -> Sequence[Card]:
    """Live cards whose last day is before `day`, locked."""
    wanted = select(Card).where(Card.state.in_(LIVE), Card.valid_to < day).order_by(Card.valid_to).limit(limit)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def counts(session: AsyncSession) -> dict[State, int]:
    rows = await session.execute(select(Card.state, func.count()).group_by(Card.state))
    return {row[0]: row[1] for row in rows}


async def expiring(session: AsyncSession, until: date) -> int:
    wanted = select(func.count()).select_from(Card).where(Card.state.in_(LIVE), Card.valid_to <= until)
    return await session.scalar(wanted) or 0


async def taken_indexes(session: AsyncSession, number: int, candidates: Sequence[int]) -> set[int]:
    wanted = select(Card.status_index).where(Card.status_list == number, Card.status_index.in_(candidates))
    return {index for index in await session.scalars(wanted) if index is not None}


async def last_day_of_kid(session: AsyncSession, kid: str) -> date | None:
    return await session.scalar(select(func.max(Card.valid_to)).where(Card.kid == kid))
