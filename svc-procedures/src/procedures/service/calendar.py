"""The working calendar that this service counts by: asked for here and nowhere else."""

from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.workdays.calendar import Calendar
from hueioc.workdays.kept import current_calendar

_CALENDAR = "procedures_calendar"


async def calendar_of(session: AsyncSession) -> Calendar:
    """The calendar in force; asked for once in a transaction."""
    if _CALENDAR not in session.info:
        session.info[_CALENDAR] = await current_calendar(session)
    return cast("Calendar", session.info[_CALENDAR])
