"""What became of deliveries, for staff."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment import schemas
from environment.errors import UnknownIntake
from environment.models import Intake
from environment.queries import intakes
from environment.service.reasons import REASONS
from hueioc.paging import Cursor, Page, PageQuery, cut


async def list_intakes(session: AsyncSession, page: PageQuery, *, with_rejections: bool) -> Page[schemas.IntakeSummary]:
    rows, more = cut(list(await intakes.page(session, page, with_rejections=with_rejections)), page.limit)
    return Page(
        items=[schemas.IntakeSummary(**_facts(row)) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def show_intake(session: AsyncSession, intake_id: UUID) -> schemas.IntakeDetail:
    intake = await intakes.find(session, intake_id)
    if intake is None:
        raise UnknownIntake
    rejected = [
        schemas.RejectedRow(row=row.number, reason=row.reason, message=REASONS[row.reason], raw=row.raw)
        for row in await intakes.rejected(session, intake_id)
    ]
    return schemas.IntakeDetail(**_facts(intake), rejected_rows=rejected)


async def raw_of(session: AsyncSession, intake_id: UUID) -> bytes:
    intake = await intakes.find(session, intake_id)
    if intake is None or intake.raw is None:
        raise UnknownIntake
    return intake.raw


def _facts(row: Intake) -> dict[str, Any]:
    names = ("id", "channel", "name", "station_id", "accepted", "duplicates", "corrected", "rejected", "unreadable")
    return {name: getattr(row, name) for name in names} | {"received_at": row.created_at}
