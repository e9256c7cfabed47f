"""What this service hears from others: the registry's units."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from procedures.models import Unit


class RegistryUnit(BaseModel):
    """What this service keeps of a unit."""

    id: UUID
    agency_id: UUID
    name_vi: str
    name_en: str


async def on_unit_changed(session: AsyncSession, message: Received) -> None:
    """Keep the unit as the registry has it. What has ended stays: old dossiers name it."""
    unit = message.read(RegistryUnit).model_dump()
    row = insert(Unit).values(unit)
    await session.execute(row.on_conflict_do_update(index_elements=[Unit.id], set_=unit))


CONSUMERS: tuple[Consumer, ...] = (
    Consumer(
        name="procedures-units",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.unit.changed",),
        handle=on_unit_changed,
        latest_only=True,
    ),
)
