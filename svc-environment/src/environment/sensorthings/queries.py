"""Statements behind the entity sets. Only what is public is there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from environment.models import Datastream, Latest, Parameter, Reading, Sensor, Station
from environment.sensorthings.entities import Kind, Of, reading_key
from environment.sensorthings.filters import condition
from environment.sensorthings.options import Options

PROPERTY_ID = Parameter.position + 1
IDS: dict[Kind, Any] = {
    Kind.THINGS: Station.number,
    Kind.LOCATIONS: Station.number,
    Kind.DATASTREAMS: Datastream.number,
    Kind.SENSORS: Sensor.number,
    Kind.PROPERTIES: PROPERTY_ID,
}


def _base(kind: Kind) -> Any:
    if kind in {Kind.THINGS, Kind.LOCATIONS}:
        return select(Station).where(Station.is_public)
    if kind is Kind.SENSORS:
        return select(Sensor).join(Station, Station.id == Sensor.station_id).where(Station.is_public)
    if kind is Kind.PROPERTIES:
        return select(Parameter)
    found = select(Datastream, Station, Parameter, Latest).join(Station, Station.id == Datastream.station_id)
    found = found.join(Parameter, Parameter.code == Datastream.parameter_code)
    return found.join(Latest, Latest.datastream == Datastream.number).where(Station.is_public)


def _related(kind: Kind, of: Of) -> ColumnElement[bool]:
    if of.kind in {Kind.THINGS, Kind.LOCATIONS}:
        return Station.number == of.id
    if of.kind is Kind.DATASTREAMS:
        own = {Kind.THINGS: Datastream.station_id, Kind.SENSORS: Datastream.sensor_number}
        mine = {Kind.THINGS: Station.id, Kind.SENSORS: Sensor.number}
        column = own.get(kind, Datastream.parameter_code)
        return mine.get(kind, Parameter.code) == select(column).where(Datastream.number == of.id).scalar_subquery()
    if of.kind is Kind.SENSORS:
        return Datastream.sensor_number == of.id
    if of.kind is Kind.PROPERTIES:
        return PROPERTY_ID.in_([of.id])
    return Datastream.number == reading_key(of.id)[0]


async def entities(session: AsyncSession, kind: Kind, of: Of | None, asked: Options) -> Sequence[Any]:
    """One more than `$top`, by id. Rows of one column for all but datastreams."""
    number = IDS[kind]
    wanted = _base(kind).where(_related(kind, of)) if of else _base(kind)
    if asked.after is not None:
        wanted = wanted.where(number < asked.after if asked.is_descending else number > asked.after)
    wanted = wanted.order_by(number.desc() if asked.is_descending else number).limit(asked.top + 1).offset(asked.skip)
    return (await session.execute(wanted)).all()


async def entity(session: AsyncSession, kind: Kind, number: int, of: Of | None = None) -> Any | None:
    wanted = _base(kind).where(IDS[kind] == number)
    return (await session.execute(wanted.where(_related(kind, of)) if of else wanted)).first()


async def count(session: AsyncSession, kind: Kind, of: Of | None) -> int:
    base = _base(kind).where(_related(kind, of)) if of else _base(kind)
    return await session.scalar(select(func.count()).select_from(base.order_by(None).subquery("counted"))) or 0


def _public_streams(of: Of | None) -> Select[int]:
    streams = select(Datastream.number).join(Station, Station.id == Datastream.station_id).where(Station.is_public)
    return streams.where(Datastream.number == of.id) if of else streams


async def observations(session: AsyncSession, of: Of | None, asked: Options) -> Sequence[Reading]:
    """One more than `$top`, by datastream and time."""
    order = (Reading.datastream, Reading.at)
    wanted = select(Reading).where(_of(of))
    if asked.filter:
        wanted = wanted.where(condition(asked.filter))
    if asked.after is not None:
        last = tuple_(*reading_key(asked.after))
        wanted = wanted.where(tuple_(*order) < last if asked.is_descending else tuple_(*order) > last)
    wanted = wanted.order_by(*(column.desc() if asked.is_descending else column for column in order))
    return (await session.scalars(wanted.limit(asked.top + 1).offset(asked.skip))).all()


async def count_observations(session: AsyncSession, of: Of | None, asked: Options) -> int:
    """The running counts answer at once; only a filter has to count."""
    if not asked.filter:
        total = select(func.coalesce(func.sum(Latest.count), 0)).where(Latest.datastream.in_(_public_streams(of)))
        return int(await session.scalar(total) or 0)
    wanted = select(func.count()).select_from(Reading).where(_of(of), condition(asked.filter))
    return await session.scalar(wanted) or 0


async def observation(session: AsyncSession, number: int) -> Reading | None:
    datastream, at = reading_key(number)
    wanted = select(Reading).where(
        and_(Reading.datastream == datastream, Reading.at == at), Reading.datastream.in_(_public_streams(None))
    )
    return (await session.scalars(wanted)).first()


def _of(of: Of | None) -> ColumnElement[bool]:
    return Reading.datastream.in_(_public_streams(of))
