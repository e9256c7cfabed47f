"""The organisation registry. Nothing is deleted: what has ended has `valid_to` and perhaps a successor."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.models.base import Base
from hueioc.db import Versioned


class Dated:
    """In force from the first day to before the last."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Agency(Versioned, Dated, Base):
    """An authority or enterprise that answers for units."""

    __tablename__ = "agencies"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))


class Unit(Versioned, Dated, Base):
    """Who handles things."""

    __tablename__ = "units"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    hotline: Mapped[str] = mapped_column(String(40), default="")
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))


class Officer(Versioned, Dated, Base):
    """Somebody who works for a unit. The name is sealed with the key of the person."""

    __tablename__ = "officers"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """The staff number."""
    sealed_name: Mapped[bytes] = mapped_column(LargeBinary)
    position_vi: Mapped[str] = mapped_column(Text, default="")
    position_en: Mapped[str] = mapped_column(Text, default="")
    roles: Mapped[list[str]] = mapped_column(JSONB)
    wards: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """Ward codes; empty means those of the unit, and for a unit without any, all."""


class Roster(Versioned, Base):
    """Who is on duty for a unit; a unit without a roster is served by all its officers."""

    __tablename__ = "rosters"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (Index("ix_rosters_ends_at", "ends_at"),)


class Substitute(Versioned, Base):
    """Who acts for an officer who is away."""

    __tablename__ = "substitutes"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"), index=True)
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Responsibility(Versioned, Dated, Base):
    """Which unit answers for a ward, for everything or for one category of things."""

    __tablename__ = "responsibilities"

    ward_code: Mapped[str] = mapped_column(String(10), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    category: Mapped[str] = mapped_column(String(60), default="")
