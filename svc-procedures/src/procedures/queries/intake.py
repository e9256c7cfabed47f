"""Statements about refused rows, look-ups and what citizens say of agencies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, delete, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from procedures.models import LookupLimit, Owner, RefusedRow, Satisfaction
from procedures.models.dossier import Dossier

_MOMENT = DateTime(timezone=True)


class Limit(NamedTuple):
    """`burst` tries at once, then one each `interval` (GCRA)."""

    key: bytes
    burst: int
    interval: timedelta


async def count_again(session: AsyncSession, content_hash: bytes, at: datetime) -> bool:
    """Whether this very row was refused before; it is counted then."""
    again = update(RefusedRow).where(RefusedRow.content_hash == content_hash)
    changed = await session.execute(
        again.values(times=RefusedRow.times + 1, at=at)
        .returning(RefusedRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


async def refused_page(session: AsyncSession, asked: PageQuery) -> Sequence[RefusedRow]:
    """The newest first."""
    rows = select(RefusedRow).order_by(RefusedRow.at.desc(), RefusedRow.id.desc()).limit(asked.limit + 1)
    if asked.after:
        rows = rows.where(tuple_(RefusedRow.at, RefusedRow.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(rows)).all()


async def refused_before(session: AsyncSession, moment: datetime, limit: int) -> Sequence[UUID]:
    return (await session.scalars(select(RefusedRow.id).where(RefusedRow.at < moment).limit(limit))).all()


async def delete_refused(session: AsyncSession, row_ids: Sequence[UUID]) -> None:
    await session.execute(delete(RefusedRow).where(RefusedRow.id.in_(row_ids)))


async def take_turn(session: AsyncSession, limit: Limit, at: datetime) -> float:
    """Use one try: 0 when it is allowed, else the seconds to wait."""
    window = limit.interval * limit.burst
    began = func.greatest(LookupLimit.arrival, literal(at, _MOMENT), type_=_MOMENT)
    given = insert(LookupLimit).values(key=limit.key, arrival=at + limit.interval)
    taken = given.on_conflict_do_update(
        index_elements=[LookupLimit.key],
        set_={"arrival": began + limit.interval},
        where=began + limit.interval <= at + window,
    ).returning(LookupLimit.arrival)
    if await session.scalar(taken) is not None:
        return 0.0
    arrival = await session.scalar(select(LookupLimit.arrival).where(LookupLimit.key == limit.key))
    return max(1.0, ((arrival or at) + limit.interval - at - window).total_seconds())


async def begin_anew(session: AsyncSession, key: bytes) -> None:
    await session.execute(delete(LookupLimit).where(LookupLimit.key == key))


async def forget_turns(session: AsyncSession, before: datetime) -> None:
    """A limit whose moment is over counts for nothing."""
    await session.execute(delete(LookupLimit).where(LookupLimit.arrival < before))


async def tokens_of(session: AsyncSession, code: str) -> tuple[UUID, Sequence[bytes]] | None:
    """(dossier, tokens of the endings of its number)."""
    rows = select(Owner.dossier_id, Owner.phone_tokens).join(Dossier, Dossier.id == Owner.dossier_id)
    row = (await session.execute(rows.where(Dossier.code == code))).first()
    return (row[0], row[1]) if row else None


async def keep_satisfaction(session: AsyncSession, row: dict[str, object]) -> None:
    await session.execute(insert(Satisfaction).values(row).on_conflict_do_nothing())
