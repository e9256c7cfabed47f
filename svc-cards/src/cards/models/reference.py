"""Reference data: the registry's agencies and units, code lists and dated rules with where they come from."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Text
from sqlalchemy.orm import Mapped, mapped_column

from cards.models.base import Base
from cards.states import Action
from hueioc.ids import uuid7


class Dated:
    """In force from `valid_from` until before `valid_to`; `verified_by` is empty where nobody has checked it."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")


class RuleValue(Dated, Base):
    """A number that a rule uses and an authority may change."""

    __tablename__ = "rule_values"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[int]


class Reason(Dated, Base):
    """Why a card may be suspended, revoked or replaced."""

    __tablename__ = "reasons"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    action: Mapped[Action]
    code: Mapped[str] = mapped_column(Text)
    words_vi: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text)


class Kind(Dated, Base):
    """A kind of card, by the short code that stands in the card itself."""

    __tablename__ = "kinds"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    words_vi: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text)


class Aspect(Dated, Base):
    """What a rating may be about beside the whole."""

    __tablename__ = "aspects"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    words_vi: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text)


class Agency(Base):
    """An agency as the registry has it."""

    __tablename__ = "agencies"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class Unit(Base):
    """A unit as the registry has it."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(index=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    hotline: Mapped[str] = mapped_column(Text)
