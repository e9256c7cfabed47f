"""What this service tells the others."""

from hueioc.events import Event
from procedures.events.calendar import CalendarChanged

PUBLISHED: tuple[type[Event], ...] = (CalendarChanged,)
