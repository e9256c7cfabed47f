"""Boats, their devices, the people behind them, and their history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Identity, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from fishing.models.base import Base
from fishing.states import ChangeKind, PersonRole, Role, VesselState
from hueioc.db import Identified, Versioned


class Vessel(Versioned, Base):
    """A boat of the registry, or one that only its AIS has shown (`is_registered` false)."""

    __tablename__ = "vessels"
    __table_args__ = (Index("ix_vessels_updated_at", "updated_at", "id"),)

    number: Mapped[int] = mapped_column(Integer, Identity(always=True), unique=True)
    """What its fixes are kept under."""
    registration: Mapped[str | None] = mapped_column(Text, unique=True)
    """Province, number, `TS`: TTH-91234-TS."""
    mmsi: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    name: Mapped[str] = mapped_column(Text, default="")
    call_sign: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
    """Name, registration and MMSI without accents, for the search."""
    role: Mapped[Role] = mapped_column(default=Role.OTHER)
    length_m: Mapped[float | None] = mapped_column(Float)
    """Lmax; of a stranger the length its AIS says."""
    gear: Mapped[str] = mapped_column(Text, default="")
    power_kw: Mapped[float | None] = mapped_column(Float)
    home_port: Mapped[str] = mapped_column(Text, default="")
    ship_type: Mapped[int | None] = mapped_column(Integer)
    is_registered: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[VesselState] = mapped_column(default=VesselState.AWAITED)
    silent_since: Mapped[datetime | None]


class Device(Identified, Base):
    """A tracking device of a boat, and what it proves itself with; only a keyed hash is kept."""

    __tablename__ = "devices"

    vessel_id: Mapped[UUID] = mapped_column(ForeignKey("vessels.id"), index=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    supplier: Mapped[str] = mapped_column(Text, default="")
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    revoked_at: Mapped[datetime | None]


class VesselPerson(Identified, Base):
    """Owner or skipper: sealed with the person's key, found by a keyed hash of the telephone."""

    __tablename__ = "vessel_people"
    __table_args__ = (Index("ix_vessel_people_vessel", "vessel_id", "role", unique=True),)

    vessel_id: Mapped[UUID] = mapped_column(ForeignKey("vessels.id"))
    role: Mapped[PersonRole]
    person_id: Mapped[UUID] = mapped_column(index=True)
    phone_token: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class VesselChange(Identified, Base):
    """A line of a boat's history."""

    __tablename__ = "vessel_changes"
    __table_args__ = (Index("ix_vessel_changes_vessel", "vessel_id", "at"),)

    vessel_id: Mapped[UUID] = mapped_column(ForeignKey("vessels.id"))
    kind: Mapped[ChangeKind]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
