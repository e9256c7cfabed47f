"""What this service tells the others."""

from hueioc.events import Event
from procedures.events.epidemic import EPIDEMIC_EVENTS
from procedures.events.projects import PROJECT_EVENTS

PUBLISHED: tuple[type[Event], ...] = (*PROJECT_EVENTS, *EPIDEMIC_EVENTS)
