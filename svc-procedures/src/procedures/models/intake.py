"""What partners sent and could not be taken, how often citizens have looked, and what citizens say of agencies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.models.base import Base
from procedures.states import Refusal


class RefusedRow(Base):
    """A row of a synchronisation that could not be taken, as it came: sealed, for it holds personal data."""

    __tablename__ = "refused_rows"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    client_id: Mapped[str] = mapped_column(Text)
    service: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(Integer)
    dossier_code: Mapped[str] = mapped_column(String(60))
    """Empty where there was none of our forms."""
    field: Mapped[str] = mapped_column(String(60))
    reason: Mapped[Refusal]
    detail_vi: Mapped[str] = mapped_column(Text)
    detail_en: Mapped[str] = mapped_column(Text)
    times: Mapped[int] = mapped_column(Integer, default=1)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    """The same wrong row again is counted, not kept again."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_refused_rows_at", "at", "id"),)


class LookupLimit(Base):
    """How often somebody may look (GCRA): by a keyed hash of the address, or of the code that is asked for."""

    __tablename__ = "lookup_limits"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    arrival: Mapped[datetime] = mapped_column(index=True)


class Satisfaction(Base):
    """What a citizen gave an agency when they scanned an official's card: a number without a name."""

    __tablename__ = "satisfaction"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(index=True)
    """Of the registry of organisations: an agency, or one of its units."""
    dossier_code: Mapped[str] = mapped_column(String(40))
    stars: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
