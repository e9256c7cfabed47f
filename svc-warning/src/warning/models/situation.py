"""What was seen where, and the situations it makes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Versioned
from warning.models.base import Base
from warning.states import SituationState, Urgent


class Seen(Base):
    """An event at a place that some rule asks for. Kept for as long as a rule may look back."""

    __tablename__ = "seen"
    __table_args__ = (Index("ix_seen_at", "at"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Text)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    ward: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Situation(Versioned, Base):
    """Several services say the same thing of one place."""

    __tablename__ = "situations"
    __table_args__ = (Index("ix_situations_listed", "created_at", "id"), Index("ix_situations_state", "state"))

    rule: Mapped[str] = mapped_column(Text)
    state: Mapped[SituationState] = mapped_column(default=SituationState.OPEN)
    urgent: Mapped[Urgent]
    words: Mapped[dict[str, Any]] = mapped_column(JSONB)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    ward: Mapped[str | None] = mapped_column(Text)
    last_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class Member(Base):
    """An event that belongs to a situation."""

    __tablename__ = "members"

    situation_id: Mapped[UUID] = mapped_column(ForeignKey("situations.id"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("seen.event_id"), primary_key=True)
