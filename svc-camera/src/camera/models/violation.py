"""Violation cases: what was seen, who judged it, the files, the chain of custody, the sealed package."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Identity, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from camera.models.base import Base
from camera.states import CaseState, CustodyAction, Decision, FileRole, RejectReason, RuleKind, Size
from hueioc.db import Identified, Versioned


class Violation(Versioned, Base):
    """One case. `number` is what people call it by."""

    __tablename__ = "violations"
    __table_args__ = (
        UniqueConstraint("camera_id", "track_id", "rule", "zone"),
        Index("ix_violations_state", "state", "occurred_at"),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    camera_id: Mapped[UUID] = mapped_column(ForeignKey("cameras.id"))
    track_id: Mapped[UUID]
    rule: Mapped[RuleKind]
    zone: Mapped[str] = mapped_column(Text)
    size: Mapped[Size]
    began_at: Mapped[datetime]
    occurred_at: Mapped[datetime]
    """When the rule was broken: the law in force then holds."""
    measured: Mapped[dict[str, Any]] = mapped_column(JSON)
    scene_version: Mapped[int] = mapped_column(Integer)
    zone_given: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The zone with its parameters as they were then."""
    state: Mapped[CaseState] = mapped_column(default=CaseState.QUEUED)
    claimed_by: Mapped[str | None] = mapped_column(Text)
    claimed_until: Mapped[datetime | None]
    transfer_reference: Mapped[str | None] = mapped_column(Text)


class Review(Identified, Base):
    """One person's decision; nobody else sees it before the case is decided."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("violation_id", "reviewer"),)

    violation_id: Mapped[UUID] = mapped_column(ForeignKey("violations.id"))
    reviewer: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision]
    reason: Mapped[RejectReason | None]
    at: Mapped[datetime]


class EvidenceFile(Identified, Base):
    """A file of a case, in the store under its SHA-256."""

    __tablename__ = "evidence_files"
    __table_args__ = (UniqueConstraint("violation_id", "role"),)

    violation_id: Mapped[UUID] = mapped_column(ForeignKey("violations.id"))
    role: Mapped[FileRole]
    sha256: Mapped[str] = mapped_column(Text, index=True)
    media_type: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(Integer)


class Custody(Base):
    """An entry of the chain of custody: each binds all before it by its hash."""

    __tablename__ = "custody"

    violation_id: Mapped[UUID] = mapped_column(ForeignKey("violations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    utc: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[CustodyAction]
    reason: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)


class Package(Identified, Base):
    """A sealed evidence package: the very bytes of its manifest and their signature. Packages hang together too."""

    __tablename__ = "packages"

    violation_id: Mapped[UUID] = mapped_column(ForeignKey("violations.id"), unique=True)
    position: Mapped[int] = mapped_column(BigInteger, unique=True)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(Text)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
