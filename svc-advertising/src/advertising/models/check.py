"""Snapshots and what was found on them, plays as players told them, cases and their history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Identity, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from advertising.models.base import Base
from advertising.states import CaseOutcome, CaseState, Rejection, SnapshotState, Verdict, Why
from hueioc.db import Identified, Versioned


class Snapshot(Identified, Base):
    """A camera's picture. `original` goes once it is judged: what stays shows the screen and nothing of the street."""

    __tablename__ = "snapshots"
    __table_args__ = (
        Index("ix_snapshots_screen", "screen_id", "at", "id"),
        Index("ix_snapshots_waiting", "id", postgresql_where=text("state = 'waiting'")),
        Index("uq_snapshots_picture", "viewpoint_id", "at", "sha256", unique=True),
    )

    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"))
    viewpoint_id: Mapped[UUID] = mapped_column(ForeignKey("viewpoints.id"))
    at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(Text)
    original: Mapped[str | None] = mapped_column(Text)
    state: Mapped[SnapshotState] = mapped_column(default=SnapshotState.WAITING)
    verdict: Mapped[Verdict | None]
    why: Mapped[Why | None]
    creative_id: Mapped[UUID | None] = mapped_column(ForeignKey("creatives.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    view_sha256: Mapped[str | None] = mapped_column(Text)
    heat_sha256: Mapped[str | None] = mapped_column(Text)
    judged_at: Mapped[datetime | None]


class Play(Base):
    """One play that was accepted."""

    __tablename__ = "plays"
    __table_args__ = (Index("ix_plays_screen", "screen_id", "started_at"),)

    play_id: Mapped[UUID] = mapped_column(primary_key=True)
    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"))
    creative_id: Mapped[UUID] = mapped_column(ForeignKey("creatives.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    seq: Mapped[int | None] = mapped_column(Integer)
    is_scheduled: Mapped[bool] = mapped_column(Boolean)
    """Whether the schedule had it at its middle."""


class RejectedPlay(Base):
    """One row of a play log that was not taken, as it came."""

    __tablename__ = "rejected_plays"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"), index=True)
    received_at: Mapped[datetime]
    number: Mapped[int] = mapped_column(Integer)
    reason: Mapped[Rejection]
    raw: Mapped[str] = mapped_column(Text)


class Case(Versioned, Base):
    """What is done about a verdict. One is open per screen and verdict at most."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_open", "screen_id", "verdict", unique=True, postgresql_where=text("state <> 'closed'")),
        Index("ix_cases_created_at", "created_at", "id"),
    )

    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"))
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshots.id"))
    verdict: Mapped[Verdict]
    state: Mapped[CaseState] = mapped_column(default=CaseState.OPEN)
    licence_expired: Mapped[bool] = mapped_column(Boolean)
    offence: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The row of the law in force at the moment of the act; None: no such row is known."""
    reply_due: Mapped[date] = mapped_column(Date)
    reply: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[CaseOutcome | None]
    closing: Mapped[str] = mapped_column(Text, default="")


class CaseLine(Identified, Base):
    """A line of a case's history."""

    __tablename__ = "case_lines"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    state: Mapped[CaseState]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
