"""What investors ask about projects. Who asks is in `EnquiryContact`, sealed; the rest may be read by staff."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Text
from sqlalchemy import Identity as Counter
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.db import Identified, Versioned
from procedures.models.base import Base
from procedures.models.project import Project
from procedures.states import EnquiryAction, EnquiryState


class Enquiry(Versioned, Base):
    """One question about one project. `question` is redacted; the words as they were written are sealed."""

    __tablename__ = "enquiries"

    number: Mapped[int] = mapped_column(BigInteger, Counter(always=True), unique=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    state: Mapped[EnquiryState] = mapped_column(default=EnquiryState.RECEIVED)
    language: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    rule_source: Mapped[str] = mapped_column(Text)
    overdue_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(Text, default="")
    erase_at: Mapped[datetime | None]
    """When what is known of the investor goes, and the link with it; from the answer on."""
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    deadline: Mapped["EnquiryDeadline"] = relationship(lazy="joined", innerjoin=True, uselist=False)

    __table_args__ = (Index("ix_enquiries_received_at", "received_at", "id"),)

    @property
    def code(self) -> str:
        """What people say on the telephone."""
        return f"DT-{self.number:05d}"


class EnquiryDeadline(Base):
    """Until when an enquiry is to be answered, by which version of the working calendar."""

    __tablename__ = "enquiry_deadlines"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("enquiries.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    calendar_version: Mapped[str] = mapped_column(Text)
    days: Mapped[int]
    """Working days of the rule that was in force on the day it came."""


class EnquiryContact(Base):
    """Who asks, sealed with a key of this enquiry alone; found only by a keyed hash."""

    __tablename__ = "enquiry_contacts"

    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey("enquiries.id"), primary_key=True)
    contact_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Name, organisation, e-mail, telephone and the question as it was written, as JSON."""


class EnquiryChange(Identified, Base):
    """One line of the history of an enquiry."""

    __tablename__ = "enquiry_changes"

    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey("enquiries.id"), index=True)
    action: Mapped[EnquiryAction]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
