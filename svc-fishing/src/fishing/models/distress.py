"""Distress: who, where, and the log until it is closed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from fishing.models.base import Base
from fishing.states import Closing, DistressKind, DistressState, LineKind
from hueioc.db import Identified, Versioned


class Distress(Versioned, Base):
    """One signal of distress: `sender` is an MMSI or a boat's id. At most one is open for a sender."""

    __tablename__ = "distresses"
    __table_args__ = (
        Index("ix_distresses_open", "sender", unique=True, postgresql_where=text("state <> 'closed'")),
        Index("ix_distresses_raised_at", "raised_at", "id"),
    )

    sender: Mapped[str] = mapped_column(Text)
    kind: Mapped[DistressKind]
    state: Mapped[DistressState]
    is_test: Mapped[bool] = mapped_column(Boolean)
    vessel_id: Mapped[UUID | None] = mapped_column(ForeignKey("vessels.id"))
    mmsi: Mapped[int | None] = mapped_column(BigInteger)
    raised_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    fixed_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing: Mapped[Closing | None]


class DistressLine(Identified, Base):
    """A line of the log; what staff write stays inside the service."""

    __tablename__ = "distress_lines"
    __table_args__ = (Index("ix_distress_lines_distress", "distress_id", "at"),)

    distress_id: Mapped[UUID] = mapped_column(ForeignKey("distresses.id"))
    at: Mapped[datetime]
    kind: Mapped[LineKind]
    actor: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")
