"""Counts per quarter of an hour, by class of size and direction."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera import events, schemas
from camera.queries import cameras, traffic
from camera.service.cameras import find
from camera.states import Direction, Size
from hueioc.clock import now
from hueioc.errors import invalid_field
from hueioc.outbox import publish

QUARTER = timedelta(minutes=15)
GRACE = timedelta(seconds=30)
"""After a quarter's end, until what was under way has come in."""
LONGEST = timedelta(days=7)
AT_ONCE = 50


def quarter_of(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def spread(since: datetime, until: datetime) -> dict[datetime, float]:
    """Seconds of each quarter that lie between."""
    seconds: dict[datetime, float] = {}
    while since < until:
        quarter = quarter_of(since)
        stop = min(until, quarter + QUARTER)
        seconds[quarter] = seconds.get(quarter, 0.0) + (stop - since).total_seconds()
        since = stop
    return seconds


async def take_counts(session: AsyncSession, camera_id: UUID, messages: Iterable[dict[str, Any]]) -> None:
    """What the worker has counted, and the time that it watched."""
    numbers: Counter[traffic.Key] = Counter()
    watched: Counter[datetime] = Counter()
    for each in messages:
        if each["say"] == "counted":
            at = datetime.fromisoformat(each["at"])
            numbers[quarter_of(at), each["line"], Direction(each["direction"]), Size(each["size"])] += 1
            watched[quarter_of(at)] += 0.0  # type: ignore[assignment] - a counter of seconds
        elif each["say"] == "covered":
            for quarter, seconds in spread(*(datetime.fromisoformat(each[end]) for end in ("since", "until"))).items():
                watched[quarter] += seconds  # type: ignore[assignment]
    await traffic.add_counts(session, camera_id, numbers)
    await traffic.add_watched(session, camera_id, watched)


async def show(
    session: AsyncSession, camera_id: UUID, since: datetime | None, until: datetime | None
) -> schemas.Counts:
    """The last day when nothing is asked for."""
    await find(session, camera_id)
    until = until or now()
    since = quarter_of(since or until - timedelta(days=1))
    if not timedelta() <= until - since <= LONGEST + QUARTER:
        raise invalid_field("/since", "Khoảng thời gian từ 0 đến 7 ngày", "The span is between 0 and 7 days")
    quarters, counts = await traffic.between(session, camera_id, since, until)
    return schemas.Counts(
        camera_id=camera_id,
        quarters=[
            schemas.QuarterCounts(
                quarter=each.quarter,
                watched_s=round(each.watched_s, 1),
                counts=[
                    schemas.CountRow(line=row.line, direction=row.direction, size=row.size, number=row.number)
                    for row in counts
                    if row.quarter == each.quarter
                ],
            )
            for each in quarters
        ],
    )


async def tell_quarters(session: AsyncSession) -> int:
    """Quarters that are over become events; how many."""
    rows = await traffic.untold(session, now() - QUARTER - GRACE, AT_ONCE)
    for row in rows:
        row.is_told = True
        camera = await cameras.find(session, row.camera_id)
        _, counts = await traffic.between(session, row.camera_id, row.quarter, row.quarter + QUARTER)
        if camera is None:
            continue
        event = events.TrafficCounted(
            camera_id=camera.id,
            code=camera.code,
            lat=camera.lat,
            lon=camera.lon,
            quarter=row.quarter,
            watched_s=round(row.watched_s, 1),
            counts=[
                events.Counted(line=each.line, direction=each.direction, size=each.size, number=each.number)
                for each in counts
            ],
        )
        version = int(now().timestamp() * 1000)  # what is brought later is told again with a higher one
        publish(session, event, subject_id=f"{camera.id}.{row.quarter:%Y%m%dT%H%M}", version=version)
    await session.flush()
    return len(rows)
