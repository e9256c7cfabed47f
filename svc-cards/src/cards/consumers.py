"""What the cards service hears from others: the registry's agencies and units, and people who are to be forgotten."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cards.models import Agency, Unit
from cards.service.ratings import forget
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.personal.erasure import erasure_of


class RegistryAgency(BaseModel):
    """What this service keeps of an agency."""

    id: UUID
    code: str
    name_vi: str
    name_en: str


class RegistryUnit(BaseModel):
    """What this service keeps of a unit."""

    id: UUID
    agency_id: UUID
    name_vi: str
    name_en: str
    hotline: str


async def on_agency_changed(session: AsyncSession, message: Received) -> None:
    """Keep the agency as the registry has it. What has ended stays: cards name it."""
    agency = message.read(RegistryAgency).model_dump()
    row = insert(Agency).values(agency)
    await session.execute(row.on_conflict_do_update(index_elements=[Agency.id], set_=agency))


async def on_unit_changed(session: AsyncSession, message: Received) -> None:
    unit = message.read(RegistryUnit).model_dump()
    row = insert(Unit).values(unit)
    await session.execute(row.on_conflict_do_update(index_elements=[Unit.id], set_=unit))


ERASURE = erasure_of("cards", forget)
PUBLISHED = (ERASURE.answer,)
CONSUMERS = (
    Consumer(
        name="cards-agencies",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.agency.changed",),
        handle=on_agency_changed,
        latest_only=True,
    ),
    Consumer(
        name="cards-units",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.unit.changed",),
        handle=on_unit_changed,
        latest_only=True,
    ),
    ERASURE.consumer,
)
