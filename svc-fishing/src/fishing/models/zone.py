"""Zones at sea with what they rest on, which boat is in which, and dated rules."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Float, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from fishing.models.base import Base
from fishing.states import Role, ZoneKind
from hueioc.ids import uuid7


class Dated:
    """In force from `valid_from` until before `valid_to`; `verified_by` is empty where nobody has checked it."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")


class Zone(Dated, Base):
    """An area of the sea. Only one that is `enforceable` can make a violation; any other gives advice."""

    __tablename__ = "zones"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    kind: Mapped[ZoneKind]
    act: Mapped[str] = mapped_column(Text)
    certainty: Mapped[str] = mapped_column(Text)
    enforceable: Mapped[bool] = mapped_column(Boolean)
    enter_m: Mapped[float] = mapped_column(Float)
    """Inside the line by this much, or by two fixes, is in."""
    leave_m: Mapped[float] = mapped_column(Float)
    geometry: Mapped[dict[str, Any]] = mapped_column(JSON)
    """A GeoJSON Polygon, WGS 84."""


class ZoneStay(Base):
    """A boat in a zone, or about to change sides (`run` fixes seen on the other side)."""

    __tablename__ = "zone_stays"

    vessel: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    zone: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    is_inside: Mapped[bool] = mapped_column(Boolean)
    run: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[datetime | None]


class RuleValue(Dated, Base):
    """A number that a rule uses."""

    __tablename__ = "rule_values"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[float] = mapped_column(Float)


class Permission(Dated, Base):
    """Where a boat of a role and length may fish (or, for logistics, be)."""

    __tablename__ = "permissions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    role: Mapped[Role]
    least_m: Mapped[float] = mapped_column(Float)
    below_m: Mapped[float | None] = mapped_column(Float)
    kinds: Mapped[list[str]] = mapped_column(JSON)
