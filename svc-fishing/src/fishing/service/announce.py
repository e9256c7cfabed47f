"""One change of a boat: its new version, its line of history, its event and its document, in one transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import views
from fishing.events import VesselFacts
from fishing.models import Vessel, VesselChange
from fishing.service.documents import document
from fishing.states import ChangeKind
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.views import publish_view


def facts_of(vessel: Vessel) -> dict[str, Any]:
    return {
        "vessel_id": vessel.id,
        "registration": vessel.registration,
        "mmsi": vessel.mmsi,
        "name": vessel.name,
        "role": vessel.role,
        "length_m": vessel.length_m,
    }


async def announce(
    session: AsyncSession, vessel: Vessel, event: VesselFacts, kind: ChangeKind, facts: dict[str, Any]
) -> None:
    vessel.updated_at = now()
    session.add(VesselChange(id=uuid7(), vessel_id=vessel.id, kind=kind, at=event.at, facts=facts))
    await session.flush()
    publish(session, event, subject_id=vessel.id, version=vessel.version)
    await show(session, vessel)


async def show(session: AsyncSession, vessel: Vessel) -> None:
    """The document of a registered boat at its version; strangers have none, the page asks the service for them."""
    if vessel.is_registered:
        publish_view(session, views.VESSEL, vessel.id, await document(session, vessel), version=vessel.version)
