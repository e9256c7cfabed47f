"""Counts per quarter of an hour, and how much of it was watched."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Float, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from camera.models.base import Base
from camera.states import Direction, Size


class Count(Base):
    """How many of a size crossed a line in a direction; `quarter` is when the 15 minutes begin."""

    __tablename__ = "counts"

    camera_id: Mapped[UUID] = mapped_column(ForeignKey("cameras.id"), primary_key=True)
    quarter: Mapped[datetime] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    direction: Mapped[Direction] = mapped_column(primary_key=True)
    size: Mapped[Size] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class Quarter(Base):
    """Seconds of a quarter that were watched: a camera that was away has a gap, not zero vehicles."""

    __tablename__ = "quarters"

    camera_id: Mapped[UUID] = mapped_column(ForeignKey("cameras.id"), primary_key=True)
    quarter: Mapped[datetime] = mapped_column(primary_key=True)
    watched_s: Mapped[float] = mapped_column(Float)
    is_told: Mapped[bool] = mapped_column(Boolean, default=False)
