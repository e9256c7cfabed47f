"""What an agency was asked to answer, until when, and what it answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.db import Identified, Versioned
from press.models.base import Base
from press.models.item import Item
from press.states import Action, ResponseState


class Response(Versioned, Base):
    """An item assigned to a unit. `answer` is what the unit wrote; `published_answer` its public copy."""

    __tablename__ = "responses"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), unique=True)
    story_id: Mapped[UUID] = mapped_column(ForeignKey("stories.id"), index=True)
    unit_id: Mapped[UUID]
    unit_vi: Mapped[str] = mapped_column(Text)
    unit_en: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    """What the unit is to answer, as the centre wrote it; public beside the answer."""
    state: Mapped[ResponseState]
    assigned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    rule_code: Mapped[str] = mapped_column(Text)
    rule_source: Mapped[str] = mapped_column(Text)
    calendar_version: Mapped[str] = mapped_column(Text)
    overdue_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    published_answer: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(Text, default="")
    correction_url: Mapped[str] = mapped_column(Text, default="")
    corrected_at: Mapped[datetime | None]
    item: Mapped[Item] = relationship(lazy="joined")

    __table_args__ = (
        Index("ix_responses_due_at", "due_at"),
        Index("ix_responses_published_at", "published_at", "id"),
    )


class ResponseChange(Identified, Base):
    """One line of the history of an answer."""

    __tablename__ = "response_changes"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id"), index=True)
    action: Mapped[Action]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
