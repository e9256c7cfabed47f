"""Stations, their datastreams and keys."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from environment.models import Datastream, DeviceKey, Latest, Station
from environment.states import Medium, StationState


async def find(session: AsyncSession, station_id: UUID) -> Station | None:
    return await session.get(Station, station_id)


async def lock(session: AsyncSession, ids: Iterable[UUID]) -> Sequence[Station]:
    """Their rows, locked in one order so that two intakes never wait for each other in a ring."""
    wanted = select(Station).where(Station.id.in_(sorted(set(ids)))).order_by(Station.id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).all()


async def by_code(session: AsyncSession, codes: Sequence[str]) -> dict[str, Station]:
    """By code without case: loggers do not agree on it."""
    lower = [code.lower() for code in codes]
    rows = await session.scalars(select(Station).where(func.lower(Station.code).in_(lower)))
    return {row.code.lower(): row for row in rows}


async def public(session: AsyncSession, medium: Medium | None = None) -> Sequence[Station]:
    wanted: list[ColumnElement[bool]] = [Station.is_public.is_(True)]
    if medium:
        wanted.append(Station.medium == medium)
    return (await session.scalars(select(Station).where(*wanted).order_by(Station.medium, Station.code))).all()


async def ids_after(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[UUID]:
    wanted = select(Station.id).order_by(Station.id).limit(limit)
    return (await session.scalars(wanted.where(Station.id > after) if after else wanted)).all()


async def datastreams(session: AsyncSession, ids: Iterable[UUID]) -> Sequence[Row[Datastream, Latest]]:
    """Each datastream of these stations with its latest reading."""
    wanted = select(Datastream, Latest).join(Latest, Latest.datastream == Datastream.number)
    wanted = wanted.where(Datastream.station_id.in_(list(ids))).order_by(Datastream.number)
    return (await session.execute(wanted.execution_options(populate_existing=True))).all()


async def datastream_numbers(session: AsyncSession, ids: Iterable[UUID]) -> Sequence[Row[UUID, int, str]]:
    """Station, number and parameter of each datastream of these stations."""
    wanted = select(Datastream.station_id, Datastream.number, Datastream.parameter_code)
    return (await session.execute(wanted.where(Datastream.station_id.in_(list(ids))).order_by(Datastream.number))).all()


async def key_of(session: AsyncSession, key_hash: bytes) -> DeviceKey | None:
    return (await session.scalars(select(DeviceKey).where(DeviceKey.key_hash == key_hash))).first()


async def gone_silent(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Station]:
    """Stations that are online and were not heard of for longer than they may be silent."""
    over = Station.heard_at + func.make_interval(0, 0, 0, 0, 0, 0, Station.silent_after_s) < moment
    wanted = select(Station).where(Station.state == StationState.ONLINE, over).order_by(Station.id).limit(limit)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def unpublished(session: AsyncSession, limit: int) -> Sequence[Station]:
    """Stations heard of since their document went out."""
    behind = or_(Station.published_at.is_(None), Station.published_at < Station.heard_at)
    wanted = select(Station).where(Station.heard_at.is_not(None), behind).order_by(Station.id).limit(limit)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def heard(session: AsyncSession, ids: Iterable[UUID], moment: datetime) -> None:
    """Only what is online already: a change of state goes through the row."""
    statement = update(Station).where(Station.id.in_(sorted(set(ids)))).values(heard_at=moment)
    await session.execute(statement.execution_options(synchronize_session=False))
