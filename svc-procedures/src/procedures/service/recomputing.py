"""The calendar has changed: every open deadline is reckoned anew, and each change is in the dossier's history."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.workdays.calendar import Calendar
from procedures.queries import dossiers
from procedures.service.keeping import keep
from procedures.service.reckoning import reckon, step_of

AT_ONCE = 50


async def recompute_open_deadlines(
    session: AsyncSession, calendar: Calendar, after: UUID | None = None, limit: int = AT_ONCE
) -> UUID | None:
    """The next `limit` open dossiers after `after`, in the order of their ids; where to go on, or None at the end.

    A date that moves gets a line with the old and the new moment, and an event.
    """
    ids = await dossiers.open_ids_after(session, after, limit)
    for dossier_id in ids:
        dossier = await dossiers.lock(session, dossier_id)
        if dossier is None or dossier.ended_at:
            continue
        steps = (await dossiers.steps_of(session, [dossier_id])).get(dossier_id, [])
        told = [step_of(each) for each in steps]
        reckoned = await reckon(session, told, dossier.procedure_code, dossier.source_due_at, calendar)
        await keep(session, dossier, reckoned, [])
    return ids[-1] if len(ids) == limit else None
