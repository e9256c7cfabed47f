"""Screens with their papers, the viewpoints of cameras on them, and the keys of devices."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import JSON, Date, Float, ForeignKey, Integer, LargeBinary, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from advertising.models.base import Base
from advertising.states import KeyKind, Verdict
from hueioc.db import Identified, Versioned


class Screen(Versioned, Base):
    """One electronic advertising screen. `verdict` is what stands after the vote of its last snapshots."""

    __tablename__ = "screens"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    owner_name: Mapped[str] = mapped_column(Text)
    owner_tax_code: Mapped[str] = mapped_column(Text)
    licence_no: Mapped[str] = mapped_column(Text)
    licence_from: Mapped[date] = mapped_column(Date)
    licence_until: Mapped[date] = mapped_column(Date)
    permit_no: Mapped[str] = mapped_column(Text)
    venue_type: Mapped[int] = mapped_column(Integer)
    """OpenOOH venue taxonomy, such as 30101 for a roadside billboard."""
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    ward_code: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    azimuth: Mapped[int] = mapped_column(Integer)
    width_m: Mapped[float] = mapped_column(Float)
    height_m: Mapped[float] = mapped_column(Float)
    width_px: Mapped[int] = mapped_column(Integer)
    height_px: Mapped[int] = mapped_column(Integer)
    max_nits: Mapped[int | None] = mapped_column(Integer)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)
    verdict: Mapped[Verdict | None]
    verdict_at: Mapped[datetime | None]
    expiry_told: Mapped[date | None] = mapped_column(Date)
    """The `licence_until` whose passing was published."""


class Viewpoint(Identified, Base):
    """A camera that sees a screen, and where its corners are."""

    __tablename__ = "viewpoints"

    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"), index=True)
    camera: Mapped[str] = mapped_column(Text)
    quad: Mapped[list[list[float]]] = mapped_column(JSON)


class DeviceKey(Identified, Base):
    """What a player or a camera proves itself with; only a keyed hash is kept."""

    __tablename__ = "device_keys"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    kind: Mapped[KeyKind]
    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"))
    viewpoint_id: Mapped[UUID | None] = mapped_column(ForeignKey("viewpoints.id"))
    name: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None]
