"""Who was where while an epidemic is watched. Persons are in `Guest`, sealed, and go with it after the retention."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.db import Versioned
from hueioc.ids import uuid7
from procedures.models.base import Base
from procedures.models.reference import Dated


class Campaign(Versioned, Base):
    """From `opened_at` until before `closed_at` the forms are open; at most one is open."""

    __tablename__ = "campaigns"

    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    """The order of the health authority, with its number."""
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index(
            "uq_campaigns_open",
            "closed_at",
            unique=True,
            postgresql_where=text("closed_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
    )


class Symptom(Dated, Base):
    """What a person may declare."""

    __tablename__ = "symptoms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class Venue(Versioned, Base):
    """A place with a code at its door. `desk_hash` is what the key of its staff hashes to."""

    __tablename__ = "venues"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    desk_hash: Mapped[bytes] = mapped_column(LargeBinary)


class Guest(Base):
    """One person on one day: the only row that leads to a person. Its key in the vault is its own."""

    __tablename__ = "guests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    day: Mapped[date] = mapped_column(Date)
    phone_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    account_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    """Of the account that said it; empty when the desk of a venue did."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Name and telephone, as JSON."""
    erase_at: Mapped[datetime] = mapped_column(index=True)
    """By the retention in force on that day; a later rule never lengthens it."""

    __table_args__ = (UniqueConstraint("day", "phone_token", "account_token"),)


class Visit(Base):
    """A guest was at a venue."""

    __tablename__ = "visits"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id", ondelete="CASCADE"), index=True)
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"))
    at: Mapped[datetime]
    is_by_desk: Mapped[bool] = mapped_column(Boolean)
    guest: Mapped[Guest] = relationship(lazy="joined", innerjoin=True)
    venue: Mapped[Venue] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index("ix_visits_venue_id_at", "venue_id", "at"),)


class Declaration(Base):
    """What a guest said of the own health; the last word of a day stands."""

    __tablename__ = "declarations"

    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    symptoms: Mapped[list[str]] = mapped_column(ARRAY(Text))
    guest: Mapped[Guest] = relationship(lazy="joined", innerjoin=True)
