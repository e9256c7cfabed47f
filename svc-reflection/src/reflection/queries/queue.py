"""The operators' queue: columns and not objects, since it is rendered after every change of a report."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Category, Deadline, Report, ReportUnit, Unit
from reflection.queries.feed import first_photo, shortened
from reflection.states import CLOCK_RUNS, OPEN, Priority, State

LONGEST_QUEUE = 500
"""Fewer where their words are long: a document has at most 768 kB (`lists.queue_of`)."""
CENTRE_ACTS = (State.RECEIVED, State.ACCEPTED, State.TRANSFER_REQUESTED, State.ANSWERED)
"""The next step is the operations centre's."""
_COLUMNS: tuple[Any, ...] = (
    Report.id,
    Report.number,
    Report.state,
    Report.priority,
    shortened().label("description"),
    Report.ward_name,
    func.coalesce(Report.exact_lat, Report.lat).label("lat"),
    func.coalesce(Report.exact_lon, Report.lon).label("lon"),
    Report.created_at,
    Report.state_since,
    Report.updated_at,
    Report.claimed_by,
    Report.version,
    Report.unit_id,
    Category.name_vi.label("category_vi"),
    Category.name_en.label("category_en"),
    Unit.name_vi.label("unit_vi"),
    Unit.name_en.label("unit_en"),
    Deadline.due_at,
    first_photo().label("photo"),
)


async def open_queue(session: AsyncSession, unit_id: UUID | None = None) -> tuple[Sequence[RowMapping], int]:
    """Open reports by breach time, then priority, then age; at most 500, and how many there are.

    For the centre, what waits for its own next step stands by since when it waits: none of it is ever cut off.
    """
    wanted = _of_unit(unit_id) if unit_id else Report.state.in_(OPEN)
    breach = func.coalesce(Deadline.due_at, Report.state_since)
    if unit_id is None:
        breach = case((Report.state.in_(CENTRE_ACTS), Report.state_since), else_=breach)
    urgent_first = case((Report.priority == Priority.URGENT, 0), else_=1)
    statement = (
        select(*_COLUMNS)
        .select_from(Report)
        .join(Category, and_(Category.code == Report.category_code, Category.valid_from == Report.category_from))
        .outerjoin(Unit, Unit.id == Report.unit_id)
        .outerjoin(Deadline, Deadline.report_id == Report.id)
        .where(wanted)
        .order_by(breach, urgent_first, Report.created_at, Report.id)
        .limit(LONGEST_QUEUE)
    )
    rows = (await session.execute(statement)).mappings().all()
    total = await session.scalar(select(func.count()).select_from(Report).where(wanted))
    return rows, total or 0


def _of_unit(unit_id: UUID) -> ColumnElement[bool]:
    supported = exists().where(ReportUnit.report_id == Report.id, ReportUnit.unit_id == unit_id)
    return and_(
        or_(Report.unit_id == unit_id, supported),
        Report.state.in_(CLOCK_RUNS | {State.ANSWERED, State.NEED_INFO}),
    )
