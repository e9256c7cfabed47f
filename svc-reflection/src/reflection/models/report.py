"""A report and what belongs to it. Who reported is in `Identity`, sealed; everything else may be read by staff."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy import Identity as Counter
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.clock import now
from hueioc.db import Identified, Versioned
from reflection.models.base import Base
from reflection.models.catalogue import Category, Unit
from reflection.states import Action, Priority, Rating, RejectReason, Source, State


class Report(Versioned, Base):
    """One report. `description` and `address` are the redacted public copies."""

    __tablename__ = "reports"

    number: Mapped[int] = mapped_column(BigInteger, Counter(always=True), unique=True)
    state: Mapped[State] = mapped_column(default=State.RECEIVED)
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    source: Mapped[Source]
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    description: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    lat: Mapped[float]
    lon: Mapped[float]
    cell: Mapped[int] = mapped_column(BigInteger)
    ward_code: Mapped[str | None] = mapped_column(String(10))
    ward_name: Mapped[str | None] = mapped_column(Text)
    taken_at: Mapped[datetime | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    assign_note: Mapped[str] = mapped_column(Text, default="")
    reject_reason: Mapped[RejectReason | None]
    withdrawn_at: Mapped[datetime | None]
    """When its documents were taken out of the read models because nothing happens with it any more."""
    moderation_note: Mapped[str] = mapped_column(Text, default="")

    category: Mapped[Category] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    deadline: Mapped["Deadline | None"] = relationship(lazy="joined", uselist=False)
    media: Mapped[list["Medium"]] = relationship(lazy="selectin", order_by="Medium.position")
    answer: Mapped["Answer | None"] = relationship(lazy="joined", uselist=False)
    rating: Mapped["RatingGiven | None"] = relationship(lazy="joined", uselist=False)
    history: Mapped[list["Change"]] = relationship(lazy="selectin", order_by="Change.id")

    __table_args__ = (
        Index("ix_reports_state_created_at", "state", "created_at", "id"),
        Index("ix_reports_created_at", "created_at", "id"),
        Index("ix_reports_unit_id_state", "unit_id", "state"),
        Index("ix_reports_cell_created_at", "cell", "created_at"),
    )

    @property
    def code(self) -> str:
        """What people say on the telephone."""
        return f"PA-{self.number:06d}"


class Identity(Base):
    """Who reported: apart from the report, sealed with the person's key; found only by a keyed hash."""

    __tablename__ = "identities"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    person_id: Mapped[UUID]
    person_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    sealed_contact: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_original: Mapped[bytes] = mapped_column(LargeBinary)


class Medium(Identified, Base):
    """A photo. `sha256` is the sealed original, `public_sha256` the copy without metadata, null until it is made."""

    __tablename__ = "media"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    is_answer: Mapped[bool]
    position: Mapped[int] = mapped_column(SmallInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    public_sha256: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    refused: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_media_waiting", "id", postgresql_where="public_sha256 is null and refused is null"),)


class Deadline(Base):
    """When the unit must have answered, and the version of the calendar that was used."""

    __tablename__ = "deadlines"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    calendar_version: Mapped[str] = mapped_column(Text)


class Answer(Base):
    """The unit's public letter (redacted); a returned one is replaced, the history keeps the first."""

    __tablename__ = "answers"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(default=now)

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class RatingGiven(Base):
    """The reporter's word on the answer (comment redacted)."""

    __tablename__ = "ratings"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    rating: Mapped[Rating]
    comment: Mapped[str] = mapped_column(Text)
    rated_at: Mapped[datetime] = mapped_column(default=now)


TOLD = "action in ('accept', 'assign', 'resolve')"
"""The lines of a history that Open311 tells as updates; few enough for an index of their own."""


class Change(Base):
    """One line of a report's history: who, when, from where to where, why, under which rules."""

    __tablename__ = "history"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    action: Mapped[Action]
    source: Mapped[State | None]
    target: Mapped[State]
    actor: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    note: Mapped[str] = mapped_column(Text)
    rule_version: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(default=now)

    unit: Mapped[Unit | None] = relationship(lazy="joined")

    __table_args__ = (Index("ix_history_told", "at", "id", postgresql_where=TOLD),)
