"""Gathers what documents are made of, and renders the lists that the gateway answers from memory."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment import models, schemas, views
from environment.queries import hours, reference, stations
from environment.states import Medium
from environment.views import Facts
from environment.views.air import METHOD
from hueioc.clock import VIETNAM, now
from hueioc.outbox import COLLECTED, Outgoing
from hueioc.views import publish_view

LINES = 20
"""Of the history in a station's document."""
CHUNK = 100


async def facts_of_all(session: AsyncSession, rows: Sequence[models.Station]) -> list[Facts]:
    day = now().astimezone(VIETNAM).date()
    ids = [row.id for row in rows]
    streams: dict[UUID, list[tuple[models.Datastream, models.Latest]]] = {each: [] for each in ids}
    for stream, latest in await stations.datastreams(session, ids):
        streams[stream.station_id].append((stream, latest))
    numbers = [stream.number for pairs in streams.values() for stream, _ in pairs]
    parameters, limits = await reference.parameters(session), await reference.hourly_limits(session, day)
    exceeded, floods = await hours.limit_states(session, numbers), await hours.flood_states(session, numbers)
    levels = await reference.alarm_levels(session, [row.code for row in rows], day)
    air, bands = await hours.newest_index(session, ids), await reference.bands(session, day)
    return [
        Facts(
            station=row,
            streams=streams[row.id],
            parameters=parameters,
            limits=limits,
            exceeded=exceeded,
            floods=floods,
            levels=levels.get(row.code, ()),
            air=air.get(row.id),
            bands=bands,
        )
        for row in rows
    ]


async def document(session: AsyncSession, row: models.Station) -> schemas.Station:
    (content,) = await documents(session, [row])
    return content


async def documents(session: AsyncSession, rows: Sequence[models.Station]) -> list[schemas.Station]:
    """In the order of `rows`."""
    if not rows:
        return []
    past = await hours.histories(session, [row.id for row in rows], LINES)
    return [views.station(facts, past[facts.station.id]) for facts in await facts_of_all(session, rows)]


async def station_list(session: AsyncSession, medium: Medium | None = None) -> schemas.StationList:
    rows = await stations.public(session, medium)
    return schemas.StationList(items=[views.summary(facts) for facts in await facts_of_all(session, rows)])


async def every_station(session: AsyncSession, key: str) -> schemas.StationList:
    return await station_list(session)


async def air_summary(session: AsyncSession, key: str) -> schemas.AirSummary:
    """Worst first; a station without an index stands last."""
    rows = await stations.public(session, Medium.AIR)
    found = [
        schemas.AirStation(
            id=facts.station.id,
            code=facts.station.code,
            name=schemas.Words(vi=facts.station.name_vi, en=facts.station.name_en),
            place=schemas.Place(lat=facts.station.lat, lon=facts.station.lon, ward=facts.station.ward_code),
            state=facts.station.state,
            source=facts.station.source,
            air=views.air_index(facts.air, facts.bands),
        )
        for facts in await facts_of_all(session, rows)
        if facts.air
    ]
    found.sort(key=lambda each: -1 if each.air.value is None else each.air.value, reverse=True)
    bands = await reference.bands(session, now().astimezone(VIETNAM).date())
    worst = found[0].air.value if found else None
    return schemas.AirSummary(
        worst=worst,
        band=views.band_of(worst, bands),
        stations=found,
        bands=[views.band(row) for row in bands],
        method=METHOD,
    )


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next stations after `after`, and where to go on; None at the end."""
    ids = await stations.ids_after(session, after, CHUNK)
    for station_id in ids:
        row = await stations.find(session, station_id)
        if row and row.is_public:
            publish_view(session, views.STATION, row.id, await document(session, row), version=row.version)
    return session.info.pop(COLLECTED, []), ids[-1] if len(ids) == CHUNK else None
