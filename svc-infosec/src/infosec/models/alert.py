"""Alerts, the files of rules, and indicators."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Identified, Versioned
from infosec.models.base import Base
from infosec.states import AlertKind, AlertState, IndicatorKind, Level, RuleOrigin, RuleState, Verdict


class Alert(Versioned, Base):
    """One cause: the same rule about the same values within the window is counted, not raised again."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_cause", "rule", "cause", "last_at"),
        Index("ix_alerts_opened_at", "opened_at", "id"),
        Index("ix_alerts_state", "state", "level"),
    )

    kind: Mapped[AlertKind]
    rule: Mapped[str] = mapped_column(Text)
    """Id of the rule, `set:` and code of an indicator set, or `page:` and what was seen."""
    title_vi: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    level: Mapped[Level]
    state: Mapped[AlertState]
    cause: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What it is about, such as user and address: shown to staff only, each look written down."""
    agency_id: Mapped[str] = mapped_column(Text, default="")
    count: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    taken_by: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    incident_id: Mapped[UUID | None] = mapped_column(index=True)


class AlertEvent(Base):
    """The first events of an alert."""

    __tablename__ = "alert_events"

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.id"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]


class RuleFile(Identified, Base):
    """A file of Sigma rules as it was read; a bad one is kept with why, and stops no other."""

    __tablename__ = "rule_files"
    __table_args__ = (Index("ix_rule_files_path", "origin", "path", unique=True),)

    origin: Mapped[RuleOrigin]
    path: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[RuleState]
    reason: Mapped[str] = mapped_column(Text, default="")
    headings: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    off: Mapped[list[str]] = mapped_column(JSON)
    """Ids of its rules that somebody has switched off."""


class IndicatorSet(Versioned, Base):
    """Indicators of one kind from one source, replaced as a whole."""

    __tablename__ = "indicator_sets"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[IndicatorKind]
    source: Mapped[str] = mapped_column(Text)
    level: Mapped[Level]
    valid_until: Mapped[datetime | None]
    size: Mapped[int] = mapped_column(Integer)


class Indicator(Base):
    __tablename__ = "indicators"

    set_id: Mapped[UUID] = mapped_column(ForeignKey("indicator_sets.id"), primary_key=True)
    value: Mapped[str] = mapped_column(Text, primary_key=True)
