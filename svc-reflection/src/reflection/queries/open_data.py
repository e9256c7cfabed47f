"""Rows of the open data, a chunk at a time, each in a transaction of its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Answer, Category, Deadline, RatingGiven, Report, Unit
from reflection.queries.feed import PublicFilter, conditions
from reflection.states import UNDER_REVIEW, State

_state = case((Report.state.in_(UNDER_REVIEW), State.ASSIGNED.value), else_=Report.state)


_COLUMNS = (
    Report.id.label("service_request_id"),
    Report.created_at.label("requested_datetime"),
    Report.updated_at.label("updated_datetime"),
    Answer.accepted_at.label("closed_date"),
    _state.label("status_description"),
    case((Answer.accepted_at.is_not(None), Report.outcome)).label("status_notes"),
    Report.source,
    Category.group_vi.label("service_name"),
    Category.name_vi.label("service_subtype"),
    Report.description,
    Unit.name_vi.label("agency_responsible"),
    Report.address,
    Report.lat,
    Report.lon.label("long"),
    Report.number,
    Report.category_code.label("service_code"),
    Report.ward_code,
    Report.ward_name,
    Deadline.due_at.label("due_date"),
    case((Answer.accepted_at.is_not(None), Answer.answered_at)).label("answered_date"),
    RatingGiven.rating,
    Report.supporters,
)


async def chunk(
    session: AsyncSession, wanted: PublicFilter, after: UUID | None, limit: int
) -> Sequence[dict[str, Any]]:
    """Ids are UUIDv7 and grow with time: a new report is at the end, none is left out."""
    statement = (
        select(*_COLUMNS)
        .select_from(Report)
        .join(Category, and_(Category.code == Report.category_code, Category.valid_from == Report.category_from))
        .outerjoin(Unit, Unit.id == Report.unit_id)
        .outerjoin(Deadline, Deadline.report_id == Report.id)
        .outerjoin(Answer, Answer.report_id == Report.id)
        .outerjoin(RatingGiven, RatingGiven.report_id == Report.id)
        .where(*conditions(wanted))
        .order_by(Report.id)
        .limit(limit)
    )
    if after:
        statement = statement.where(Report.id > after)
    rows = (await session.execute(statement)).mappings().all()
    return [_finished(dict(row)) for row in rows]


def _finished(row: dict[str, Any]) -> dict[str, Any]:
    row["code"] = f"PA-{row.pop('number'):06d}"
    row["lat"], row["long"] = round(row["lat"], 5), round(row["long"], 5)
    return row
