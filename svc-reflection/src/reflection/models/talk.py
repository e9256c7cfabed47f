"""What is said about a report: to the reporter and back without names, among officers, and after it is closed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from reflection.models.base import Base
from reflection.states import Author, Fixed, Mood, Outcome


class Message(Base):
    """One message between the reporter and the unit or the centre. `text` is redacted; no side is named."""

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"))
    author: Mapped[Author]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str] = mapped_column(Text)
    sealed_original: Mapped[bytes | None] = mapped_column(LargeBinary)
    """As the reporter wrote it, with the reporter's key."""
    sent_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_messages_report_id_id", "report_id", "id"),)


class FieldNote(Base):
    """What an officer saw on the spot; for staff."""

    __tablename__ = "field_notes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    author: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[str]] = mapped_column(JSONB)
    """SHA-256 of uploaded photos."""
    written_at: Mapped[datetime] = mapped_column(default=now)


class Shortlisted(Base):
    """A report that an officer wants at hand, for the round of the day."""

    __tablename__ = "shortlist"

    officer: Mapped[str] = mapped_column(String(200), primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(default=now)


class MoodGiven(Base):
    """Is the government changing for the better? Asked with the rating, counted apart from it."""

    __tablename__ = "moods"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    mood: Mapped[Mood]
    given_at: Mapped[datetime] = mapped_column(default=now)


class FollowUp(Base):
    """Four weeks after closing the reporter is asked once more."""

    __tablename__ = "follow_ups"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[Fixed | None]
    answered_at: Mapped[datetime | None]


class AnswerTemplate(Base):
    """A letter to begin an answer with. Null: for every category, every outcome."""

    __tablename__ = "answer_templates"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    category_code: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[Outcome | None]
    text_vi: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class AccountLock(Base):
    """An account that may not write for a while, why, and what its holder says to that. Nobody is named."""

    __tablename__ = "account_locks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"))
    """The report that was the reason."""
    reason: Mapped[str] = mapped_column(Text)
    locked_by: Mapped[str] = mapped_column(Text)
    locked_at: Mapped[datetime] = mapped_column(default=now)
    locked_until: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    appeal: Mapped[str | None] = mapped_column(Text)
    appealed_at: Mapped[datetime | None]
    is_upheld: Mapped[bool | None]
    """Whether the lock stays after the appeal."""
    decision_note: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
