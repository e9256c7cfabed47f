"""What the gateway tells of notices: numbers, never people."""

from uuid import UUID

from hueioc.events import Audience, Event


class WarningTold(Event, type="vn.hue.gateway.warning.told.v1", audience=Audience.SERVICE):
    """The citizens of one ward have a warning in their inbox; `queued` messages beside it wait to go out."""

    alert_id: UUID
    ward: str
    told: int
    queued: int


PUBLISHED = (WarningTold,)
