"""Reference data: units, dictionaries, watches and dated rules with where they come from."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, Date, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Versioned
from hueioc.ids import uuid7
from hueioc.workdays.calendar import Unit as Length
from press.models.base import Base
from press.states import CueKind


class Dated:
    """In force from `valid_from` until before `valid_to`; `verified_by` is empty where nobody has checked it."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")


class Unit(Base):
    """A unit as the registry of organisations has it."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class AgencyTerm(Dated, Base):
    """How newspapers write an authority; `agency` is the id of a unit, or a word of ours for one without an entry."""

    __tablename__ = "agency_terms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    phrase: Mapped[str] = mapped_column(Text)
    agency: Mapped[str] = mapped_column(Text)


class Cue(Dated, Base):
    """A word that stands for a fault."""

    __tablename__ = "cues"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    phrase: Mapped[str] = mapped_column(Text)
    kind: Mapped[CueKind]


class DeadlineRule(Dated, Base):
    """How long an agency has to answer."""

    __tablename__ = "deadline_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(Integer)
    unit: Mapped[Length]


class RuleValue(Dated, Base):
    """A number that a rule uses and somebody may change."""

    __tablename__ = "rule_values"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[str] = mapped_column(Text)


class Watch(Versioned, Base):
    """A subject that staff follow: any of `phrases`, none of `excluded`."""

    __tablename__ = "watches"

    name: Mapped[str] = mapped_column(Text)
    phrases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    excluded: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
