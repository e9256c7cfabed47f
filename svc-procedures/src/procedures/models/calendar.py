"""Notices that changed the working calendar. The calendars themselves are kept by `hueioc.workdays.kept`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from procedures.models.base import Base


class CalendarNotice(Base):
    """One notice. `number` and `version` are of the calendar that it made."""

    __tablename__ = "calendar_notices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    version: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text, unique=True)
    """Number of the notice, such as 12729/VPCP-KGVX."""
    issued_on: Mapped[date]
    subject: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    taken_by: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]
