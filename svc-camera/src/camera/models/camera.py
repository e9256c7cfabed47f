"""Cameras, what happened to them, what they saw last, and recordings brought from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from camera.models.base import Base
from camera.states import CameraState, ChangeKind, LegalClass, RecordingState, SourceKind
from hueioc.db import Identified, Versioned


class Camera(Versioned, Base):
    """One camera. Where it is reached is sealed: addresses of cameras carry passwords."""

    __tablename__ = "cameras"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    ward_code: Mapped[str | None] = mapped_column(Text)
    legal_class: Mapped[LegalClass]
    purpose: Mapped[str] = mapped_column(Text)
    """What it is there for; people must be told (Law 91/2025/QH15)."""
    serial: Mapped[str] = mapped_column(Text, default="")
    certificate: Mapped[str] = mapped_column(Text, default="")
    """Of verification, with its expiry; only an enforcement device has one."""
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    source_kind: Mapped[SourceKind]
    source_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    source_host: Mapped[str] = mapped_column(Text, default="")
    scene: Mapped[dict[str, Any]] = mapped_column(JSON)
    scene_version: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[CameraState] = mapped_column(default=CameraState.UNKNOWN)
    symptoms: Mapped[list[str]] = mapped_column(JSON, default=list)
    state_since: Mapped[datetime]


class Pulse(Base):
    """What changes every few seconds, apart from the camera's row so that it makes no versions."""

    __tablename__ = "pulses"

    camera_id: Mapped[UUID] = mapped_column(ForeignKey("cameras.id"), primary_key=True)
    heard_at: Mapped[datetime | None]
    fps: Mapped[float | None] = mapped_column(Float)
    picture_sha256: Mapped[str | None] = mapped_column(Text)
    picture_at: Mapped[datetime | None]


class CameraChange(Identified, Base):
    """A line of a camera's history."""

    __tablename__ = "camera_changes"
    __table_args__ = (Index("ix_camera_changes_camera", "camera_id", "at"),)

    camera_id: Mapped[UUID] = mapped_column(ForeignKey("cameras.id"))
    kind: Mapped[ChangeKind]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Recording(Identified, Base):
    """A clip from a camera, with the moment it begins; the same content for the same camera is one recording."""

    __tablename__ = "recordings"
    __table_args__ = (
        Index("uq_recordings_camera_content", "camera_id", "sha256", "started_at", unique=True),
        Index("ix_recordings_state", "state"),
    )

    camera_id: Mapped[UUID] = mapped_column(ForeignKey("cameras.id"))
    sha256: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(Integer)
    media_type: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    brought_by: Mapped[str] = mapped_column(Text)
    state: Mapped[RecordingState] = mapped_column(default=RecordingState.QUEUED)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    failure: Mapped[str | None] = mapped_column(Text)
    frames: Mapped[int | None] = mapped_column(Integer)
    duration_s: Mapped[float | None] = mapped_column(Float)
