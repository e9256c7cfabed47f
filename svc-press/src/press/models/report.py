"""What citizens have reported, as far as it is public: so that a story about a place finds it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from press.models.base import Base


class CitizenReport(Base):
    """A report that the centre has accepted, by the ward it lies in."""

    __tablename__ = "citizen_reports"

    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    ward: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_citizen_reports_ward_at", "ward", "at"),)
