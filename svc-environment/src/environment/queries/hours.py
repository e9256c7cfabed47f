"""Hourly figures, indices, and the states of alarms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from environment.models import AirIndex, Datastream, FloodState, Hour, LimitState, Station, StationChange
from environment.rules.hours import HOUR

_TAKE = text(
    "delete from dirty_hours d using (select datastream, hour from dirty_hours where hour <= :until"
    " order by hour, datastream limit :limit for update skip locked) t"
    " where d.datastream = t.datastream and d.hour = t.hour returning d.datastream, d.hour"
)
_COMPUTE = text("""
    with wanted as (select d, h from unnest(cast(:numbers as int[]), cast(:hours as timestamptz[])) as w(d, h)),
    figures as (
        select d, h, count(r.value) as n, avg(r.value) as mean, min(r.value) as low, max(r.value) as high,
            coalesce(stddev_samp(r.value), 0) as deviation
        from wanted
        left join readings r on r.datastream = d and r.at > h - interval '1 hour' and r.at <= h and r.flag = 1
            and r.at > cast(:first as timestamptz) and r.at <= cast(:last as timestamptz)
        group by d, h
    ),
    emptied as (delete from hours using figures where datastream = d and hour = h and n = 0)
    insert into hours (datastream, hour, number, coverage, mean, low, high, deviation)
    select d, h, n, least(1, n * s.interval_s / 3600.0), mean, low, high, deviation
    from figures join datastreams s on s.number = d where n > 0
    on conflict (datastream, hour) do update set number = excluded.number, coverage = excluded.coverage,
        mean = excluded.mean, low = excluded.low, high = excluded.high, deviation = excluded.deviation
    returning datastream, hour, mean
""")


async def take_dirty(session: AsyncSession, until: datetime, limit: int) -> Sequence[Row[Any]]:
    """Hours that have ended and must be computed, taken out of the list."""
    return (await session.execute(_TAKE, {"until": until, "limit": limit})).all()


async def compute(session: AsyncSession, numbers: Sequence[int], hours: Sequence[datetime]) -> Sequence[Row[Any]]:
    """Figures of these hours anew, from readings that passed; the hours that have any."""
    parameters = {"numbers": list(numbers), "hours": list(hours), "first": min(hours) - HOUR, "last": max(hours)}
    return (await session.execute(_COMPUTE, parameters)).all()


async def means(
    session: AsyncSession, stations: Sequence[UUID], first: datetime, last: datetime
) -> Sequence[Row[UUID, str, datetime, float, float]]:
    """Station, parameter, hour, mean, coverage; both ends kept."""
    wanted = select(Datastream.station_id, Datastream.parameter_code, Hour.hour, Hour.mean, Hour.coverage)
    wanted = wanted.join(Hour, Hour.datastream == Datastream.number)
    wanted = wanted.where(Datastream.station_id.in_(stations), Hour.hour.between(first, last))
    return (await session.execute(wanted)).all()


async def streams(session: AsyncSession, numbers: Sequence[int]) -> dict[int, Datastream]:
    rows = await session.scalars(select(Datastream).where(Datastream.number.in_(numbers)))
    return {row.number: row for row in rows}


async def newest_index(session: AsyncSession, stations: Sequence[UUID]) -> dict[UUID, AirIndex]:
    """Of each station the index of its newest hour."""
    newest = select(AirIndex.station_id, func.max(AirIndex.hour).label("hour"))
    found = newest.where(AirIndex.station_id.in_(stations)).group_by(AirIndex.station_id).subquery()
    wanted = select(AirIndex).join(found, (AirIndex.station_id == found.c.station_id) & (AirIndex.hour == found.c.hour))
    rows = await session.scalars(wanted.execution_options(populate_existing=True))
    return {row.station_id: row for row in rows}


async def indices(session: AsyncSession, station: UUID, hours: Sequence[datetime]) -> dict[datetime, int | None]:
    wanted = select(AirIndex.hour, AirIndex.value).where(AirIndex.station_id == station, AirIndex.hour.in_(hours))
    return {row.hour: row.value for row in await session.execute(wanted)}


async def save_index(session: AsyncSession, values: dict[str, Any]) -> None:
    row = insert(AirIndex).values(values)
    changed = {name: row.excluded[name] for name in values if name not in {"station_id", "hour"}}
    await session.execute(row.on_conflict_do_update(index_elements=["station_id", "hour"], set_=changed))


async def flood_states(session: AsyncSession, numbers: Sequence[int]) -> dict[int, FloodState]:
    rows = await session.scalars(select(FloodState).where(FloodState.datastream.in_(numbers)))
    return {row.datastream: row for row in rows}


async def limit_states(session: AsyncSession, numbers: Sequence[int]) -> dict[int, LimitState]:
    rows = await session.scalars(select(LimitState).where(LimitState.datastream.in_(numbers)))
    return {row.datastream: row for row in rows}


async def histories(session: AsyncSession, ids: Sequence[UUID], limit: int) -> dict[UUID, list[StationChange]]:
    """The newest lines of each station, the newest first."""
    wanted = select(StationChange).where(StationChange.station_id == Station.id)
    newest = wanted.order_by(StationChange.at.desc(), StationChange.id.desc()).limit(limit).lateral()
    line = aliased(StationChange, newest)
    rows = select(line).select_from(Station).join(newest, true()).where(Station.id.in_(ids))
    found: dict[UUID, list[StationChange]] = {each: [] for each in ids}
    for each in await session.scalars(rows.order_by(line.at.desc(), line.id.desc())):
        found[each.station_id].append(each)
    return found
