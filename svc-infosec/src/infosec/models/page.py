"""Watched pages of agencies, and what they looked like."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Identified, Versioned
from infosec.models.base import Base
from infosec.states import Failure, PageState, Suspicion


class Page(Versioned, Base):
    """A page and how it is now. `suspicion`: what the last look has found and a second one must confirm."""

    __tablename__ = "pages"
    __table_args__ = (Index("ix_pages_next_at", "next_at"),)

    url: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    agency_id: Mapped[str] = mapped_column(Text, default="")
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    every_s: Mapped[int] = mapped_column(Integer)
    state: Mapped[PageState]
    state_since: Mapped[datetime]
    suspicion: Mapped[Suspicion]
    evidence: Mapped[list[str]] = mapped_column(JSON)
    """Why it is held for defaced, as codes with values."""
    failure: Mapped[Failure | None]
    status_code: Mapped[int | None] = mapped_column(Integer)
    took_ms: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text, default="")
    looked_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    next_at: Mapped[datetime]
    certificate_from: Mapped[datetime | None]
    certificate_until: Mapped[datetime | None]
    certificate_told_days: Mapped[int | None] = mapped_column(Integer)
    """The smallest threshold that has been told of this certificate."""
    is_watched: Mapped[bool] = mapped_column(Boolean, default=True)


class Snapshot(Identified, Base):
    """What a page showed: a sketch of its text, the hosts of its scripts and frames, its title."""

    __tablename__ = "page_snapshots"
    __table_args__ = (Index("ix_page_snapshots_page", "page_id", "at"),)

    page_id: Mapped[UUID] = mapped_column(ForeignKey("pages.id"))
    at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(Text)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)
    hosts: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[list[str]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(Text)
