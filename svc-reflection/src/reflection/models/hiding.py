"""Words that somebody of the centre has taken out of a report's texts, and the texts as they were before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from reflection.models.base import Base


class WholeTexts(Base):
    """The texts of a report before the first words were hidden, sealed with the reporter's key."""

    __tablename__ = "whole_texts"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    sealed_texts: Mapped[bytes] = mapped_column(LargeBinary)


class HiddenWords(Base):
    """Words covered wherever they stand in a report; undone ones stay as a trace."""

    __tablename__ = "hidden_words"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    sealed_words: Mapped[bytes | None] = mapped_column(LargeBinary)
    """With the reporter's key; null when the reporter was erased before: then hiding is for good."""
    places: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[datetime | None]
