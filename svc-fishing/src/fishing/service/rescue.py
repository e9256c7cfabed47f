"""The desk of a distress: its log, and who could be there first."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import models, schemas, views
from fishing.errors import UnknownDistress
from fishing.queries import distresses, vessels, zones
from fishing.rules.sea import MILE_M, distance_m
from fishing.service.documents import boat_of
from fishing.states import DistressState
from hueioc.clock import VIETNAM, now
from hueioc.paging import Cursor, Page, PageQuery, cut

MOST_NEAREST = 10


async def find(session: AsyncSession, distress_id: UUID) -> models.Distress:
    row = await distresses.find(session, distress_id)
    if row is None:
        raise UnknownDistress
    return row


async def show(session: AsyncSession, distress_id: UUID) -> schemas.Distress:
    row = await find(session, distress_id)
    return views.distress(row, await boat_of(session, row))


async def desk(session: AsyncSession, distress_id: UUID) -> schemas.DistressDetail:
    row = await find(session, distress_id)
    log = [
        schemas.LogLine(at=line.at, kind=line.kind, actor=line.actor, words=line.words)
        for line in await distresses.lines(session, row.id)
    ]
    shown = views.distress(row, await boat_of(session, row))
    return schemas.DistressDetail(**shown.model_dump(), nearest=await nearest(session, row), log=log)


async def nearest(session: AsyncSession, row: models.Distress) -> list[schemas.Nearest]:
    """By time to reach at the boat's own speed, at least the rule's; from where it was last heard of."""
    if row.lat is None or row.lon is None:
        return []
    rules = await zones.rules(session, now().astimezone(VIETNAM).date())
    heard = now() - timedelta(hours=rules["nearest-heard-h"])
    found: list[schemas.Nearest] = []
    for boat, fix in await vessels.near(session, heard):
        if boat.id == row.vessel_id or fix.lat is None or fix.lon is None or fix.at is None:
            continue
        miles = distance_m((row.lon, row.lat), (fix.lon, fix.lat)) / MILE_M
        hours = miles / max(fix.sog or 0.0, rules["rescue-knots"])
        near = schemas.Nearest(
            vessel_id=boat.id,
            label=views.label(boat),
            distance_nm=round(miles, 2),
            hours=round(hours, 2),
            lat=fix.lat,
            lon=fix.lon,
            at=fix.at,
        )
        found.append(near)
    return sorted(found, key=lambda each: each.hours)[:MOST_NEAREST]


async def page(session: AsyncSession, asked: PageQuery, state: DistressState | None) -> Page[schemas.Distress]:
    rows, more = cut(list(await distresses.page(session, asked, state)), asked.limit)
    items = [views.distress(row, await boat_of(session, row)) for row in rows]
    return Page(items=items, next_cursor=Cursor(rows[-1].raised_at, rows[-1].id).encode() if more else None)
