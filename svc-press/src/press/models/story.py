"""Stories: what several items tell of, and the alert that one of them raised."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Identified, Versioned
from press.models.base import Base
from press.states import Tone


class Story(Versioned, Base):
    """One story. Figures: `voices` publishers, `originals` items that are no copies, `copies` those that are."""

    __tablename__ = "stories"

    title: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    first_publisher: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    last_item_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    tone: Mapped[Tone] = mapped_column(default=Tone.NEUTRAL)
    blames: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each blamed agency once: `agency`, `cue`, `sentence`, `item_id`."""
    voices: Mapped[int] = mapped_column(Integer, default=0)
    originals: Mapped[int] = mapped_column(Integer, default=0)
    copies: Mapped[int] = mapped_column(Integer, default=0)
    places: Mapped[list[str]] = mapped_column(ARRAY(Text))
    agencies: Mapped[list[str]] = mapped_column(ARRAY(Text))
    centre: Mapped[dict[str, float]] = mapped_column(JSON, deferred=True)
    """The weighted terms that new items are compared with (`rules.likeness`)."""
    terms: Mapped[list[str]] = mapped_column(ARRAY(Text), deferred=True)

    __table_args__ = (
        Index("ix_stories_last_item_at", "last_item_at", "id"),
        Index("ix_stories_terms", "terms", postgresql_using="gin"),
    )


class Alert(Identified, Base):
    """A story rang: once, however many reasons come later."""

    __tablename__ = "alerts"

    story_id: Mapped[UUID] = mapped_column(ForeignKey("stories.id"), unique=True)
    reasons: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """Each with `kind`, `name` (of the watch, or code of the agency) and `words`."""
    raised_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(Text, default="")
