"""A notice changes which days are worked: every open deadline is counted anew, each with a line in its history."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from hueioc.workdays.calendar import BeyondCalendar, Calendar
from hueioc.workdays.kept import Recounts, current_calendar
from press.events import ItemRescheduled
from press.models import DeadlineRule, Response
from press.queries import reference, responses
from press.service.announce import tell_response
from press.service.answering import SYSTEM, due_of, note_line
from press.states import Action

AT_ONCE = 50
RECOUNTS = Recounts()


async def reschedule_some(database: Database) -> bool:
    """True: there may be more."""
    async with database.transaction() as session:
        calendar = await current_calendar(session)
        if RECOUNTS.is_done(database, calendar.version):
            return False
        found = await responses.counted_by_another(session, calendar.version, AT_ONCE)
        for row in found:
            await _reschedule(session, row, calendar)
    if len(found) < AT_ONCE:
        RECOUNTS.finish(database, calendar.version)
    return len(found) == AT_ONCE


async def _reschedule(session: AsyncSession, row: Response, calendar: Calendar) -> None:
    before, row.calendar_version = row.due_at, calendar.version
    row.due_at = await _counted(session, row, calendar)
    if row.due_at == before:
        return
    if row.due_at > now():
        row.overdue_at = None
    note_line(session, row, Action.RESCHEDULE, SYSTEM, f"{before.isoformat()} → {row.due_at.isoformat()}")
    await tell_response(
        session, row, ItemRescheduled, due_before=before, due_at=row.due_at, calendar_version=calendar.version
    )


async def _counted(session: AsyncSession, row: Response, calendar: Calendar) -> datetime:
    """By the rule that was in force when the item was assigned; as it was, when nobody can count it here."""
    day = row.assigned_at.astimezone(VIETNAM).date()
    rules = [rule for rule in await reference.in_force(session, DeadlineRule, day) if rule.code == row.rule_code]
    try:
        return due_of(calendar, rules[-1], row.assigned_at) if rules else row.due_at
    except BeyondCalendar:
        return row.due_at
