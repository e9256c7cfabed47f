"""What this service tells the others."""

from hueioc.events import Event

PUBLISHED: tuple[type[Event], ...] = ()
