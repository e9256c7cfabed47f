"""What the routes of webhooks take and give."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gateway.partners.states import DisabledReason, WebhookOutcome

EventType = Annotated[
    str, StringConstraints(pattern=r"^vn\.hue(\.[a-z0-9_]+){1,4}(\.\*)?$|^vn\.hue\.\*$", max_length=120)
]
"""A whole type (`vn.hue.reflection.report.assigned.v1`), or the beginning of some (`vn.hue.reflection.*`)."""


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WebhookUpdate(Input):
    url: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    description: Annotated[str, StringConstraints(max_length=200)] = ""
    event_types: Annotated[list[EventType], Field(min_length=1, max_length=50)]
    is_ordered: bool = False
    """One after the other in the order in which things happened; a message that fails holds up those behind it."""


class WebhookCreate(WebhookUpdate):
    client_id: Annotated[str, StringConstraints(max_length=80)] = ""
    """Whose webhook it is: for supervisors; a partner's is its own."""


class Webhook(BaseModel):
    id: UUID
    client_id: str
    url: str
    description: str
    event_types: list[str]
    is_ordered: bool
    version: int
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: DisabledReason | None
    paused_until: datetime | None
    """Until then nothing is sent: the endpoint asked for it, or failed several times."""
    failures: int
    waiting: int
    failed: int


class WebhookMade(Webhook):
    secret: str
    """Shown this once: `whsec_` and the key in base64, as the libraries of Standard Webhooks take it."""


class WebhookSecret(BaseModel):
    secret: str
    previous_until: datetime
    """Until then messages carry a signature by the secret before as well."""


class WebhookList(BaseModel):
    items: list[Webhook]


class WebhookAttempt(BaseModel):
    at: datetime
    took_ms: int
    status: int | None
    """None: there was no answer; `answer` says why."""
    answer: str


class WebhookDelivered(BaseModel):
    """A delivery with its log."""

    id: UUID
    message_id: UUID
    type: str
    subject: str
    occurred_at: datetime
    outcome: WebhookOutcome
    tries: int
    due_at: datetime | None
    """When it is next tried."""
    created_at: datetime
    attempts: list[WebhookAttempt]


class WebhookContent(WebhookDelivered):
    body: str
    """The exact text that is signed and sent."""


class ReplayRange(Input):
    """Which deliveries go out again: those of messages of this time."""

    since: AwareDatetime
    until: AwareDatetime | None = None
    only_failed: bool = True


class Replayed(BaseModel):
    replayed: int
