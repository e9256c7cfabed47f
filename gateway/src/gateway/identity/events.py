"""What the gateway tells of people: pseudonyms only, and to services only."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event
from hueioc.personal.erasure import PersonErased

__all__ = ["PUBLISHED", "PersonErased", "SessionRevoked"]


class SessionRevoked(Event, type="vn.hue.gateway.session.revoked.v1", audience=Audience.SERVICE):
    """A session has ended before its time; its access tokens are refused from now on."""

    session_id: UUID
    reason: str
    at: datetime


PUBLISHED = (PersonErased, SessionRevoked)
