"""Where a boat has been, and what was not taken in."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import schemas, views
from fishing.errors import TooMuchTrack
from fishing.queries import positions
from fishing.service.reasons import REASONS
from fishing.service.vessels import find
from fishing.states import Reason
from hueioc.clock import now
from hueioc.errors import invalid_field

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=92)


async def track(session: AsyncSession, vessel_id: UUID, asked: schemas.TrackQuery) -> schemas.Track:
    vessel = await find(session, vessel_id)
    for name in ("since", "until"):
        moment = getattr(asked, name)
        if moment is not None and moment.tzinfo is None:
            raise invalid_field(f"/{name}", "Thời điểm cần có múi giờ", "The moment needs a time zone")
    until = asked.until or now() + timedelta(minutes=5)
    since = asked.since or until - A_DAY
    if not timedelta(0) < until - since <= LONGEST:
        raise TooMuchTrack
    rows = await positions.track(
        session, vessel.number, (since, until), with_doubtful=asked.with_doubtful, limit=asked.limit
    )
    items = [
        schemas.TrackPoint(
            at=row.at,
            lat=row.lat,
            lon=row.lon,
            sog=row.sog,
            cog=row.cog,
            heading=row.heading,
            channel=row.channel,
            flags=views.flag_names(row.flag),
        )
        for row in rows
    ]
    following = items[-1].at if len(items) == asked.limit else None
    return schemas.Track(vessel_id=vessel.id, since=since, until=until, items=items, next_until=following)


async def rejections(
    session: AsyncSession, after: int | None, reason: Reason | None, limit: int
) -> schemas.RejectionPage:
    rows = await positions.rejected(session, after, reason, limit)
    items = [
        schemas.Rejection(
            id=row.id,
            at=row.at,
            channel=row.channel,
            sender=row.sender,
            reason=row.reason,
            message=REASONS[row.reason],
            raw=row.raw.decode("ascii", "backslashreplace"),
        )
        for row in rows
    ]
    return schemas.RejectionPage(items=items, next_after=items[-1].id if len(items) == limit else None)
