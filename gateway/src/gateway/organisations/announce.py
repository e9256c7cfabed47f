"""Tells the other services of a row as it is now."""

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Agency, Officer, Responsibility, Roster, Substitute, Unit
from gateway.organisations import events
from hueioc.events import Event
from hueioc.outbox import publish

Entry = Agency | Unit | Officer | Roster | Substitute | Responsibility
EVENTS: dict[type[Entry], type[Event]] = {
    Agency: events.AgencyChanged,
    Unit: events.UnitChanged,
    Responsibility: events.ResponsibilityChanged,
    Officer: events.OfficerChanged,
    Roster: events.RosterChanged,
    Substitute: events.SubstituteChanged,
}


async def announce(session: AsyncSession, row: Entry) -> None:
    await session.flush()
    event = EVENTS[type(row)]
    fields = {name: getattr(row, name) for name in event.model_fields}
    publish(session, event(**fields), subject_id=row.id, version=row.version)
