"""What this service hears from others: the registry's units."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.personal.erasure import erasure_of
from hueioc.runtime import Runtime
from procedures.models import Unit
from procedures.service.tracing import forget_account


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


async def forget(runtime: Runtime, session: AsyncSession, person_id: UUID) -> None:
    """What an account has said of itself goes, however long it would have been kept."""
    await forget_account(session, runtime.vault, person_id)


ERASURE = erasure_of("procedures", forget)
CONSUMERS: tuple[Consumer, ...] = (
    Consumer(
        name="procedures-units",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.unit.changed",),
        handle=on_unit_changed,
        latest_only=True,
    ),
    ERASURE.consumer,
)
