"""Series of one datastream: pages for people, CSV for spreadsheets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment import schemas
from environment.errors import UnknownDatastream
from environment.models import Datastream, Parameter, Reading, Station
from environment.queries import readings, reference, stations
from environment.schemas import SeriesQuery
from environment.service.stations import find_public
from environment.states import Flag
from environment.views.stations import failed_names
from hueioc.db import Database
from hueioc.errors import invalid_field

CSV_HEAD = "station,parameter,unit,time,value,status,flag,failed\r\n"
CHUNK = 5_000


async def datastream_of(session: AsyncSession, station_id: UUID, word: str) -> tuple[Station, Datastream, Parameter]:
    """Raises `UnknownStation` or `UnknownDatastream`."""
    station = await find_public(session, station_id)
    known = await reference.parameters(session)
    for stream, _ in await stations.datastreams(session, [station_id]):
        parameter = known[stream.parameter_code]
        if word.lower() in {each.lower() for each in (parameter.code, *parameter.aliases)}:
            return station, stream, parameter
    raise UnknownDatastream


async def page(session: AsyncSession, station_id: UUID, asked: SeriesQuery) -> schemas.Series:
    station, stream, parameter = await datastream_of(session, station_id, asked.parameter)
    since, until = span_of(asked)
    rows = await readings.page(
        session, stream.number, (since, until), passed_only=asked.passed_only, limit=asked.limit + 1
    )
    shown = rows[: asked.limit]
    return schemas.Series(
        station=station.code,
        parameter=parameter.code,
        unit=parameter.unit,
        items=[point(row) for row in shown],
        next_cursor=shown[-1].at.isoformat() if len(rows) > asked.limit else None,
    )


def span_of(asked: SeriesQuery) -> tuple[datetime | None, datetime | None]:
    """A cursor is the moment of the last row shown; readings are to the second, so it says all."""
    for name, moment in (("since", asked.since), ("until", asked.until)):
        if moment and moment.tzinfo is None:
            raise invalid_field(f"/{name}", "Thời điểm cần có múi giờ", "The moment needs a time zone")
    if not asked.cursor:
        return asked.since, asked.until
    try:
        cursor = datetime.fromisoformat(asked.cursor.replace(" ", "+"))
    except ValueError:
        cursor = None
    if cursor is None or cursor.tzinfo is None:
        raise invalid_field(
            "/cursor",
            "Con trỏ trang không đúng; hãy dùng giá trị next_cursor nguyên vẹn",
            "The page cursor is not ours; use next_cursor unchanged",
        )
    return asked.since, min(cursor, asked.until) if asked.until else cursor


def point(row: Reading) -> schemas.Point:
    return schemas.Point(
        at=row.at, value=row.value, status=row.status, flag=Flag(row.flag), failed=failed_names(row.failed)
    )


async def as_csv(
    database: Database, names: tuple[str, str, str], stream: int, asked: SeriesQuery
) -> AsyncIterator[str]:
    """Newest first, chunk by chunk, each in a transaction of its own. `names`: station, parameter, unit."""
    since, until = span_of(asked)
    yield "\ufeff" + CSV_HEAD
    while True:
        async with database.transaction() as session:
            rows = await readings.page(session, stream, (since, until), passed_only=asked.passed_only, limit=CHUNK)
        yield "".join(
            f"{names[0]},{names[1]},{names[2]},{row.at.astimezone(UTC).isoformat()},{row.value:.6g},"
            f"{row.status:02d},{row.flag},{'+'.join(failed_names(row.failed))}\r\n"
            for row in rows
        )
        if len(rows) < CHUNK:
            return
        until = rows[-1].at
