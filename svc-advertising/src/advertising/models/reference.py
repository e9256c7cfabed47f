"""Reference data: rows with the time they hold, and where they come from."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from advertising.models.base import Base
from advertising.states import Verdict
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
    value: Mapped[str] = mapped_column(Text)


class Offence(Dated, Base):
    """A sanction bracket in VND for organisations; null where the text has not been filled in by a lawyer."""

    __tablename__ = "offences"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict]
    article: Mapped[str] = mapped_column(Text)
    words_vi: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text)
    least_vnd: Mapped[int | None] = mapped_column(Integer)
    most_vnd: Mapped[int | None] = mapped_column(Integer)
