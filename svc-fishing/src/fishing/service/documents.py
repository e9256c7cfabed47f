"""Gathers what documents are made of, and renders the lists that the gateway answers from memory."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import models, schemas, views
from fishing.queries import distresses, positions, vessels, zones
from fishing.states import VesselState
from hueioc.clock import VIETNAM, now
from hueioc.outbox import COLLECTED, Outgoing
from hueioc.views import publish_view

LINES = 30
"""Of the history in a boat's document."""
CHUNK = 100
MOST_BOATS = 800
"""In the fleet's document: about 250 bytes each, of the 256 KB that a document may have."""


async def document(session: AsyncSession, row: models.Vessel) -> schemas.Vessel:
    latest = await positions.latest(session, [row.number])
    inside = await zones.inside(session, [row.number])
    devices, history = await vessels.devices(session, row.id), await vessels.history(session, row.id, LINES)
    return views.vessel(row, latest.get(row.number), inside.get(row.number, ()), devices, history)


async def summaries(session: AsyncSession, rows: Sequence[models.Vessel]) -> list[schemas.VesselSummary]:
    numbers = [row.number for row in rows]
    latest, inside = await positions.latest(session, numbers), await zones.inside(session, numbers)
    return [views.summary(row, latest.get(row.number), inside.get(row.number, ())) for row in rows]


async def fleet(session: AsyncSession, key: str) -> schemas.Fleet:
    rows = await vessels.fleet(session, MOST_BOATS)
    counted = await vessels.counts(session)

    def of(state: VesselState) -> int:
        return counted.get((state, True), 0)

    return schemas.Fleet(
        items=[boat for row, latest in rows if (boat := views.boat(row, latest))],
        total=sum(counted.values()),
        online=of(VesselState.ONLINE),
        silent=of(VesselState.SILENT),
        lost=of(VesselState.LOST),
        strangers=sum(number for (_, is_registered), number in counted.items() if not is_registered),
    )


async def zone_list(session: AsyncSession, key: str) -> schemas.ZoneList:
    boats = await zones.boats_in(session)
    rows = await zones.zones(session, now().astimezone(VIETNAM).date())
    return schemas.ZoneList(items=[zone(row, boats.get(row.number, 0)) for row in rows])


def zone(row: models.Zone, boats: int) -> schemas.Zone:
    return schemas.Zone(
        code=row.code,
        name=schemas.Words(vi=row.name_vi, en=row.name_en),
        kind=row.kind,
        act=row.act,
        source=row.source,
        certainty=row.certainty,
        enforceable=row.enforceable,
        verified_by=row.verified_by,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        boats=boats,
        geometry=row.geometry,
    )


async def open_distresses(session: AsyncSession, key: str) -> schemas.DistressList:
    rows = await distresses.opened(session)
    return schemas.DistressList(items=[views.distress(row, await boat_of(session, row)) for row in rows])


async def boat_of(session: AsyncSession, row: models.Distress) -> models.Vessel | None:
    return await vessels.find(session, row.vessel_id) if row.vessel_id else None


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next boats after `after`, and where to go on; with the first also those of distress."""
    ids = await vessels.ids_after(session, after, CHUNK)
    for vessel_id in ids:
        if row := await vessels.find(session, vessel_id):
            publish_view(session, views.VESSEL, row.id, await document(session, row), version=row.version)
    for row in () if after else await distresses.opened(session):
        shown = views.distress(row, await boat_of(session, row))
        publish_view(session, views.DISTRESS, row.id, shown, version=row.version)
    return session.info.pop(COLLECTED, []), ids[-1] if len(ids) == CHUNK else None
