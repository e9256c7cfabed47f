"""Notices to people, on which channels they went out, and who wants what."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.models.base import Base
from gateway.notices.states import Channel, DeliveryOutcome, Digest, Kind
from hueioc.clock import now
from hueioc.db import Identified


class Notice(Identified, Base):
    """One thing told to one person; its words are made from a template when it is shown or sent."""

    __tablename__ = "notices"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    event_id: Mapped[UUID]
    kind: Mapped[Kind]
    link: Mapped[str] = mapped_column(Text)
    """Path in the app where to go on."""
    values: Mapped[dict[str, Any]] = mapped_column(JSONB)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_notices_person_id_created_at", "person_id", "created_at", "id"),
        Index("ix_notices_unread", "person_id", postgresql_where="read_at is null"),
    )


class Delivery(Identified, Base):
    """A notice on its way by one channel; the key makes it once per (event, person, channel)."""

    __tablename__ = "deliveries"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    channel: Mapped[Channel]
    outcome: Mapped[DeliveryOutcome] = mapped_column(default=DeliveryOutcome.WAITING)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    sent_at: Mapped[datetime | None]
    receipt: Mapped[str] = mapped_column(Text, default="")
    """What the channel answered: a message id, or why it failed."""

    __table_args__ = (
        UniqueConstraint("notice_id", "channel"),
        Index("ix_deliveries_open", "due_at", postgresql_where="outcome in ('waiting', 'sending')"),
    )


class Preference(Base):
    """What a person wants; who has no row gets the defaults of `notices.states`."""

    __tablename__ = "preferences"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    channels: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    """Kind to the channels beside the inbox."""
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    digest: Mapped[Digest] = mapped_column(default=Digest.NONE)
    language: Mapped[str] = mapped_column(String(2), default="vi")
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class WardSubscription(Base):
    """A person hears of every warning for this ward; it is deleted with the person."""

    __tablename__ = "ward_subscriptions"
    __table_args__ = (Index("ix_ward_subscriptions_ward_code", "ward_code"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    ward_code: Mapped[str] = mapped_column(String(10), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class PushSubscription(Identified, Base):
    """A browser that takes web push (RFC 8030); where and how is sealed with the person's key."""

    __tablename__ = "push_subscriptions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    endpoint_token: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
