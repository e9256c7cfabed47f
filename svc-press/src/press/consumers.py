"""What the press service hears from others: the registry's units, citizens' reports, the working calendar."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.workdays.kept import calendar_consumer
from press.models import Unit
from press.queries import reports


class RegistryUnit(BaseModel):
    """What this service keeps of a unit."""

    id: UUID
    agency_id: UUID
    name_vi: str
    name_en: str


async def on_unit_changed(session: AsyncSession, message: Received) -> None:
    """Keep the unit as the registry has it. What has ended stays: old answers name it."""
    unit = message.read(RegistryUnit).model_dump()
    row = insert(Unit).values(unit)
    await session.execute(row.on_conflict_do_update(index_elements=[Unit.id], set_=unit))


class PublicReport(BaseModel):
    """What this service keeps of a citizen's report."""

    report_id: UUID
    code: str
    category: str
    ward: str | None
    at: datetime


async def on_report_accepted(session: AsyncSession, message: Received) -> None:
    """Keep where it lies; one outside every ward is of no use to a story."""
    report = message.read(PublicReport).model_dump()
    if report["ward"]:
        await reports.keep(session, report)


CONSUMERS = (
    Consumer(
        name="press-units",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.unit.changed",),
        handle=on_unit_changed,
        latest_only=True,
    ),
    Consumer(
        name="press-reports",
        stream="EVT_REFLECTION",
        subjects=("evt.reflection.report.accepted",),
        handle=on_report_accepted,
    ),
    calendar_consumer("press"),
)
