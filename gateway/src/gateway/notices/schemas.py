"""Notices and preferences as the two web apps read and write them."""

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.notices.states import Channel, DeliveryOutcome, Digest, Kind


class Receipt(BaseModel):
    channel: Channel
    outcome: DeliveryOutcome
    sent_at: datetime | None


class NoticeShown(BaseModel):
    id: UUID
    kind: Kind
    title: str
    body: str
    link: str
    """A path of the web app."""
    created_at: datetime
    read_at: datetime | None
    receipts: list[Receipt]


class NoticePage(BaseModel):
    items: list[NoticeShown]
    next_cursor: str | None
    unread: int


Choice = Annotated[list[Channel], Field(max_length=3)]


class PreferencesWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    channels: dict[Kind, Choice]
    """What goes out beside the inbox, by kind; a kind that is left out keeps its default."""
    quiet_from: time | None
    """Civil time of Hue; null for both: never quiet."""
    quiet_to: time | None
    digest: Digest
    language: Annotated[str, StringConstraints(pattern="^(vi|en)$")]


class Preferences(PreferencesWrite):
    has_email: bool
    has_phone: bool
    browsers: int
    """How many take web push."""


class PushKeys(BaseModel):
    model_config = ConfigDict(extra="forbid")

    p256dh: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{80,100}=*$")]
    auth: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,30}=*$")]


class PushSubscribe(BaseModel):
    """`PushSubscription.toJSON()` of the browser."""

    model_config = ConfigDict(extra="ignore")

    endpoint: Annotated[str, StringConstraints(min_length=10, max_length=1000)]
    keys: PushKeys


class Subscribed(BaseModel):
    id: UUID


class PushKey(BaseModel):
    public_key: str
    """`applicationServerKey`."""
