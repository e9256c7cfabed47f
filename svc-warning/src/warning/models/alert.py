"""Alerts: one row for each message of CAP, from draft to its end, with history and reach."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Versioned
from hueioc.ids import uuid7
from warning.models.base import Base
from warning.states import Action, Certainty, MsgType, Severity, State, Status, Urgency


class Alert(Versioned, Base):
    """One message. Messages of one danger share `chain_id`, which is the id of the first."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_listed", "created_at", "id"),
        Index("ix_alerts_chain_id", "chain_id"),
        Index("ix_alerts_issued", "expires", postgresql_where="state = 'issued'"),
        Index(
            "uq_alerts_pending",
            "chain_id",
            unique=True,
            postgresql_where=("state in ('draft', 'submitted', 'rejected', 'approved')"),
        ),
    )

    chain_id: Mapped[UUID]
    origin: Mapped[str] = mapped_column(Text, default="")
    """What drafted it by itself, such as `flood_level:KIMLONG`; empty: a person did."""
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    status: Mapped[Status] = mapped_column(default=Status.ACTUAL)
    msg_type: Mapped[MsgType] = mapped_column(default=MsgType.ALERT)
    identifier: Mapped[str | None] = mapped_column(Text, unique=True)
    sender: Mapped[str] = mapped_column(Text, default="")
    """As issued."""
    sent: Mapped[datetime | None]
    hazard: Mapped[str] = mapped_column(Text)
    risk_level: Mapped[int] = mapped_column(Integer)
    urgency: Mapped[Urgency]
    severity: Mapped[Severity]
    certainty: Mapped[Certainty]
    response_types: Mapped[list[str]] = mapped_column(JSONB)
    onset: Mapped[datetime | None]
    expires: Mapped[datetime]
    texts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """`vi` and `en`, each with headline, description, instruction, area."""
    wards: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Named by the officer or the rule."""
    polygons: Mapped[list[list[list[float]]]] = mapped_column(JSONB)
    circles: Mapped[list[list[float]]] = mapped_column(JSONB)
    covered: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """Every ward that it touches, settled when it is issued."""
    note: Mapped[str] = mapped_column(Text, default="")
    drafted_by: Mapped[str] = mapped_column(Text)
    submitted_by: Mapped[str] = mapped_column(Text, default="")
    edited_by: Mapped[str] = mapped_column(Text, default="")
    approved_by: Mapped[str] = mapped_column(Text, default="")
    xml: Mapped[bytes | None] = mapped_column(LargeBinary)
    """As issued; never made again."""
    ended_at: Mapped[datetime | None]


class AlertChange(Base):
    """One line of an alert's history."""

    __tablename__ = "alert_changes"
    __table_args__ = (Index("ix_alert_changes_alert_id", "alert_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.id"))
    action: Mapped[Action]
    actor: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Telling(Base):
    """What the gateway has answered for one ward of an issued alert; `told_at` empty: not yet."""

    __tablename__ = "tellings"

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.id"), primary_key=True)
    ward: Mapped[str] = mapped_column(Text, primary_key=True)
    told: Mapped[int] = mapped_column(Integer, default=0)
    queued: Mapped[int] = mapped_column(Integer, default=0)
    told_at: Mapped[datetime | None]
