"""What this service hears from others: units of the registry, what citizens say of officials, whom to forget."""

from importlib.metadata import entry_points
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.personal.erasure import erasure_of
from hueioc.runtime import Runtime
from hueioc.service import ENTRY_POINT_GROUP
from procedures.models import Owner, Unit
from procedures.service.satisfaction import keep
from procedures.service.tracing import forget_account


class RegistryUnit(BaseModel):
    """What this service keeps of a unit."""

    id: UUID
    agency_id: UUID
    name_vi: str
    name_en: str


class CardRated(BaseModel):
    """What we read of a rating; whatever else it says is not ours."""

    agency_id: UUID
    stars: Annotated[int, Field(ge=1, le=5)]
    dossier_code: Annotated[str, Field(max_length=60)] | None = None


async def on_unit_changed(session: AsyncSession, message: Received) -> None:
    """Keep the unit as the registry has it. What has ended stays: old dossiers name it."""
    unit = message.read(RegistryUnit).model_dump()
    row = insert(Unit).values(unit)
    await session.execute(row.on_conflict_do_update(index_elements=[Unit.id], set_=unit))


async def on_card_rated(session: AsyncSession, message: Received) -> None:
    """Count it for the agency of the official, or of the dossier that was named."""
    rated = message.read(CardRated)
    await keep(session, message.event_id, rated.agency_id, rated.dossier_code or "", rated.stars)


async def forget(runtime: Runtime, session: AsyncSession, person_id: UUID) -> None:
    """The key is gone already; here the keyed hashes go by which the person's dossiers could be found. The dossiers
    themselves are files of the state and stay, belonging to nobody."""
    token = runtime.vault.token("subject", str(person_id))
    owned = update(Owner).where((Owner.person_token == token) | (Owner.person_id == person_id))
    await session.execute(owned.values(person_token=None, phone_tokens=[]).execution_options(synchronize_session=False))
    await forget_account(session, runtime.vault, person_id)


ERASURE = erasure_of("procedures", forget)
PUBLISHED = (ERASURE.answer,)
_EVERY: tuple[Consumer, ...] = (
    Consumer(
        name="procedures-units",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.unit.changed",),
        handle=on_unit_changed,
        latest_only=True,
    ),
    Consumer(
        name="procedures-ratings",
        stream="EVT_CARDS",
        subjects=("evt.cards.card.rated",),
        handle=on_card_rated,
        batch=100,
    ),
    ERASURE.consumer,
)
_STREAMS = {f"EVT_{point.name.upper()}" for point in entry_points(group=ENTRY_POINT_GROUP)}
CONSUMERS = tuple(each for each in _EVERY if each.stream in _STREAMS)
"""Only streams of services of this installation: a city without cards has no ratings."""
