"""Venues: their codes at the door, the keys of their staff, and how many were there."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import invalid_field
from hueioc.ids import uuid7
from procedures.errors import UnknownVenue
from procedures.models import Venue
from procedures.queries import epidemic
from procedures.rules.places import demand_inside
from procedures.rules.venues import hash_of, new_code, new_key
from procedures.schemas import epidemic as schemas
from procedures.service.campaigns import today
from procedures.views import epidemic as views

MOST_LISTED = 2_000
PAGE = "/epidemic"


async def add(session: AsyncSession, caller: Principal, data: schemas.VenueCreate) -> Venue:
    if (data.lat is None) != (data.lon is None):
        missing = "/lat" if data.lat is None else "/lon"
        raise invalid_field(missing, "Cần cả vĩ độ và kinh độ", "Latitude and longitude go together")
    if data.lat is not None and data.lon is not None:
        demand_inside(data.lat, data.lon, "/lat")
    row = Venue(id=uuid7(), **data.model_dump(), code=new_code(), is_active=True, desk_hash=hash_of(new_key()))
    session.add(row)
    await session.flush()
    await record(session, caller.subject, "venue.added", str(row.id), {"name": row.name})
    return row


async def switch(session: AsyncSession, caller: Principal, venue_id: UUID, *, is_active: bool) -> Venue:
    row = await taken(session, venue_id)
    row.is_active = is_active
    await session.flush()
    await record(session, caller.subject, "venue.switched", str(row.id), {"is_active": is_active})
    return row


async def give_key(session: AsyncSession, caller: Principal, venue_id: UUID) -> schemas.DeskKeyMade:
    """A new key for the venue's staff; the one before opens nothing any more."""
    row, key = await taken(session, venue_id), new_key()
    row.desk_hash, row.updated_at = hash_of(key), now()
    flag_modified(row, "updated_at")
    await session.flush()
    await record(session, caller.subject, "venue.key_given", str(row.id))
    return schemas.DeskKeyMade(venue_code=row.code, key=key, href=f"{PAGE}/desk/{row.code}#{key}")


async def listed(session: AsyncSession, public_url: str) -> schemas.VenueList:
    counted = await epidemic.visits_by_venue(session, today())
    rows = await epidemic.venues(session, MOST_LISTED)
    return schemas.VenueList(items=[views.venue(row, public_url, counted.get(row.id, (0, 0))) for row in rows])


async def document(session: AsyncSession, row: Venue, public_url: str) -> schemas.Venue:
    counted = await epidemic.visits_by_venue(session, today())
    return views.venue(row, public_url, counted.get(row.id, (0, 0)))


def picture(row: Venue, public_url: str) -> bytes:
    """The QR code of the door as SVG: 30 % of it may be dirt."""
    import io

    import segno

    out = io.BytesIO()
    segno.make(views.door_url(row, public_url), error="h", micro=False).save(
        out, kind="svg", scale=8, border=4, xmldecl=False, title=row.code
    )
    return out.getvalue()


async def taken(session: AsyncSession, venue_id: UUID) -> Venue:
    row = await epidemic.lock_venue(session, venue_id)
    if row is None:
        raise UnknownVenue
    return row
