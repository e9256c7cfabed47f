"""Campaigns, venues, guests and what is counted of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.personal.keys import person_keys
from procedures.models import Campaign, Declaration, Guest, Venue, Visit


class Counted(NamedTuple):
    """Of one day."""

    visits: int = 0
    declarations: int = 0
    with_symptoms: int = 0


async def open_campaign(session: AsyncSession, *, lock: bool = False) -> Campaign | None:
    """`lock`: nobody closes it until this transaction is over."""
    wanted = select(Campaign).where(Campaign.closed_at.is_(None))
    return (await session.scalars(wanted.with_for_update(read=True) if lock else wanted)).first()


async def lock_campaign(session: AsyncSession, campaign_id: UUID) -> Campaign | None:
    return await session.get(Campaign, campaign_id, with_for_update=True, populate_existing=True)


async def campaigns(session: AsyncSession) -> Sequence[Campaign]:
    return (await session.scalars(select(Campaign).order_by(Campaign.opened_at.desc(), Campaign.id).limit(100))).all()


async def venue_by_code(session: AsyncSession, code: str) -> Venue | None:
    return (await session.scalars(select(Venue).where(Venue.code == code))).first()


async def venue(session: AsyncSession, venue_id: UUID) -> Venue | None:
    return await session.get(Venue, venue_id)


async def lock_venue(session: AsyncSession, venue_id: UUID) -> Venue | None:
    return await session.get(Venue, venue_id, with_for_update=True, populate_existing=True)


async def venues(session: AsyncSession, limit: int) -> Sequence[Venue]:
    return (await session.scalars(select(Venue).order_by(Venue.name, Venue.id).limit(limit))).all()


async def active_venues(session: AsyncSession) -> int:
    return (await session.scalars(select(func.count()).select_from(Venue).where(Venue.is_active))).one()


async def visits_by_venue(session: AsyncSession, day: date) -> dict[UUID, tuple[int, int]]:
    """Today's and all that are kept."""
    counted = select(Visit.venue_id, func.count().filter(Guest.day == day), func.count())
    rows = await session.execute(counted.join(Guest, Guest.id == Visit.guest_id).group_by(Visit.venue_id))
    return {venue_id: (today, every) for venue_id, today, every in rows}


async def guest_of_day(session: AsyncSession, day: date, phone_token: bytes, account_token: bytes) -> Guest | None:
    wanted = select(Guest).where(
        Guest.day == day, Guest.phone_token == phone_token, Guest.account_token == account_token
    )
    return (await session.scalars(wanted.with_for_update())).first()


async def visits_of_account(session: AsyncSession, day: date, account_token: bytes) -> int:
    counted = select(func.count()).select_from(Visit).join(Guest, Guest.id == Visit.guest_id)
    return (await session.scalars(counted.where(Guest.day == day, Guest.account_token == account_token))).one()


async def kept_visits(session: AsyncSession, account_token: bytes, moment: datetime) -> Sequence[Visit]:
    wanted = select(Visit).join(Guest, Guest.id == Visit.guest_id)
    wanted = wanted.where(Guest.account_token == account_token, Guest.erase_at > moment)
    return (await session.scalars(wanted.order_by(Visit.at.desc(), Visit.id).limit(500))).all()


async def kept_declarations(session: AsyncSession, account_token: bytes, moment: datetime) -> Sequence[Declaration]:
    wanted = select(Declaration).join(Guest, Guest.id == Declaration.guest_id)
    wanted = wanted.where(Guest.account_token == account_token, Guest.erase_at > moment)
    return (await session.scalars(wanted.order_by(Declaration.at.desc()).limit(100))).all()


async def visits_at(
    session: AsyncSession, venue_id: UUID, since: datetime, until: datetime, limit: int
) -> Sequence[Visit]:
    wanted = select(Visit).where(Visit.venue_id == venue_id, Visit.at >= since, Visit.at < until)
    return (await session.scalars(wanted.order_by(Visit.at, Visit.id).limit(limit))).all()


async def visits_by_phone(session: AsyncSession, phone_token: bytes, limit: int) -> Sequence[Visit]:
    wanted = select(Visit).join(Guest, Guest.id == Visit.guest_id).where(Guest.phone_token == phone_token)
    return (await session.scalars(wanted.order_by(Visit.at.desc(), Visit.id).limit(limit))).all()


async def declared(session: AsyncSession, guest_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = await session.scalars(select(Declaration).where(Declaration.guest_id.in_(guest_ids)))
    return {row.guest_id: row.symptoms for row in rows}


async def counts(session: AsyncSession) -> dict[date, Counted]:
    """Of each day that is kept."""
    visited = select(Guest.day, func.count()).join(Visit, Visit.guest_id == Guest.id).group_by(Guest.day)
    ill = func.sum(case((func.cardinality(Declaration.symptoms) > 0, 1), else_=0))
    said = select(Guest.day, func.count(), ill).join(Declaration, Declaration.guest_id == Guest.id)
    found: dict[date, Counted] = {day: Counted(visits=number) for day, number in await session.execute(visited)}
    for day, number, with_symptoms in await session.execute(said.group_by(Guest.day)):
        found[day] = found.get(day, Counted())._replace(declarations=number, with_symptoms=int(with_symptoms or 0))
    return found


async def expired(session: AsyncSession, moment: datetime, limit: int) -> Sequence[UUID]:
    """Guests whose time is over. Locked."""
    wanted = select(Guest.id).where(Guest.erase_at <= moment).order_by(Guest.erase_at).limit(limit)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def of_account(session: AsyncSession, account_token: bytes) -> Sequence[UUID]:
    return (await session.scalars(select(Guest.id).where(Guest.account_token == account_token))).all()


async def erase(session: AsyncSession, guest_ids: Sequence[UUID]) -> None:
    """The rows, what hangs on them, and the keys by which a backup could be read. Not even a mark is left."""
    await session.execute(delete(Guest).where(Guest.id.in_(guest_ids)))
    await session.execute(delete(person_keys).where(person_keys.c.person_id.in_(guest_ids)))
