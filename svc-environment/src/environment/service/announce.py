"""One change of a station: its new version, its line of history, its event and its document, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from environment import views
from environment.events import StationFacts
from environment.models import Station, StationChange
from environment.service.documents import document, documents
from environment.states import ChangeKind
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.views import publish_view


class Change(NamedTuple):
    """What happened to a station. `kind` and `facts` are its line of history; without a kind it has none."""

    station: Station
    event: StationFacts
    kind: ChangeKind | None
    facts: dict[str, Any]


def facts_of(station: Station) -> dict[str, Any]:
    return {
        "station_id": station.id,
        "code": station.code,
        "name_vi": station.name_vi,
        "name_en": station.name_en,
        "lat": station.lat,
        "lon": station.lon,
        "ward": station.ward_code,
    }


async def announce(
    session: AsyncSession, station: Station, event: StationFacts, kind: ChangeKind | None, facts: dict[str, Any]
) -> None:
    """A station that is not public tells nobody; its history is kept all the same."""
    await announce_all(session, [Change(station, event, kind, facts)])


async def announce_all(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Changes of different stations, with as many statements as one takes: all of them may come back at once."""
    for station, event, kind, facts in changes:
        station.updated_at = now()
        if kind:
            session.add(StationChange(id=uuid7(), station_id=station.id, kind=kind, at=event.at, facts=facts))
    await session.flush()
    told = [each for each in changes if each.station.is_public]
    shown = await documents(session, [each.station for each in told])
    for (station, event, *_), content in zip(told, shown, strict=True):
        publish(session, event, subject_id=station.id, version=station.version)
        publish_view(session, views.STATION, station.id, content, version=station.version)


async def show(session: AsyncSession, station: Station) -> None:
    """The station's document at its version."""
    if station.is_public:
        publish_view(session, views.STATION, station.id, await document(session, station), version=station.version)


async def show_again(session: AsyncSession, station: Station, heard_at: datetime | None) -> None:
    """New readings, nothing that anybody must be told of."""
    station.updated_at, station.published_at = now(), heard_at
    await session.flush()
    await show(session, station)
