"""Intake of readings beside a plain COPY of the same rows: what judging, counting and storing once costs.

Ours is the whole use case after parsing: units, bounds and times judged row by row, flags of quality, the latest row of
each datastream locked and moved on, hours marked. The peer copies ready-made rows into a table with the same key.
"""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import asyncpg

from environment.app import service
from environment.models import Station
from environment.queries.readings import Stored
from environment.rules.station_file import Line
from environment.schemas import StationCreate
from environment.seed import seed
from environment.service.intake import Delivery, take
from environment.service.stations import add_station
from environment.states import Channel
from hueioc import migrate
from hueioc.clock import now
from hueioc.db import Database
from hueioc.embedded.database import ServiceDatabase, ensure_service_database
from hueioc.runtime import Runtime
from hueioc.testing.apps import settings_for_tests
from tests.bench.figure import Figure
from tests.bench.servers import PASSWORD, bench_postgres

STATIONS = 100
PARAMETERS = ("PM2.5", "PM10", "O3", "NO2", "SO2", "CO", "Temp", "RH", "Level", "Rain")
MINUTES = 200
MINUTES_A_BATCH = 10
"""A batch is 10 minutes of 1,000 datastreams: 10,000 rows."""
PLAIN = (
    "create table plain (datastream int4, at timestamptz, value float8, status int2, flag int2, failed int2,"
    " primary key (datastream, at))"
)
COLUMNS = ("datastream", "at", "value", "status", "flag", "failed")


async def stations_of(database: Database) -> list[Station]:
    made: list[Station] = []
    for number in range(STATIONS):
        async with database.transaction() as session:
            data = StationCreate(
                code=f"BENCH{number}",
                name_vi="Trạm đo",
                name_en="Station",
                medium="air",
                lat=16.46,
                lon=107.59,
                source="bench",
                parameters=list(PARAMETERS),
                interval_s=60,
            )
            made.append(await add_station(session, data))
    return made


def batches(begin: datetime) -> Iterator[list[Line]]:
    """The rows of one station, batch by batch."""
    for first in range(0, MINUTES, MINUTES_A_BATCH):
        yield [
            Line(number, symbol, 5.0 + minute % 7, "", begin + timedelta(minutes=minute), 0, "")
            for number, (minute, symbol) in enumerate(
                (minute, symbol) for minute in range(first, first + MINUTES_A_BATCH) for symbol in PARAMETERS
            )
        ]


async def ours(database: Database, stations: list[Station], begin: datetime) -> float:
    work = list(batches(begin))
    began = time.perf_counter()
    for lines in work:
        async with database.transaction() as session:
            await take(session, [Delivery(Channel.JSON, "bench", station, lines) for station in stations])
    return STATIONS * len(PARAMETERS) * MINUTES / (time.perf_counter() - began)


async def plain(dsn: str, begin: datetime) -> float:
    connection = await asyncpg.connect(dsn)
    await connection.execute(PLAIN)
    work = [
        [
            Stored(stream, begin + timedelta(minutes=minute), 5.0 + minute % 7, 0, 1, 0)
            for stream in range(STATIONS * len(PARAMETERS))
            for minute in range(first, first + MINUTES_A_BATCH)
        ]
        for first in range(0, MINUTES, MINUTES_A_BATCH)
    ]
    began = time.perf_counter()
    for rows in work:
        await connection.copy_records_to_table("plain", records=rows, columns=COLUMNS)
    took = time.perf_counter() - began
    await connection.close()
    return STATIONS * len(PARAMETERS) * MINUTES / took


async def measure(made: ServiceDatabase) -> tuple[float, float]:
    database = Database(made.dsn)
    runtime = Runtime.make(service, settings_for_tests(service, "/nonexistent"))
    runtime.database = database
    await seed(runtime)
    stations, begin = await stations_of(database), now().astimezone(UTC).replace(microsecond=0) - timedelta(hours=6)
    found = await ours(database, stations, begin), await plain(made.dsn, begin)
    await database.close()
    return found


def run() -> Iterator[Figure]:
    with bench_postgres() as server:
        made = ensure_service_database(server, service.name, PASSWORD)
        migrate.upgrade(service, made.migrator_dsn)
        taken, copied = asyncio.run(measure(made))
    yield Figure(
        name="environment-intake",
        ours=taken,
        peer=copied,
        peer_name="asyncpg COPY of ready rows into the same key, same batches",
        goal="≥ 0.3",
        unit="rows/s",
    )
