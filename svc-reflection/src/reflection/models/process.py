"""How long steps may take, and what was asked and decided on the way."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from reflection.models.base import Base
from reflection.rules.terms import Length, Term
from reflection.states import TimerKind


class ProcessRule(Base):
    """One term or limit of the process. Rows are dated: a change is a new row, never an edit."""

    __tablename__ = "process_rules"

    code: Mapped[Term] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    value: Mapped[int]
    unit: Mapped[Length]
    source: Mapped[str] = mapped_column(Text)


class Deadline(Base):
    """The clock of a report (`rules.clock.Clock`), and the versions of rule and calendar that were used."""

    __tablename__ = "deadlines"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    calendar_version: Mapped[str] = mapped_column(Text)
    rule_version: Mapped[str] = mapped_column(Text, default="", server_default="")
    number: Mapped[int] = mapped_column(SmallInteger, default=1, server_default="1")
    """Counts the clocks of this report: a new one after reopening, or when a transfer restarts it."""
    started_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    is_date_only: Mapped[bool] = mapped_column(default=False, server_default="false")
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    is_extended: Mapped[bool] = mapped_column(default=False, server_default="false")
    hand_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why an operator chose another date than the rule gives."""


class Timer(Base):
    """What the clock will do with a report, and what it has done: each once."""

    __tablename__ = "timers"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    kind: Mapped[TimerKind] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    """From when it runs; another moment makes it another timer."""
    due_at: Mapped[datetime | None]
    """Null: it does not run now."""
    fired_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_timers_waiting", "due_at", postgresql_where="due_at is not null and fired_at is null"),)


class Extension(Base):
    """A unit has asked for more time; the operations centre decides before the deadline."""

    __tablename__ = "extensions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    working_days: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    is_approved: Mapped[bool | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    due_before: Mapped[datetime]
    due_after: Mapped[datetime | None]


class Transfer(Base):
    """A unit has said that it is not competent, or the operations centre has moved the report by itself."""

    __tablename__ = "transfers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    from_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    suggested_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    is_late: Mapped[bool]
    """Asked after the time that units have for asking."""
    is_approved: Mapped[bool | None]
    to_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    restarts_clock: Mapped[bool | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")


class Plan(Base):
    """The work is planned for a day, by a document."""

    __tablename__ = "plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    planned_for: Mapped[date]
    document: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the uploaded document; for staff."""
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
    due_before: Mapped[datetime]
    """What the deadline was: the plan was an answer in time when it was made before this."""
    was_date_only: Mapped[bool]
    refused_at: Mapped[datetime | None]


class Sanction(Base):
    """A violation was punished. Who was punished is not kept here."""

    __tablename__ = "sanctions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    minutes_number: Mapped[str] = mapped_column(String(60))
    """Of the record of the violation (biên bản)."""
    decision_number: Mapped[str] = mapped_column(String(60))
    article: Mapped[str] = mapped_column(Text)
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    decided_at: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(default=now)
