"""What cards are used for: scans without their scanners, and ratings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from cards.models.base import Base
from cards.states import Result, Why
from hueioc.db import Identified


class Scan(Identified, Base):
    """A check of a card: when, in which ward if that was said, with what result. Nothing of who checked."""

    __tablename__ = "scans"
    __table_args__ = (Index("ix_scans_at", "at", "id"),)

    at: Mapped[datetime]
    card_token: Mapped[bytes] = mapped_column(LargeBinary)
    """A keyed hash of the card, or of the text that was no card."""
    result: Mapped[Result]
    why: Mapped[Why]
    agency_id: Mapped[UUID | None]
    ward_code: Mapped[str | None] = mapped_column(Text)


class Rating(Identified, Base):
    """One for each pseudonym, official and day."""

    __tablename__ = "ratings"
    __table_args__ = (
        Index("uq_ratings_once", "person_token", "official_id", "service_day", unique=True),
        Index("ix_ratings_agency", "agency_id"),
        Index("ix_ratings_official", "official_id"),
    )

    person_token: Mapped[bytes] = mapped_column(LargeBinary)
    official_id: Mapped[UUID] = mapped_column(ForeignKey("officials.id"))
    card_id: Mapped[UUID] = mapped_column(ForeignKey("cards.id"))
    agency_id: Mapped[UUID]
    service_day: Mapped[date] = mapped_column(Date)
    stars: Mapped[int] = mapped_column(Integer)
    aspects: Mapped[dict[str, Any]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    """Redacted."""
    dossier_code: Mapped[str] = mapped_column(Text)
