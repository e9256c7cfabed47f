"""Whether a boat is heard of: online with a good fix, silent after the first limit, lost after the second.

Judged by the time of the fixes, not of their arrival. A boat in port owes no positions.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from fishing.events import VesselRecovered, VesselSilent
from fishing.models import Vessel
from fishing.queries import positions, vessels, zones
from fishing.service.announce import announce, facts_of
from fishing.states import ChangeKind, VesselState
from hueioc.clock import VIETNAM, now
from hueioc.db import Database

AT_ONCE = 50


async def heard(session: AsyncSession, numbers: Iterable[int]) -> None:
    """These boats have good fixes that are new."""
    known = await vessels.by_number(session, numbers)
    changed = [number for number, row in known.items() if row.state is not VesselState.ONLINE]
    rules = await zones.rules(session, now().astimezone(VIETNAM).date())
    fresh = now() - timedelta(hours=rules["silence-warn-h"])
    latest = await positions.latest(session, changed)
    for vessel in await vessels.lock(session, changed):
        at = latest[vessel.number].at
        if at is None or at < fresh or vessel.state is VesselState.ONLINE:
            continue  # a buffer that is hours old says where the boat was, not that it is heard of
        was_silent, since = vessel.state is not VesselState.AWAITED, vessel.silent_since
        vessel.state, vessel.silent_since = VesselState.ONLINE, None
        if vessel.is_registered and was_silent:
            event = VesselRecovered(**facts_of(vessel), at=at, silent_since=since)
            await announce(session, vessel, event, ChangeKind.RECOVERED, {})
        else:
            vessel.updated_at = now()


async def find_silent(database: Database) -> bool:
    """Say so once at each limit, of each boat. True: there may be more."""
    async with database.transaction() as session:
        rules = await zones.rules(session, now().astimezone(VIETNAM).date())
        found = 0
        for state, code, before in (
            (VesselState.LOST, "silence-breach-h", (VesselState.ONLINE, VesselState.SILENT, VesselState.AWAITED)),
            (VesselState.SILENT, "silence-warn-h", (VesselState.ONLINE, VesselState.AWAITED)),
        ):
            quiet = await vessels.quiet(session, before, now() - timedelta(hours=rules[code]), AT_ONCE)
            for vessel in quiet:
                owes_reports = (vessel.length_m or 0) >= rules["tracking-least-m"]
                await _tell(session, vessel, state, rules[code], is_breach=owes_reports and state is VesselState.LOST)
            found = max(found, len(quiet))
    return found == AT_ONCE


async def _tell(session: AsyncSession, vessel: Vessel, state: VesselState, hours: float, *, is_breach: bool) -> None:
    latest = (await positions.latest(session, [vessel.number]))[vessel.number]
    if latest.at is None or latest.lat is None or latest.lon is None:
        return
    vessel.state, vessel.silent_since = state, latest.at
    event = VesselSilent(
        **facts_of(vessel),
        at=now(),
        hours=hours,
        is_breach=is_breach,
        heard_at=latest.at,
        lat=latest.lat,
        lon=latest.lon,
    )
    await announce(session, vessel, event, ChangeKind.SILENT, {"hours": hours, "heard_at": latest.at.isoformat()})
