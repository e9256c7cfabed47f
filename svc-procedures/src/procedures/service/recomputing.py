"""The calendar has changed: every open deadline is reckoned anew, and each change is in the dossier's history."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.db import Database
from hueioc.workdays.calendar import Calendar
from hueioc.workdays.kept import Recounts
from procedures.errors import NoTermKnown, PastTheCalendar
from procedures.queries import dossiers
from procedures.service.calendar import calendar_of
from procedures.service.enquiry_terms import recompute_open_enquiries
from procedures.service.keeping import keep
from procedures.service.reckoning import reckon, step_of

AT_ONCE = 50
RECOUNTS = Recounts()


async def recompute_some(database: Database) -> bool:
    """By the calendar in force, a part of what was counted by another one. True: there may be more."""
    async with database.transaction() as session:
        calendar = await calendar_of(session)
        if RECOUNTS.is_done(database, calendar.version):
            return False
        more = await recompute_open_deadlines(session, calendar) is not None
        more = bool(await recompute_open_enquiries(session, calendar)) or more
    if not more:
        RECOUNTS.finish(database, calendar.version)
    return more


async def recompute_open_deadlines(
    session: AsyncSession, calendar: Calendar, after: UUID | None = None, limit: int = AT_ONCE
) -> UUID | None:
    """The next `limit` open dossiers after `after` that another calendar counted; where to go on, or None at the end.

    A date that moves gets a line with the old and the new moment, and an event.
    """
    ids = await dossiers.open_ids_after(session, after, limit, counted_not_by=calendar.version)
    for dossier_id in ids:
        dossier = await dossiers.lock(session, dossier_id)
        if dossier is None or dossier.ended_at or dossier.deadline is None:
            continue
        steps = (await dossiers.steps_of(session, [dossier_id])).get(dossier_id, [])
        told = [step_of(each) for each in steps]
        try:
            reckoned = await reckon(session, told, dossier.procedure_code, dossier.source_due_at, calendar)
            await keep(session, dossier, reckoned, [])
        except (NoTermKnown, PastTheCalendar):  # nobody can count it any more: its date stays
            pass
        dossier.deadline.calendar_version = calendar.version
    return ids[-1] if len(ids) == limit else None
