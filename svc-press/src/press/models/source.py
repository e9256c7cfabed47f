"""Where news comes from, and what is known of each feed."""

from datetime import datetime

from sqlalchemy import Boolean, Float, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Versioned
from press.models.base import Base
from press.states import FetchProblem, Keeps, SourceState


class Source(Versioned, Base):
    """One feed of one publisher."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(Text)
    publisher: Mapped[str] = mapped_column(Text)
    """Feeds of one publisher count as one voice."""
    url: Mapped[str] = mapped_column(Text, unique=True)
    host: Mapped[str] = mapped_column(Text)
    tier: Mapped[int] = mapped_column(Integer)
    """1 national, 2 of the province, 3 other."""
    keeps: Mapped[Keeps]
    terms: Mapped[str] = mapped_column(Text, default="")
    """What was agreed with the publisher about use and spacing."""
    agreed_s: Mapped[int | None] = mapped_column(Integer)
    """Seconds between two polls, by that agreement."""
    is_private: Mapped[bool] = mapped_column(Boolean, default=False)
    """May lie in a private network: in development only."""
    state: Mapped[SourceState] = mapped_column(default=SourceState.AWAITED)
    problem: Mapped[FetchProblem | None]
    status: Mapped[int | None] = mapped_column(Integer)
    """Of the last answer."""
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """In a row."""
    gone: Mapped[int] = mapped_column(Integer, default=0)
    moved_to: Mapped[str] = mapped_column(Text, default="")
    moved: Mapped[int] = mapped_column(Integer, default=0)
    """How often in a row the feed was permanently there."""
    etag: Mapped[str | None] = mapped_column(Text)
    """Byte for byte as it came, quotes and `W/` kept; so is `last_modified`."""
    last_modified: Mapped[str | None] = mapped_column(Text)
    body_sha256: Mapped[str] = mapped_column(Text, default="")
    feed_interval_s: Mapped[int] = mapped_column(Integer, default=0)
    """What the feed itself says of how often it changes; so are the skipped hours (GMT) and days."""
    skip_hours: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    skip_days: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    polls: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    items: Mapped[int] = mapped_column(Integer, default=0)
    weekly_entries: Mapped[float] = mapped_column(Float, default=0.0)
    checked_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    """When it was last read well, changed or not."""
    next_check_at: Mapped[datetime]

    __table_args__ = (Index("ix_sources_next_check_at", "next_check_at"),)
