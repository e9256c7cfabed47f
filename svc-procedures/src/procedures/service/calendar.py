"""The working calendar that this service counts by: asked for here and nowhere else."""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.workdays.calendar import Calendar, published_calendar


async def calendar_of(session: AsyncSession) -> Calendar:
    """The calendar in force."""
    return published_calendar()
