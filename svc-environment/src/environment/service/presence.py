"""Whether a station is heard of: online with its first row, silent after its rule's time."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment.events import StationOnline, StationSilent
from environment.models import Station
from environment.queries import stations
from environment.service.announce import Change, announce_all, facts_of
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
    back = [each for each in await stations.lock(session, changed) if each.state is not StationState.ONLINE]
    for station in back:
        station.state = StationState.ONLINE
        station.heard_at = moment
    events = [StationOnline(**facts_of(station), at=moment) for station in back]
    await announce_all(
        session, [Change(station, event, ChangeKind.ONLINE, {}) for station, event in zip(back, events, strict=True)]
    )


async def find_silent(database: Database) -> bool:
    """Say so once of each station that has become silent. True: there may be more."""
    async with database.transaction() as session:
        found = await stations.gone_silent(session, now(), AT_ONCE)
        changes: list[Change] = []
        for station in found:
            station.state = StationState.SILENT
            last = station.heard_at or now()
            event = StationSilent(**facts_of(station), at=now(), heard_at=last)
            changes.append(Change(station, event, ChangeKind.SILENT, {"heard_at": last.isoformat()}))
        await announce_all(session, changes)
    return len(found) == AT_ONCE
