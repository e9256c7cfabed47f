"""What a map shows: counts by H3 cell from far, single reports from near."""

from collections.abc import Sequence
from typing import NamedTuple

import h3
from sqlalchemy import BigInteger, ColumnElement, RowMapping, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Category, Report
from reflection.queries.feed import GROUPS, PublicFilter, StateGroup, conditions
from reflection.rules.places import CELL_RESOLUTION

_RESOLUTION_PLACE = 52
_RESOLUTION_BITS = 15 << _RESOLUTION_PLACE
_FINEST = 15
_POINT = (
    Report.id,
    Report.state,
    Report.lat,
    Report.lon,
    Report.created_at,
    Report.category_code,
    Category.group_code,
    Category.name_vi,
    Category.name_en,
)


class Cluster(NamedTuple):
    """One cell with its counts; the place is the middle of its reports."""

    cell: str
    lat: float
    lon: float
    counts: dict[str, int]


async def clusters(session: AsyncSession, wanted: PublicFilter, resolution: int, limit: int) -> list[Cluster]:
    """The fullest cells first."""
    cell = parent_cell(resolution)
    counts = [_count(group).label(group.value) for group in StateGroup]
    statement = (
        select(cell.label("cell"), func.avg(Report.lat).label("lat"), func.avg(Report.lon).label("lon"), *counts)
        .where(*conditions(wanted))
        .group_by(cell)
        .order_by(func.count().desc())
        .limit(limit)
    )
    rows = (await session.execute(statement)).mappings().all()
    return [
        Cluster(
            h3.int_to_str(row["cell"]),
            round(row["lat"], 5),
            round(row["lon"], 5),
            {group.value: row[group.value] for group in StateGroup},
        )
        for row in rows
    ]


async def points(session: AsyncSession, wanted: PublicFilter, limit: int) -> Sequence[RowMapping]:
    """The newest first."""
    statement = (
        select(*_POINT)
        .join(Category, (Category.code == Report.category_code) & (Category.valid_from == Report.category_from))
        .where(*conditions(wanted))
        .order_by(Report.created_at.desc(), Report.id.desc())
        .limit(limit)
    )
    return (await session.execute(statement)).mappings().all()


async def number(session: AsyncSession, wanted: PublicFilter) -> int:
    """How many there are, shown or not."""
    counted = select(func.count()).select_from(Report).where(*conditions(wanted))
    return await session.scalar(counted) or 0


def parent_cell(resolution: int) -> ColumnElement[int]:
    """The cell of `resolution` around a report's cell, by the bits of an H3 index (H3 documentation, "H3 Index").

    The resolution stands in bits 52 to 55, one digit of three bits for each resolution below; unused digits are 7.
    """
    if resolution >= CELL_RESOLUTION:
        return Report.cell  # type: ignore[return-value]
    unused = (1 << 3 * (_FINEST - resolution)) - 1
    kept = ~_RESOLUTION_BITS & ((1 << 63) - 1)
    number = [cast(literal(each), BigInteger) for each in (kept, resolution << _RESOLUTION_PLACE, unused)]
    return Report.cell.op("&")(number[0]).op("|")(number[1]).op("|")(number[2])


def _count(group: StateGroup) -> ColumnElement[int]:
    return func.sum(case((Report.state.in_(GROUPS[group]), 1), else_=0))
