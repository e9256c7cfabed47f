"""Who handles what, where; and whom to call there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from reflection.models.base import Base


class RoutingRule(Base):
    """A unit for a category, everywhere or in one ward. Rows are dated; the more special one comes first."""

    __tablename__ = "routing_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    category_code: Mapped[str] = mapped_column(String(60))
    ward_code: Mapped[str | None] = mapped_column(String(10))
    """None: every ward."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    is_lead: Mapped[bool]
    position: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_routing_rules_category_code_ward_code", "category_code", "ward_code"),)


class ReportUnit(Base):
    """A unit that supports the one in the lead (`Report.unit`)."""

    __tablename__ = "report_units"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_report_units_unit_id", "unit_id"),)


class UnitContact(Base):
    """Whom the operations centre calls in a unit: name, telephone and address are sealed, every look is audited."""

    __tablename__ = "unit_contacts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    duty: Mapped[str] = mapped_column(Text)
    sealed_contact: Mapped[bytes] = mapped_column(LargeBinary)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(default=now)
