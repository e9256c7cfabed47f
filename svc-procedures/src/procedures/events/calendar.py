"""The working calendar has changed."""

from datetime import date, datetime
from uuid import UUID

from hueioc.events import Audience, Event
from hueioc.workdays.kept import CalendarDay


class CalendarChanged(Event, type="vn.hue.procedures.calendar.changed.v1", audience=Audience.PUBLIC):
    """A notice has changed which days are worked; `days` is the whole calendar that holds from now on."""

    notice_id: UUID
    document: str
    title: str
    changed: list[date]
    number: int
    version: str
    days: list[CalendarDay]
    at: datetime
