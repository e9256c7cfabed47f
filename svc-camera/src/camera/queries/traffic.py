"""Counts per quarter of an hour."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from camera.models import Count, Quarter
from camera.states import Direction, Size

Key = tuple[datetime, str, Direction, Size]


async def add_counts(session: AsyncSession, camera_id: UUID, numbers: Mapping[Key, int]) -> None:
    if not numbers:
        return
    rows = [
        {
            "camera_id": camera_id,
            "quarter": quarter,
            "line": line,
            "direction": way,
            "size": size,
            "number": number,
        }
        for (quarter, line, way, size), number in sorted(numbers.items())
    ]
    statement = insert(Count).values(rows)
    keys = ("camera_id", "quarter", "line", "direction", "size")
    await session.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"number": Count.number + statement.excluded.number})
    )


async def add_watched(session: AsyncSession, camera_id: UUID, seconds: Mapping[datetime, float]) -> None:
    """Also when it was told already: what is brought later is told once more."""
    if not seconds:
        return
    rows = [
        {"camera_id": camera_id, "quarter": quarter, "watched_s": watched, "is_told": False}
        for quarter, watched in sorted(seconds.items())
    ]
    statement = insert(Quarter).values(rows)
    more = func.least(Quarter.watched_s + statement.excluded.watched_s, 900.0)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=("camera_id", "quarter"), set_={"watched_s": more, "is_told": False}
        )
    )


async def between(
    session: AsyncSession, camera_id: UUID, since: datetime, until: datetime
) -> tuple[Sequence[Quarter], Sequence[Count]]:
    quarters = select(Quarter).where(Quarter.camera_id == camera_id, Quarter.quarter >= since, Quarter.quarter < until)
    counts = select(Count).where(Count.camera_id == camera_id, Count.quarter >= since, Count.quarter < until)
    order = (Count.quarter, Count.line, Count.direction, Count.size)
    fresh = {"populate_existing": True}
    return (
        (await session.scalars(quarters.order_by(Quarter.quarter).execution_options(**fresh))).all(),
        (await session.scalars(counts.order_by(*order).execution_options(**fresh))).all(),
    )


async def untold(session: AsyncSession, before: datetime, limit: int) -> Sequence[Quarter]:
    """Quarters that ended before `before` and were not told since something was added."""
    query = select(Quarter).where(Quarter.is_told.is_(False), Quarter.quarter < before)
    query = query.order_by(Quarter.quarter).limit(limit).with_for_update(skip_locked=True)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def passed_since(session: AsyncSession, since: datetime) -> int:
    return await session.scalar(select(func.coalesce(func.sum(Count.number), 0)).where(Count.quarter >= since)) or 0
