"""Items: what one source has published once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, Computed, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.db import Identified, Versioned
from press.models.base import Base
from press.models.source import Source


def _searched(column: str) -> Computed:
    return Computed(f"to_tsvector('simple'::regconfig, {column})", persisted=True)


class Item(Versioned, Base):
    """One article as its feed tells of it. `title` and `excerpt` are for everybody; `body` is for analysis only."""

    __tablename__ = "items"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"))
    identity: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, deferred=True)
    published_at: Mapped[datetime]
    is_date_ours: Mapped[bool] = mapped_column(Boolean)
    """The feed gave no date that can be true: it is when we first saw the item."""
    story_id: Mapped[UUID] = mapped_column(ForeignKey("stories.id"), index=True)
    copy_of: Mapped[UUID | None] = mapped_column(ForeignKey("items.id"))
    """The item that had this text first; a copy is listed and not counted again."""
    sketch: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), deferred=True)
    places: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Codes of wards."""
    agencies: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Codes of agencies (`AgencyTerm.agency`)."""
    blames: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    accented: Mapped[str] = mapped_column(Text, deferred=True)
    folded: Mapped[str] = mapped_column(Text, deferred=True)
    words: Mapped[Any] = mapped_column(TSVECTOR, _searched("accented"), deferred=True)
    folded_words: Mapped[Any] = mapped_column(TSVECTOR, _searched("folded"), deferred=True)
    source: Mapped[Source] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("source_id", "identity"),
        Index("ix_items_published_at", "published_at", "id"),
        Index("ix_items_url", "url"),
        Index("ix_items_sketch", "sketch", postgresql_using="gin"),
        Index("ix_items_words", "words", postgresql_using="gin"),
        Index("ix_items_folded_words", "folded_words", postgresql_using="gin"),
    )


class Edit(Identified, Base):
    """How an item stood before its publisher changed it."""

    __tablename__ = "edits"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
