"""Log sources, events as they came and as OCSF, and what was dropped."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Identified
from infosec.models.base import Base
from infosec.states import Channel


class Source(Identified, Base):
    """A system that sends its logs: by syslog from `address`, or by HTTP with its key."""

    __tablename__ = "sources"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    agency_id: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str | None] = mapped_column(Text, unique=True)
    zone: Mapped[str] = mapped_column(Text)
    """IANA name; of times that do not say theirs (RFC 3164)."""
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    heard_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Event(Base):
    """One event. Partitioned by month of arrival, so that a wrong clock makes no partition; kept at least 12 months."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_time", "time"),
        Index("ix_events_class", "class_uid", "received_at"),
        Index("ix_events_src_ip", "src_ip", "received_at"),
        Index("ix_events_user_name", "user_name", "received_at"),
        {"postgresql_partition_by": "RANGE (received_at)"},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    channel: Mapped[Channel]
    source_id: Mapped[UUID | None]
    sender: Mapped[str] = mapped_column(Text)
    class_uid: Mapped[int] = mapped_column(Integer)
    activity_id: Mapped[int] = mapped_column(SmallInteger)
    severity_id: Mapped[int] = mapped_column(SmallInteger)
    host: Mapped[str] = mapped_column(Text)
    user_name: Mapped[str | None] = mapped_column(Text)
    src_ip: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    ocsf: Mapped[dict[str, Any]] = mapped_column(JSONB)
    parse_error: Mapped[str | None] = mapped_column(Text)
    raw_data: Mapped[bytes] = mapped_column(LargeBinary)


class Dropped(Base):
    """Messages that could not be taken because too many waited, so that a gap in the logs is seen."""

    __tablename__ = "dropped"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    channel: Mapped[Channel]
    number: Mapped[int] = mapped_column(BigInteger)


class Hit(Base):
    """An event that a correlation counts, for as long as its span."""

    __tablename__ = "hits"
    __table_args__ = (Index("ix_hits_cause", "rule", "cause", "at"), Index("ix_hits_expires_at", "expires_at"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    rule: Mapped[str] = mapped_column(Text)
    cause: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    value: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
