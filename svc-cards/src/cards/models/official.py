"""Officials: what is public of them, and apart and sealed what is not."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from cards.models.base import Base
from hueioc.db import Identified, Versioned


class Official(Versioned, Base):
    """Name, position, agency and photo, as they are printed on a card and shown to everybody."""

    __tablename__ = "officials"
    __table_args__ = (Index("ix_officials_created_at", "created_at", "id"),)

    staff_no: Mapped[str] = mapped_column(Text, unique=True)
    full_name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """Name and number without accents, for searching."""
    position_vi: Mapped[str] = mapped_column(Text)
    position_en: Mapped[str] = mapped_column(Text)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    photo_sha256: Mapped[str | None] = mapped_column(Text)
    photo_in_code: Mapped[bytes | None] = mapped_column(LargeBinary)


class OfficialIdentity(Identified, Base):
    """Citizen id, telephone, e-mail and birth date, sealed; `id` is the official's. Found by a keyed hash only."""

    __tablename__ = "official_identities"

    citizen_token: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
