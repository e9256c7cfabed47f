"""Incidents with their clock and timeline, and dated rules."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Float, ForeignKey, Identity, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Identified, Versioned
from hueioc.ids import uuid7
from infosec.models.base import Base
from infosec.states import IncidentKind, IncidentState, LineKind, Severity, Verdict


class Incident(Versioned, Base):
    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_opened_at", "opened_at", "id"), Index("ix_incidents_state", "state"))

    number: Mapped[int] = mapped_column(Integer, Identity(always=True), unique=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[IncidentKind]
    severity: Mapped[Severity]
    state: Mapped[IncidentState]
    owner: Mapped[str] = mapped_column(Text, default="")
    """The pseudonym of who has taken it."""
    agency_id: Mapped[str] = mapped_column(Text, default="")
    page_id: Mapped[UUID | None] = mapped_column(ForeignKey("pages.id"))
    detected_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class IncidentLine(Identified, Base):
    """A line of the timeline; what staff write stays inside the service."""

    __tablename__ = "incident_lines"
    __table_args__ = (Index("ix_incident_lines_incident", "incident_id", "at"),)

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incidents.id"))
    at: Mapped[datetime]
    kind: Mapped[LineKind]
    actor: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")


class IncidentDuty(Identified, Base):
    """What must be done until when, by the rule that was in force when the incident was detected."""

    __tablename__ = "incident_duties"
    __table_args__ = (
        Index("ix_incident_duties_incident", "incident_id", "code", unique=True),
        Index("ix_incident_duties_due_at", "due_at"),
    )

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incidents.id"))
    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    is_report: Mapped[bool] = mapped_column(Boolean)
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class Dated:
    """In force from `valid_from` until before `valid_to`; `verified_by` is empty where nobody has checked it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(Text, default="")


class RuleValue(Dated, Base):
    """A number that a rule uses."""

    __tablename__ = "rule_values"

    code: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[float] = mapped_column(Float)


class Duty(Dated, Base):
    """A deadline of incidents of these severities and kinds (an empty list: of all)."""

    __tablename__ = "duties"

    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    hours: Mapped[float] = mapped_column(Float)
    is_report: Mapped[bool] = mapped_column(Boolean)
    severities: Mapped[list[str]] = mapped_column(JSON)
    kinds: Mapped[list[str]] = mapped_column(JSON)


class Addressee(Dated, Base):
    """Whom an incident of these severities is reported to."""

    __tablename__ = "addressees"

    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    severities: Mapped[list[str]] = mapped_column(JSON)


class Listed(Dated, Base):
    """A word list: `defacement` (words of defaced pages), `harmless` (what is never an indicator)."""

    __tablename__ = "listed"

    list: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[str] = mapped_column(Text)
