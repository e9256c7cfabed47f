"""A dossier, its deadline, its steps. Whose it is, is in `Owner`, sealed; everything else may be read by staff."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.clock import now
from hueioc.db import Versioned
from procedures.models.base import Base
from procedures.states import (
    Action,
    ApologyState,
    Basis,
    Channel,
    Ending,
    Origin,
    Status,
    TimerKind,
    Timing,
)


class Deadline(Base):
    """When a dossier is due, by which term and calendar; `appointment_at` is the second date an apology promised."""

    __tablename__ = "deadlines"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    due_at: Mapped[datetime]
    calendar_version: Mapped[str] = mapped_column(Text)
    basis: Mapped[Basis]
    rule: Mapped[str] = mapped_column(Text)
    """The procedure's term as it was in force: `10 working_day`, and its source."""
    difference_days: Mapped[int | None] = mapped_column(Integer)
    """Working days by which the source's date lies after ours."""
    paused_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    """When it was told that the date has passed."""
    appointment_at: Mapped[datetime | None]
    appointments: Mapped[int] = mapped_column(SmallInteger, default=0)

    __table_args__ = (Index("ix_deadlines_due_at", "due_at"),)


class Dossier(Versioned, Base):
    """One dossier as its steps and the source's facts come to."""

    __tablename__ = "dossiers"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    agency_code: Mapped[str] = mapped_column(String(40))
    procedure_code: Mapped[str] = mapped_column(String(60))
    procedure_name: Mapped[str] = mapped_column(Text, default="")
    """As the source writes it, where our catalogue has none."""
    field_code: Mapped[str] = mapped_column(String(60), default="")
    field_name: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[Channel]
    origin: Mapped[Origin]
    client_id: Mapped[str] = mapped_column(Text, default="")
    """The partner that sends it."""
    handler: Mapped[str] = mapped_column(Text, default="")
    subject_kind: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[Status]
    status_since: Mapped[datetime]
    received_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None]
    timing: Mapped[Timing | None]
    supplements: Mapped[int] = mapped_column(SmallInteger, default=0)
    source_due_at: Mapped[datetime | None]
    """NgayHenTra as the source gave it."""
    content_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of the last row of `DongBoHoSoMC`."""

    deadline: Mapped[Deadline | None] = relationship(lazy="joined", uselist=False)

    __table_args__ = (
        Index("ix_dossiers_received_at", "received_at", "id"),
        Index("ix_dossiers_agency_code_received_at", "agency_code", "received_at", "id"),
        Index("ix_dossiers_ended_at", "ended_at"),
        Index("ix_dossiers_open", "received_at", postgresql_where=text("ended_at is null")),
        Index("ix_dossiers_status_since", "status_since", "id"),
    )


class PauseSpan(Base):
    """A time in which the clock stood, for the figures of past months."""

    __tablename__ = "pauses"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime | None]


class Timer(Base):
    """A warning that is to come once: `due_at` null when it does not run."""

    __tablename__ = "timers"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    kind: Mapped[TimerKind] = mapped_column(primary_key=True)
    due_at: Mapped[datetime | None]
    fired_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_timers_due_at", "due_at", postgresql_where=text("fired_at is null")),)


class DossierChange(Base):
    """One line of a dossier's history; a line with a status is a step, unless a later one has corrected it."""

    __tablename__ = "history"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.id"))
    action: Mapped[Action]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    status: Mapped[Status | None]
    origin: Mapped[Origin]
    actor: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    due_before: Mapped[datetime | None]
    due_after: Mapped[datetime | None]
    key: Mapped[str] = mapped_column(String(120), default="")
    superseded_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_history_dossier_id_at", "dossier_id", "at", "id"),)


class Owner(Base):
    """Whose dossier it is: sealed with the owner's key, found only by keyed hashes."""

    __tablename__ = "owners"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    """Whose key seals: a person of ours, or an id drawn for this dossier alone."""
    person_token: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    """Of a person of ours."""
    phone_tokens: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary), default=list)
    """Of the last four up to the last ten digits, bound to the dossier's code."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Counter(Base):
    """The last number of a day at an agency."""

    __tablename__ = "code_counters"

    agency_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class Apology(Versioned, Base):
    """A letter to the owner of a late dossier, with a new date, drafted at once and approved by an officer."""

    __tablename__ = "apologies"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[ApologyState]
    text_vi: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    new_due_at: Mapped[datetime | None]
    """None: no further appointment is allowed."""
    approved_by: Mapped[str] = mapped_column(Text, default="")
    approved_at: Mapped[datetime | None]

    dossier: Mapped[Dossier] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index("ix_apologies_state_created_at", "state", "created_at", "id"),)
