"""Stations, their alarm levels and the keys of their devices, as staff set them up."""

import secrets
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment import schemas
from environment.errors import KeyRefused, LevelsOutOfOrder, StationExists, UnknownStation
from environment.models import AlarmLevel, Datastream, DeviceKey, Latest, Sensor, Station
from environment.queries import reference, stations
from environment.schemas import StationCreate
from environment.service.announce import show
from environment.states import StationState
from hueioc.areas.lookup import areas
from hueioc.clock import now
from hueioc.errors import invalid_field
from hueioc.ids import uuid7
from hueioc.runtime import Runtime

KEY_KIND = "device-key"
MARK = "hue_dev_"


async def add_station(session: AsyncSession, data: StationCreate, station_id: UUID | None = None) -> Station:
    """A station with a datastream for each of its parameters."""
    known = await reference.parameters(session)
    if unknown := [code for code in data.parameters if code not in known]:
        raise invalid_field(
            "/parameters", f"Không có thông số {unknown[0][:40]}", f"There is no parameter {unknown[0][:40]}"
        )
    if await stations.by_code(session, [data.code]):
        raise StationExists
    area = areas().at(data.lat, data.lon)
    station = Station(
        id=station_id or uuid7(),
        **data.model_dump(exclude={"parameters", "interval_s"}),
        ward_code=area.ward.code if area else None,
        state=StationState.AWAITED,
    )
    session.add(station)
    await session.flush()
    await session.refresh(station)
    for code in dict.fromkeys(data.parameters):
        await _add_datastream(session, station, code, data.interval_s)
    await show(session, station)
    return station


async def _add_datastream(session: AsyncSession, station: Station, code: str, interval_s: int) -> None:
    words = f"{code} at {station.name_en}"
    sensor = Sensor(station_id=station.id, name=words, description=f"Instrument for {words}", metadata_text="unknown")
    session.add(sensor)
    await session.flush()
    stream = Datastream(station_id=station.id, parameter_code=code, sensor_number=sensor.number, interval_s=interval_s)
    session.add(stream)
    await session.flush()
    session.add(Latest(datastream=stream.number, count=0, run=0))
    await session.flush()


async def find(session: AsyncSession, station_id: UUID) -> Station:
    station = await stations.find(session, station_id)
    if station is None:
        raise UnknownStation
    return station


async def find_public(session: AsyncSession, station_id: UUID) -> Station:
    station = await find(session, station_id)
    if not station.is_public:
        raise UnknownStation
    return station


async def set_levels(session: AsyncSession, station_id: UUID, data: schemas.AlarmLevelsUpdate) -> Station:
    """New levels from a day on; those before end there and stay on record."""
    if sorted(set(data.levels_m)) != data.levels_m:
        raise LevelsOutOfOrder
    found = await stations.lock(session, [station_id])
    if not found:
        raise UnknownStation
    (station,) = found
    await reference.end_alarm_levels(session, station.code, data.valid_from)
    session.add_all(
        AlarmLevel(
            id=uuid7(),
            station_code=station.code,
            number=number,
            value_m=value,
            valid_from=data.valid_from,
            valid_to=None,
            source=data.source,
            verified_by="",
        )
        for number, value in enumerate(data.levels_m, 1)
    )
    station.updated_at = now()
    await session.flush()
    await show(session, station)
    return station


async def add_key(session: AsyncSession, runtime: Runtime, station_id: UUID, name: str) -> schemas.DeviceKeyMade:
    """A key for a device of this station: shown now, kept only as a keyed hash."""
    station = await find(session, station_id)
    key = MARK + secrets.token_urlsafe(32)
    row = DeviceKey(id=uuid7(), key_hash=runtime.vault.token(KEY_KIND, key), station_id=station.id, name=name)
    session.add(row)
    await session.flush()
    return schemas.DeviceKeyMade(id=row.id, name=name, key=key)


async def station_of_key(session: AsyncSession, runtime: Runtime, key: str) -> Station:
    """Raises `KeyRefused`."""
    row = await stations.key_of(session, runtime.vault.token(KEY_KIND, key)) if key else None
    if row is None or row.revoked_at is not None:
        raise KeyRefused
    return await find(session, row.station_id)


async def revoke_key(session: AsyncSession, station_id: UUID, key_id: UUID) -> None:
    row = await session.get(DeviceKey, key_id, with_for_update=True)
    if row is None or row.station_id != station_id:
        raise UnknownStation
    row.revoked_at = row.revoked_at or now()
