"""Readings as they came, the last of each datastream, what was corrected and what was rejected."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Float, ForeignKey, Identity, Index, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from environment.models.base import Base
from environment.states import Channel, Reason
from hueioc.db import Identified


class Reading(Base):
    """One value; partitioned by month of `at` (the partitions are made as they are needed)."""

    __tablename__ = "readings"
    __table_args__ = {"postgresql_partition_by": "RANGE (at)"}  # noqa: RUF012 - SQLAlchemy's form

    datastream: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    value: Mapped[float] = mapped_column(Float)
    status: Mapped[int] = mapped_column(SmallInteger)
    flag: Mapped[int] = mapped_column(SmallInteger)
    failed: Mapped[int] = mapped_column(SmallInteger)


class Latest(Base):
    """The newest reading of each datastream, how many there are, and how many equal ones stand at the end."""

    __tablename__ = "latest_readings"

    datastream: Mapped[int] = mapped_column(ForeignKey("datastreams.number"), primary_key=True, autoincrement=False)
    at: Mapped[datetime | None]
    value: Mapped[float | None] = mapped_column(Float)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    flag: Mapped[int | None] = mapped_column(SmallInteger)
    failed: Mapped[int | None] = mapped_column(SmallInteger)
    count: Mapped[int] = mapped_column(BigInteger, default=0)
    run: Mapped[int] = mapped_column(Integer, default=0)


class Correction(Base):
    """A value that was replaced by another one for the same moment."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_datastream", "datastream", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    datastream: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    old_value: Mapped[float] = mapped_column(Float)
    new_value: Mapped[float] = mapped_column(Float)
    old_status: Mapped[int] = mapped_column(SmallInteger)
    new_status: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[Channel]
    corrected_at: Mapped[datetime]


class Intake(Identified, Base):
    """One delivery and what became of its rows; `raw` is kept when it could not be read."""

    __tablename__ = "intakes"
    __table_args__ = (Index("ix_intakes_created_at", "created_at"),)

    channel: Mapped[Channel]
    name: Mapped[str] = mapped_column(Text)
    station_id: Mapped[UUID | None]
    accepted: Mapped[int] = mapped_column(Integer)
    duplicates: Mapped[int] = mapped_column(Integer)
    corrected: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[int] = mapped_column(Integer)
    unreadable: Mapped[Reason | None]
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)


class RejectedRow(Base):
    """One row that was not taken, as it came."""

    __tablename__ = "rejected_rows"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    intake_id: Mapped[UUID] = mapped_column(ForeignKey("intakes.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    reason: Mapped[Reason]
    raw: Mapped[str] = mapped_column(Text)
