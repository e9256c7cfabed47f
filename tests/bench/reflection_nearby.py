"""Reports within 250 m that a new one may repeat, beside the same search by a plain index of latitude and longitude."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from hueioc import migrate
from hueioc.clock import now
from hueioc.db import Database
from hueioc.embedded.database import ensure_service_database
from hueioc.service import find_service
from hueioc.testing.databases import seed
from reflection.models import Report
from reflection.queries import nearby
from reflection.queries.media import is_public
from reflection.queries.nearby import Near
from tests.bench._many_reports import fill, place
from tests.bench.figure import Figure
from tests.bench.servers import PASSWORD, bench_postgres

RADIUS_M = 250
DEGREES_LAT, DEGREES_LON = RADIUS_M / 110_600, RADIUS_M / 106_700
PLACES = 300
LIMIT = 20
OTHERS = (
    "ix_reports_cell_created_at",
    "ix_reports_created_at",
    "ix_reports_category_created_at",
    "ix_reports_ward_created_at",
    "ix_reports_state_created_at",
)
INDEX = "create index bench_lat_lon on reports (lat, lon)"


def ours(near: Near, at: datetime) -> Select[Any]:
    """The search of `GET /v1/reports/nearby` and of the duplicates that staff are shown."""
    return nearby.search(near, at, LIMIT).where(is_public())


def plain(near: Near, at: datetime) -> Select[Any]:
    """The same, with a box of degrees in place of the cells."""
    box = [
        Report.lat.between(near.lat - DEGREES_LAT, near.lat + DEGREES_LAT),
        Report.lon.between(near.lon - DEGREES_LON, near.lon + DEGREES_LON),
    ]
    metres = nearby.distance(near).label("distance")
    rest = nearby.in_circle(near, at)[1:]
    return select(Report.id, metres).where(is_public(), *box, *rest).order_by(metres, Report.id).limit(LIMIT)


class Question(NamedTuple):
    """Prepared once, asked for each place, as the service does."""

    text: str
    values: list[Any]


def question(statement: Select[Any]) -> Question:
    made = statement.compile(dialect=dialect.dialect(), compile_kwargs={"render_postcompile": True})
    return Question(str(made), [made.params[name] for name in made.positiontup or ()])


async def rate(connection: asyncpg.Connection, questions: Sequence[Question]) -> tuple[float, list[set[Any]]]:
    found = [{row["id"] for row in await connection.fetch(each.text, *each.values)} for each in questions]
    began = time.perf_counter()
    for each in questions:
        await connection.fetch(each.text, *each.values)
    return len(questions) / (time.perf_counter() - began), found


async def measure(dsn: str) -> tuple[float, float]:
    await fill(dsn)
    dice, at = random.Random(3), now()
    places = [Near(*place(dice), RADIUS_M) for _ in range(PLACES)]
    connection = await asyncpg.connect(dsn, server_settings={"transaction_timeout": "0"})
    mine, found = await rate(connection, [question(ours(near, at)) for near in places])
    for index in OTHERS:  # or the planner would take one of these
        await connection.execute(f"drop index {index}")
    await connection.execute(INDEX)
    await connection.execute("analyze reports")
    theirs, same = await rate(connection, [question(plain(near, at)) for near in places])
    await connection.close()
    if found != same:
        raise RuntimeError("the two searches find different reports")
    return mine, theirs


def run() -> Iterator[Figure]:
    service = find_service("reflection")
    with bench_postgres() as server:
        database = ensure_service_database(server, service.name, PASSWORD)
        migrate.upgrade(service, database.migrator_dsn)
        asyncio.run(seed(service, Database(database.dsn, pool_size=1)))
        mine, theirs = asyncio.run(measure(database.migrator_dsn))
    yield Figure(
        name="reflection-nearby",
        ours=mine,
        peer=theirs,
        peer_name="the same search by an index of (lat, lon)",
        goal="≥ 5",
        unit="/s",
    )
