"""Offences by law: rows with the time they hold."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Date, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from camera.models.base import Base
from camera.states import RuleKind
from hueioc.ids import uuid7


class Offence(Base):
    """A behaviour, the article for one kind of vehicle, and its bracket; in force until before `valid_to`."""

    __tablename__ = "offences"
    __table_args__ = (Index("ix_offences_rule", "rule", "valid_from"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    rule: Mapped[RuleKind]
    vehicle: Mapped[str] = mapped_column(Text)
    article: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    min_vnd: Mapped[int] = mapped_column(BigInteger)
    max_vnd: Mapped[int] = mapped_column(BigInteger)
    points: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")
