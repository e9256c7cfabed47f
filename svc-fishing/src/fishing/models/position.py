"""Fixes as they came, the newest of each boat, and what could not be read."""

from datetime import datetime

from sqlalchemy import BigInteger, Float, ForeignKey, Identity, Index, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from fishing.models.base import Base
from fishing.states import Channel, Reason


class Position(Base):
    """One fix. Partitioned by month; `variant` tells apart what one source says of one second."""

    __tablename__ = "positions"
    __table_args__ = {"postgresql_partition_by": "RANGE (at)"}  # noqa: RUF012 - SQLAlchemy's form

    vessel: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(primary_key=True)
    variant: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    sog: Mapped[float | None] = mapped_column(Float)
    """Knots."""
    cog: Mapped[float | None] = mapped_column(Float)
    heading: Mapped[int | None] = mapped_column(SmallInteger)
    accuracy_m: Mapped[float | None] = mapped_column(Float)
    flag: Mapped[int] = mapped_column(SmallInteger)


class Latest(Base):
    """Where each boat is by its newest good fix, how far its fixes reach, and a doubtful place that may prove true."""

    __tablename__ = "latest_positions"

    vessel: Mapped[int] = mapped_column(ForeignKey("vessels.number"), primary_key=True, autoincrement=False)
    at: Mapped[datetime | None] = mapped_column(index=True)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    sog: Mapped[float | None] = mapped_column(Float)
    cog: Mapped[float | None] = mapped_column(Float)
    heading: Mapped[int | None] = mapped_column(SmallInteger)
    accuracy_m: Mapped[float | None] = mapped_column(Float)
    channel: Mapped[Channel | None]
    newest_at: Mapped[datetime | None]
    """Of all its fixes, doubtful ones too: nothing that is later can be there already."""
    count: Mapped[int] = mapped_column(BigInteger, default=0)
    doubt_at: Mapped[datetime | None]
    doubt_lat: Mapped[float | None] = mapped_column(Float)
    doubt_lon: Mapped[float | None] = mapped_column(Float)
    doubt_run: Mapped[int] = mapped_column(Integer, default=0)


class RejectedInput(Base):
    """A sentence or fix that was not taken, as it came."""

    __tablename__ = "rejected_inputs"
    __table_args__ = (Index("ix_rejected_inputs_reason", "reason", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    channel: Mapped[Channel]
    sender: Mapped[str] = mapped_column(Text)
    reason: Mapped[Reason]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
