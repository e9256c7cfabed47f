"""What a reporter says against a rejection, and what somebody else than who rejected it has decided."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from reflection.models.base import Base
from reflection.states import RejectReason


class Appeal(Base):
    """One appeal against a rejection; a report has at most one. `text` is redacted; no side is named."""

    __tablename__ = "appeals"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    sealed_original: Mapped[bytes] = mapped_column(LargeBinary)
    """As the reporter wrote it, with the reporter's key."""
    appealed_at: Mapped[datetime] = mapped_column(default=now)
    reject_reason: Mapped[RejectReason | None]
    reject_note: Mapped[str] = mapped_column(Text)
    rejected_by: Mapped[str] = mapped_column(Text)
    """The pseudonym of who must not decide this."""
    rejected_at: Mapped[datetime]
    is_upheld: Mapped[bool | None]
    """Null until it is decided; true: the rejection stands."""
    note: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_appeals_appealed_at", "appealed_at", "report_id"),)
