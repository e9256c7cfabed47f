"""What partners send by Open311."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from reflection.models.base import Base


class Open311Key(Base):
    """The right of a partner to send reports by Open311. The key itself is shown once and kept nowhere."""

    __tablename__ = "open311_keys"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text)
    limits: Mapped[dict[str, int]] = mapped_column(JSONB)
    """`per_day`: reports and updates of 24 hours; nothing: no limit."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]


class Open311Request(Base):
    """What a report that came by Open311 has more than others; its personal part is sealed with the person's key."""

    __tablename__ = "open311_requests"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("open311_keys.id"))
    is_ward_only: Mapped[bool]
    """The place is the middle of the ward that the address names."""
    attributes: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    """Redacted answers: code, label, name, value."""
    sealed_more: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    title: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Redacted, as the two below (CitySDK)."""
    service_object_id: Mapped[str | None] = mapped_column(String(200))
    service_object_type: Mapped[str | None] = mapped_column(String(200))
    """What the report is about in the partner's own register: a lamp, a tree."""

    __table_args__ = (
        Index("ix_open311_requests_key_id_created_at", "key_id", "created_at"),
        Index(
            "ix_open311_requests_service_object",
            "service_object_id",
            "service_object_type",
            postgresql_where="service_object_id is not null",
        ),
    )


class Open311Update(Base):
    """An update that a partner has posted: once for each `update_id` of the partner's."""

    __tablename__ = "open311_updates"

    key_id: Mapped[UUID] = mapped_column(ForeignKey("open311_keys.id"), primary_key=True)
    update_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    status: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
    person_id: Mapped[UUID]
    sealed_more: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_open311_updates_key_id_created_at", "key_id", "created_at"),)
