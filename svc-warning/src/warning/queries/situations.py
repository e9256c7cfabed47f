"""What was seen, and situations."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from warning.models import Member, Seen, Situation
from warning.states import SituationState

_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('warning.situations'))")


async def take_turns(session: AsyncSession) -> None:
    """Two things seen at once by two consumers must see each other."""
    await session.execute(_ONE_AT_A_TIME)


async def add_seen(session: AsyncSession, row: dict[str, object]) -> bool:
    """False: it was seen before."""
    added = insert(Seen).values(row).on_conflict_do_nothing().returning(Seen.event_id)
    return (await session.scalar(added)) is not None


async def seen_around(
    session: AsyncSession, at: datetime, window: timedelta, lat: float, margin: float
) -> Sequence[Seen]:
    """Within the window, and within a band of latitude; the rule looks closer."""
    wanted = select(Seen).where(Seen.at.between(at - window, at + window), Seen.lat.between(lat - margin, lat + margin))
    return (await session.scalars(wanted.order_by(Seen.at, Seen.event_id))).all()


async def open_with(session: AsyncSession, rule: str, events: Iterable[UUID]) -> Situation | None:
    """The oldest open situation of the rule to which one of these belongs."""
    wanted = select(Situation).join(Member, Member.situation_id == Situation.id)
    wanted = wanted.where(
        Situation.rule == rule, Situation.state == SituationState.OPEN, Member.event_id.in_(list(events))
    )
    return (await session.scalars(wanted.order_by(Situation.id).limit(1).with_for_update(of=Situation))).first()


async def add_members(session: AsyncSession, situation_id: UUID, events: Iterable[UUID]) -> None:
    rows = [{"situation_id": situation_id, "event_id": each} for each in events]
    await session.execute(insert(Member).values(rows).on_conflict_do_nothing())


async def members(session: AsyncSession, situation_ids: Sequence[UUID]) -> dict[UUID, list[Seen]]:
    wanted = select(Member.situation_id, Seen).join(Seen, Seen.event_id == Member.event_id)
    rows = await session.execute(wanted.where(Member.situation_id.in_(situation_ids)).order_by(Seen.at, Seen.event_id))
    found: dict[UUID, list[Seen]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1])
    return found


async def lock(session: AsyncSession, situation_id: UUID) -> Situation | None:
    return await session.get(Situation, situation_id, with_for_update=True, populate_existing=True)


async def page(session: AsyncSession, paging: PageQuery, state: SituationState | None) -> Sequence[Situation]:
    wanted = select(Situation)
    if state:
        wanted = wanted.where(Situation.state == state)
    if paging.after:
        older = (Situation.created_at < paging.after.moment) | (
            (Situation.created_at == paging.after.moment) & (Situation.id < paging.after.id)
        )
        wanted = wanted.where(older)
    order = (Situation.created_at.desc(), Situation.id.desc())
    return (await session.scalars(wanted.order_by(*order).limit(paging.limit + 1))).all()


async def count_open(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).where(Situation.state == SituationState.OPEN)) or 0


async def gone_quiet(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Situation]:
    wanted = select(Situation).where(Situation.state == SituationState.OPEN, Situation.closes_at <= moment)
    return (await session.scalars(wanted.order_by(Situation.id).limit(limit).with_for_update(skip_locked=True))).all()


async def forget_seen(session: AsyncSession, before: datetime) -> None:
    """What belongs to no situation and no rule looks back to."""
    kept = select(Member.event_id)
    await session.execute(delete(Seen).where(Seen.at < before, Seen.event_id.not_in(kept)))
