"""Hourly figures, the air quality index, and the states of alarms."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from environment.models.base import Base
from environment.states import ChangeKind, Method
from hueioc.db import Identified


class Hour(Base):
    """One hour of one datastream, from readings that passed; `hour` is the end of the hour."""

    __tablename__ = "hours"

    datastream: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    coverage: Mapped[float] = mapped_column(Float)
    """Part of the expected readings that are there and passed, 0 to 1."""
    mean: Mapped[float] = mapped_column(Float)
    low: Mapped[float] = mapped_column(Float)
    high: Mapped[float] = mapped_column(Float)
    deviation: Mapped[float] = mapped_column(Float)


class DirtyHour(Base):
    """An hour whose readings have changed since it was computed."""

    __tablename__ = "dirty_hours"

    datastream: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hour: Mapped[datetime] = mapped_column(primary_key=True)


class AirIndex(Base):
    """The VN_AQI of one station and hour, with everything it was computed from."""

    __tablename__ = "air_indices"

    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    value: Mapped[int | None] = mapped_column(Integer)
    main: Mapped[str | None] = mapped_column(Text)
    method: Mapped[Method]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    computed_at: Mapped[datetime]


class FloodState(Base):
    """Which alarm level holds at a gauge, and up to which reading that was decided."""

    __tablename__ = "flood_states"

    datastream: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime | None]
    decided_at: Mapped[datetime]


class LimitState(Base):
    """Whether the hourly limit of a parameter is exceeded, and up to which hour that was decided."""

    __tablename__ = "limit_states"

    datastream: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    is_exceeded: Mapped[bool] = mapped_column(Boolean)
    since: Mapped[datetime | None]
    decided_at: Mapped[datetime]


class StationChange(Identified, Base):
    """A line of a station's history."""

    __tablename__ = "station_changes"
    __table_args__ = (Index("ix_station_changes_station", "station_id", "at"),)

    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"))
    kind: Mapped[ChangeKind]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
