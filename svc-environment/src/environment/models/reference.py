"""Reference data: rows with the time they hold, and where they come from."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Float, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from environment.models.base import Base
from environment.states import Averaging, Medium
from hueioc.ids import uuid7


class Dated:
    """In force from `valid_from` until before `valid_to`; `verified_by` is empty where nobody has checked it."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")


class Parameter(Dated, Base):
    """What is measured, in which unit, and within which bounds a value can be true."""

    __tablename__ = "parameters"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    definition: Mapped[str] = mapped_column(Text)
    medium: Mapped[Medium]
    unit: Mapped[str] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(JSON)
    factors: Mapped[dict[str, float]] = mapped_column(JSON)
    """Other units by their plain form, and what their values are multiplied with."""
    low: Mapped[float] = mapped_column(Float)
    high: Mapped[float] = mapped_column(Float)
    may_be_negative: Mapped[bool] = mapped_column(Boolean)
    flat_after: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)


class Limit(Dated, Base):
    """A limit of a technical regulation (QCVN), in the parameter's unit."""

    __tablename__ = "limits"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    parameter_code: Mapped[str] = mapped_column(Text, index=True)
    averaging: Mapped[Averaging]
    value: Mapped[float] = mapped_column(Float)


class AqiBreakpoint(Dated, Base):
    """One cell of Table 2 of the decision on VN_AQI."""

    __tablename__ = "aqi_breakpoints"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    parameter_code: Mapped[str] = mapped_column(Text)
    averaging: Mapped[Averaging]
    index: Mapped[int] = mapped_column(Integer)
    concentration: Mapped[float] = mapped_column(Float)


class AqiBand(Dated, Base):
    """One row of Tables 1, 4 and 5: colour, name, effect on health and advice."""

    __tablename__ = "aqi_bands"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    low: Mapped[int] = mapped_column(Integer)
    high: Mapped[int] = mapped_column(Integer)
    colour: Mapped[str] = mapped_column(Text)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`name`, `effect`, `advice`, `advice_sensitive`, each with `vi` and `en`."""


class AlarmLevel(Dated, Base):
    """One flood alarm level of a gauge, metres."""

    __tablename__ = "alarm_levels"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    station_code: Mapped[str] = mapped_column(Text, index=True)
    number: Mapped[int] = mapped_column(Integer)
    value_m: Mapped[float] = mapped_column(Float)


class RuleValue(Dated, Base):
    """A number or word that a rule uses and an authority may change."""

    __tablename__ = "rule_values"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[str] = mapped_column(Text)
