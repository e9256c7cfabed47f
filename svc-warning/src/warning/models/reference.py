"""Reference data: rows with the time they hold, and where they come from."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.ids import uuid7
from warning.models.base import Base
from warning.states import Category, Severity, Urgent


class Dated:
    """In force from `valid_from` until before `valid_to`; `verified_by` is empty where nobody has checked it."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")


class Hazard(Dated, Base):
    """What is warned of, with its code among the OASIS event terms."""

    __tablename__ = "hazards"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    event_code: Mapped[str] = mapped_column(Text)
    category: Mapped[Category]
    words: Mapped[dict[str, Any]] = mapped_column(JSONB)


class RiskLevel(Dated, Base):
    """A level of natural disaster risk with its colour, and the severity of CAP it stands for."""

    __tablename__ = "risk_levels"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(Integer)
    colour: Mapped[str] = mapped_column(Text)
    severity: Mapped[Severity]
    words: Mapped[dict[str, Any]] = mapped_column(JSONB)


class DraftRule(Dated, Base):
    """What is drafted when a station's level or limit changes: wards, suggested risk, words."""

    __tablename__ = "draft_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    entity: Mapped[str] = mapped_column(Text)
    """`flood_level` or `limit`."""
    station: Mapped[str] = mapped_column(Text)
    """Its code; empty: any station, and then the ward it stands in."""
    level: Mapped[int] = mapped_column(Integer)
    """The alarm level; 1 for a limit exceeded, 0 for the all-clear."""
    hazard: Mapped[str] = mapped_column(Text)
    risk_level: Mapped[int] = mapped_column(Integer)
    urgency: Mapped[str] = mapped_column(Text)
    response_types: Mapped[list[str]] = mapped_column(JSONB)
    hours: Mapped[int] = mapped_column(Integer)
    wards: Mapped[list[str]] = mapped_column(JSONB)
    words: Mapped[dict[str, Any]] = mapped_column(JSONB)


class SituationRule(Dated, Base):
    """Which events at one place and time are one situation."""

    __tablename__ = "situation_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    pairs: Mapped[list[dict[str, list[str]]]] = mapped_column(JSONB)
    distance_m: Mapped[int] = mapped_column(Integer)
    window_s: Mapped[int] = mapped_column(Integer)
    quiet_s: Mapped[int] = mapped_column(Integer)
    """A situation with no new event for this long closes by itself."""
    urgent: Mapped[Urgent]
    words: Mapped[dict[str, Any]] = mapped_column(JSONB)
