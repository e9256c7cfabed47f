"""A report and what belongs to it. Who reported is in `Identity`, sealed; everything else may be read by staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy import Identity as Counter
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from hueioc.clock import now
from hueioc.db import Versioned
from reflection.models.base import Base
from reflection.models.catalogue import Category, Unit
from reflection.models.medium import Medium
from reflection.models.process import Deadline, Extension, Plan, Sanction, Transfer
from reflection.models.public import Readership
from reflection.models.words import words_of
from reflection.states import (
    PUBLIC,
    PUBLIC_IF_PUBLISHED,
    Action,
    Outcome,
    Priority,
    Rating,
    RejectReason,
    Source,
    State,
)


class Report(Versioned, Base):
    """One report. `description`, `address`, `lat` and `lon` are the public copies: redacted, and rounded for homes."""

    __tablename__ = "reports"

    number: Mapped[int] = mapped_column(BigInteger, Counter(always=True), unique=True)
    state: Mapped[State] = mapped_column(default=State.RECEIVED)
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    source: Mapped[Source]
    category_code: Mapped[str] = mapped_column(String(60))
    category_from: Mapped[datetime]
    """With the code: the row of the category that was in force."""
    description: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    lat: Mapped[float]
    lon: Mapped[float]
    exact_lat: Mapped[float | None]
    exact_lon: Mapped[float | None]
    exact_address: Mapped[str | None] = mapped_column(Text)
    """For staff, where the public place is rounded (redacted as the rest)."""
    cell: Mapped[int] = mapped_column(BigInteger)
    ward_code: Mapped[str | None] = mapped_column(String(10))
    ward_name: Mapped[str | None] = mapped_column(Text)
    taken_at: Mapped[datetime | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    assign_note: Mapped[str] = mapped_column(Text, default="")
    reject_reason: Mapped[RejectReason | None]
    appeal_until: Mapped[datetime | None]
    """Until when the rejection may be appealed against, by the rule of the day on which it was rejected."""
    claimed_by: Mapped[str | None] = mapped_column(Text)
    """The pseudonym of who is at it; the next step of the process ends the claim."""
    claimed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    """When its documents were taken out of the read models because nothing happens with it any more."""
    moderation_note: Mapped[str] = mapped_column(Text, default="")
    attributes: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list, server_default="[]")
    """Redacted answers to the category's questions: code, label, name, value."""
    state_since: Mapped[datetime] = mapped_column(default=now)
    state_before: Mapped[State | None]
    """Where a question, a merge or a request for transfer leads back to."""
    published_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("reports.id"), index=True)
    merged_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many others were merged into this one."""
    recurrence_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("reports.id"))
    transfer_count: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    reopen_count: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    suggestion: Mapped[list[dict[str, str]] | None] = mapped_column(JSONB)
    """Units that a routing rule names: unit_id, vi, en, part (lead or support), rule."""

    supporters: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many others have said that they have the same trouble."""
    comment_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """Published ones."""
    words: Mapped[Any] = mapped_column(TSVECTOR, words_of("description || ' ' || address"), deferred=True)

    category: Mapped[Category] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    deadline: Mapped[Deadline | None] = relationship(lazy="joined", uselist=False)
    media: Mapped[list[Medium]] = relationship(lazy="selectin", order_by="Medium.position")
    answer: Mapped["Answer | None"] = relationship(lazy="joined", uselist=False)
    rating: Mapped["RatingGiven | None"] = relationship(lazy="joined", uselist=False)
    history: Mapped[list["Change"]] = relationship(lazy="selectin", order_by="Change.id")
    supporting: Mapped[list[Unit]] = relationship(secondary="report_units", lazy="selectin", order_by=Unit.name_vi)
    extensions: Mapped[list[Extension]] = relationship(lazy="selectin", order_by=Extension.id)
    transfers: Mapped[list[Transfer]] = relationship(lazy="selectin", order_by=Transfer.id)
    plans: Mapped[list[Plan]] = relationship(lazy="selectin", order_by=Plan.id)
    sanctions: Mapped[list[Sanction]] = relationship(lazy="selectin", order_by=Sanction.id)
    readership: Mapped[Readership | None] = relationship(lazy="joined", uselist=False, viewonly=True)

    __table_args__ = (
        ForeignKeyConstraint(["category_code", "category_from"], ["categories.code", "categories.valid_from"]),
        Index("ix_reports_state_created_at", "state", "created_at", "id"),
        Index("ix_reports_created_at", "created_at", "id"),
        Index("ix_reports_unit_id_state", "unit_id", "state"),
        Index("ix_reports_cell_created_at", "cell", "created_at"),
        Index("ix_reports_updated_at", "updated_at", "id"),
        Index("ix_reports_category_created_at", "category_code", "created_at", "id"),
        Index("ix_reports_ward_created_at", "ward_code", "created_at", "id"),
        Index("ix_reports_words", "words", postgresql_using="gin"),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        set_committed_value(self, "readership", None)  # nobody has read a new one: the database need not be asked

    @property
    def views(self) -> int:
        """How often it was read in public."""
        return self.readership.views if self.readership else 0

    @property
    def code(self) -> str:
        """What people say on the telephone."""
        return f"PA-{self.number:06d}"

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC or (self.state in PUBLIC_IF_PUBLISHED and self.published_at is not None)


class Identity(Base):
    """Who reported: apart from the report, sealed with the person's key; found only by a keyed hash."""

    __tablename__ = "identities"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    person_id: Mapped[UUID]
    person_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    sealed_contact: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_original: Mapped[bytes] = mapped_column(LargeBinary)


class Answer(Base):
    """The unit's public letter (redacted); a returned one is replaced, the history keeps the first."""

    __tablename__ = "answers"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Whose remit it is, when it is not the authority's (redacted)."""
    answered_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime | None]
    """When the operations centre has published it; until then it is for staff."""

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class RatingGiven(Base):
    """The reporter's word on the answer (comment redacted)."""

    __tablename__ = "ratings"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    rating: Mapped[Rating]
    comment: Mapped[str] = mapped_column(Text)
    reasons: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default="[]")
    """Values of `RatingReason`."""
    rated_at: Mapped[datetime] = mapped_column(default=now)


TOLD = "action in ('accept', 'assign', 'transfer', 'plan', 'resolve', 'reopen')"
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
