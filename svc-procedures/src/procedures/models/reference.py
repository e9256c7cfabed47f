"""Reference data: agencies, procedures with their terms, and dated rules with where they come from."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.ids import uuid7
from hueioc.workdays.calendar import Unit as Length
from procedures.models.base import Base


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


class RuleValue(Dated, Base):
    """A number or word that a rule uses and somebody may change."""

    __tablename__ = "rule_values"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[str] = mapped_column(Text)


class Agency(Dated, Base):
    """An agency by the identifier that its dossiers' codes begin with, and the unit of the registry that it is."""

    __tablename__ = "agencies"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    ward_code: Mapped[str | None] = mapped_column(String(10))
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class Procedure(Dated, Base):
    """An administrative procedure (MaTTHC) and its term, as decided for a time."""

    __tablename__ = "procedures"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(String(60))
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    field_vi: Mapped[str] = mapped_column(Text)
    field_en: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(Integer)
    unit: Mapped[Length]

    __table_args__ = (Index("ix_procedures_code_valid_from", "code", "valid_from"),)


class LetterTemplate(Dated, Base):
    """A letter in both languages, with names of values in braces."""

    __tablename__ = "letter_templates"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    text_vi: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
