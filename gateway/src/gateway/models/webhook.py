"""Webhooks: where to, which message, how each delivery went, and how far the events were read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.models.base import Base
from gateway.partners.states import DisabledReason, WebhookOutcome
from hueioc.clock import now
from hueioc.db import Identified, Versioned


class WebhookEndpoint(Versioned, Base):
    """An address of a partner that gets some kinds of events."""

    __tablename__ = "webhook_endpoints"

    client_id: Mapped[str] = mapped_column(ForeignKey("clients.client_id"))
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    event_types: Mapped[list[str]] = mapped_column(JSONB)
    """Whole types, or their beginnings with `.*` at the end."""
    is_ordered: Mapped[bool]
    subscribed_at: Mapped[datetime] = mapped_column(default=now)
    """Events from before are not for it: when it was made, or its types last changed."""
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    previous_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[DisabledReason | None]
    paused_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """Attempts that failed since one last succeeded."""

    __table_args__ = (UniqueConstraint("client_id", "url"),)


class WebhookMessage(Base):
    """The exact bytes that are sent and signed, the same at each attempt and to each endpoint."""

    __tablename__ = "webhook_messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """That of the event: the receiver knows a message it already has by it."""
    type: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class WebhookDelivery(Identified, Base):
    """One message on its way to one endpoint."""

    __tablename__ = "webhook_deliveries"

    place: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """The order of the events, in which an ordered endpoint gets them."""
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_messages.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[WebhookOutcome] = mapped_column(default=WebhookOutcome.WAITING)
    due_at: Mapped[datetime] = mapped_column(default=now)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    """Since it was last asked for."""
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """The last ones: when, how long it took, the status and the beginning of the answer."""

    __table_args__ = (
        UniqueConstraint("endpoint_id", "message_id"),
        Index("ix_webhook_deliveries_endpoint_id_created_at", "endpoint_id", "created_at", "id"),
        Index(
            "ix_webhook_deliveries_open",
            "endpoint_id",
            "place",
            postgresql_where="outcome in ('waiting', 'sending')",
        ),
    )


class WebhookPosition(Base):
    """How far a stream was read for webhooks; no row while there is no endpoint."""

    __tablename__ = "webhook_positions"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
