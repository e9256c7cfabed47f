"""Stations, their sensors and datastreams, and the keys of their devices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Identity, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from environment.models.base import Base
from environment.states import Medium, StationState
from hueioc.db import Identified, Versioned


class Station(Versioned, Base):
    """A place where something is measured. SensorThings: a Thing with its Location, both numbered `number`."""

    __tablename__ = "stations"

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    medium: Mapped[Medium]
    river_vi: Mapped[str] = mapped_column(Text, default="")
    river_en: Mapped[str] = mapped_column(Text, default="")
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    ward_code: Mapped[str | None] = mapped_column(Text)
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    source: Mapped[str] = mapped_column(Text)
    silent_after_s: Mapped[int] = mapped_column(Integer)
    state: Mapped[StationState] = mapped_column(default=StationState.AWAITED)
    heard_at: Mapped[datetime | None]
    """When something last came from it (our clock)."""
    published_at: Mapped[datetime | None]
    """Up to which `heard_at` its document is out."""


class Sensor(Base):
    """The instrument behind a datastream."""

    __tablename__ = "sensors"

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    metadata_text: Mapped[str] = mapped_column(Text)


class Datastream(Base):
    """One parameter at one station."""

    __tablename__ = "datastreams"
    __table_args__ = (UniqueConstraint("station_id", "parameter_code"),)

    number: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"))
    parameter_code: Mapped[str] = mapped_column(ForeignKey("parameters.code"))
    sensor_number: Mapped[int] = mapped_column(ForeignKey("sensors.number"))
    interval_s: Mapped[int] = mapped_column(Integer)
    """How often a value is expected; decides what coverage is 100 %."""
    station: Mapped[Station] = relationship(lazy="raise")


class DeviceKey(Identified, Base):
    """What a device proves itself with; only a keyed hash is kept."""

    __tablename__ = "device_keys"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"))
    name: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None]
