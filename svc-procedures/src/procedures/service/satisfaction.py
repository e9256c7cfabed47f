"""What citizens say of an agency after they have scanned an official's card."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.outbox import publish
from procedures.events import AgencyRated
from procedures.queries import intake
from procedures.rules.codes import code_of


async def keep(session: AsyncSession, event_id: UUID, agency_id: UUID, dossier_code: str, stars: int) -> None:
    """Keep the number without any name, and say so, that the figures change at once."""
    code = code_of(dossier_code)
    row: dict[str, object] = {"event_id": event_id, "agency_id": agency_id, "stars": stars, "at": now()}
    await intake.keep_satisfaction(session, row | {"dossier_code": code.text if code else ""})
    publish(session, AgencyRated(agency_id=agency_id, at=now()), subject_id=agency_id, version=1)
