"""Reports near a place: the cells of the neighbourhood and the age are one index, the rest is reckoned."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Float, RowMapping, Select, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Category, Medium, Report
from reflection.queries.feed import CLOSED, joined
from reflection.queries.media import is_public
from reflection.rules.neighbours import CLOSED_FOR, EARTH_M, OPEN_FOR, cells_around
from reflection.states import State

METRES_A_DEGREE = EARTH_M * math.pi / 180


class Near(NamedTuple):
    """A circle, and what is looked for in it."""

    lat: float
    lon: float
    radius_m: float
    category: str | None = None


async def published(session: AsyncSession, near: Near, at: datetime, limit: int) -> Sequence[RowMapping]:
    """Published reports that a new one may repeat, nearest first, with their `distance`."""
    found = search(near, at, limit).where(is_public()).cte("found")
    statement = joined().add_columns(found.c.distance).join(found, found.c.id == Report.id)
    rows = await session.execute(statement.order_by(found.c.distance, Report.id))
    return rows.mappings().all()


def search(near: Near, at: datetime, limit: int) -> Select[UUID, float]:
    """Ids and metres, nearest first: all that is looked for happens here, on one table and one index."""
    metres = distance(near).label("distance")
    return select(Report.id, metres).where(*in_circle(near, at)).order_by(metres, Report.id).limit(limit)


async def candidates(session: AsyncSession, near: Near, at: datetime, limit: int) -> Sequence[RowMapping]:
    """As staff see them: every state but rejected, with the hashes of their photos."""
    metres = distance(near).label("distance")
    statement = (
        select(
            Report.id,
            Report.number,
            Report.state,
            Report.description,
            Report.created_at,
            metres,
            hashes_of().label("hashes"),
        )
        .where(Report.state != State.REJECTED, *in_circle(near, at))
        .order_by(metres, Report.id)
        .limit(limit)
    )
    return (await session.execute(statement)).mappings().all()


async def radius_of(session: AsyncSession, category: str) -> int | None:
    """Metres within which reports of a category may be one; lighting and water reach farther."""
    statement = select(Category.duplicate_radius_m).where(Category.code == category)
    return await session.scalar(statement.order_by(Category.valid_from.desc()).limit(1))


async def hashes(session: AsyncSession, report_id: UUID) -> Sequence[int]:
    statement = select(Medium.picture_hash).where(Medium.report_id == report_id, Medium.picture_hash.is_not(None))
    return [number for number in await session.scalars(statement) if number is not None]


def in_circle(near: Near, at: datetime) -> list[ColumnElement[bool]]:
    """Open for 30 days at most, finished for 14."""
    cells = literal(cells_around(near.lat, near.lon, near.radius_m), ARRAY(BigInteger))
    found: list[ColumnElement[bool]] = [
        Report.cell == any_(cells),  # type: ignore[arg-type]
        Report.created_at > at - OPEN_FOR,
        # Says nothing new, but between two bounds the planner expects few rows and keeps one plan for all places:
        # to plan anew for each took as long as the search.
        Report.created_at <= at,
        or_(Report.state.not_in(CLOSED), Report.created_at > at - CLOSED_FOR),
        distance(near) <= float(near.radius_m),
    ]
    if near.category:
        found.append(Report.category_code == near.category)
    return found


def distance(near: Near) -> ColumnElement[float]:
    """Metres on the plane that touches the globe at the place: within the longest radius right to a millimetre."""
    north = (Report.lat - near.lat) * METRES_A_DEGREE
    east = (Report.lon - near.lon) * (METRES_A_DEGREE * math.cos(math.radians(near.lat)))
    return func.sqrt(north * north + east * east, type_=Float)


def hashes_of() -> ColumnElement[list[int]]:
    found = select(func.array_agg(aggregate_order_by(Medium.picture_hash, Medium.position))).where(
        Medium.report_id == Report.id, Medium.picture_hash.is_not(None)
    )
    return found.correlate(Report).scalar_subquery()
