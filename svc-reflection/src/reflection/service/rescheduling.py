"""A notice changes which days are worked: every open deadline is counted anew, each with a line in its history."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.db import Database
from hueioc.workdays.calendar import BeyondCalendar, Calendar
from hueioc.workdays.kept import calendar_named, current_calendar
from reflection.queries import process
from reflection.rules import clock as rule
from reflection.service import clocks
from reflection.service.announce import SYSTEM, move, take
from reflection.states import RECOUNTED, Action

AT_ONCE = 50


async def reschedule_some(database: Database) -> bool:
    """Each report in a transaction of its own. True: there may be more."""
    async with database.transaction() as session:
        newest = await current_calendar(session)
        found = await process.counted_by_another(session, newest.version, clocks.BY_HAND, AT_ONCE)
    for report_id in found:
        async with database.transaction() as session:
            await _reschedule(session, report_id, newest)
    return len(found) == AT_ONCE


async def _reschedule(session: AsyncSession, report_id: UUID, newest: Calendar) -> None:
    report = await take(session, report_id, None)
    row, clock = report.deadline, clocks.clock_of(report.deadline)
    if row is None or clock is None or report.state not in RECOUNTED or row.calendar_version == newest.version:
        return
    try:
        counted = rule.recounted(clock, await calendar_named(session, row.calendar_version), newest)
    except (BeyondCalendar, LookupError):  # counted by a calendar, or in years, that nobody knows here
        counted = clock
    before, row.calendar_version = clock.due_at, newest.version
    if counted.due_at == before:
        await clocks.keep_timers(session, report)
        return
    clocks.keep(report, counted)
    note = f"{before.isoformat()} → {counted.due_at.isoformat()}"
    facts = {"due_before": before, "calendar_version": newest.version}
    await move(session, report, Action.RESCHEDULE, SYSTEM, note, **facts)
    await process.let_fire_again(session, report_id, now())
