"""Whether a station is heard of: online with its first row, silent after its rule's time."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment.events import StationOnline, StationSilent
from environment.models import Station
from environment.queries import stations
from environment.service.announce import announce, facts_of
from environment.states import ChangeKind, StationState
from hueioc.clock import now
from hueioc.db import Database

AT_ONCE = 50


async def heard(session: AsyncSession, known: Mapping[UUID, Station]) -> None:
    """Rows came from these stations now."""
    if not known:
        return
    moment = now()
    await stations.heard(session, known, moment)
    changed = [each.id for each in known.values() if each.state is not StationState.ONLINE]
    for station in await stations.lock(session, changed):
        if station.state is StationState.ONLINE:
            continue
        station.state = StationState.ONLINE
        station.heard_at = moment
        event = StationOnline(**facts_of(station), at=moment)
        await announce(session, station, event, ChangeKind.ONLINE, {})


async def find_silent(database: Database) -> bool:
    """Say so once of each station that has become silent. True: there may be more."""
    async with database.transaction() as session:
        found = await stations.gone_silent(session, now(), AT_ONCE)
        for station in found:
            station.state = StationState.SILENT
            last = station.heard_at or now()
            event = StationSilent(**facts_of(station), at=now(), heard_at=last)
            await announce(session, station, event, ChangeKind.SILENT, {"heard_at": last.isoformat()})
    return len(found) == AT_ONCE
