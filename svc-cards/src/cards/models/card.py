"""Cards and their history."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Date, ForeignKey, Identity, Index, Integer, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cards.models.base import Base
from cards.states import Action, State
from hueioc.db import Identified, Versioned


class Card(Versioned, Base):
    """One card. What is printed is a copy taken when it is issued: a later change of the official needs a new card."""

    __tablename__ = "cards"
    __table_args__ = (
        Index("ix_cards_created_at", "created_at", "id"),
        Index("ix_cards_valid_to", "valid_to", postgresql_where=text("state in ('active', 'suspended')")),
        Index("uq_cards_live", "official_id", unique=True, postgresql_where=text("state in ('active', 'suspended')")),
        Index(
            "uq_cards_coming",
            "official_id",
            unique=True,
            postgresql_where=text("state in ('draft', 'requested', 'approved')"),
        ),
        Index("uq_cards_status", "status_list", "status_index", unique=True),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    short_id: Mapped[str] = mapped_column(Text, unique=True)
    official_id: Mapped[UUID] = mapped_column(ForeignKey("officials.id"))
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)
    """The last day, as it is printed."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("cards.id"))
    replace_reason: Mapped[str] = mapped_column(Text, default="")
    document_no: Mapped[str] = mapped_column(Text, default="")
    """The decision by which it is issued."""
    requested_by: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it is suspended, revoked or replaced; a code."""

    issued_at: Mapped[datetime | None]
    kid: Mapped[str | None] = mapped_column(ForeignKey("issuer_keys.kid"))
    status_list: Mapped[int | None] = mapped_column(ForeignKey("status_lists.number"))
    status_index: Mapped[int | None] = mapped_column(Integer)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    full_name: Mapped[str] = mapped_column(Text, default="")
    position_vi: Mapped[str] = mapped_column(Text, default="")
    position_en: Mapped[str] = mapped_column(Text, default="")
    agency_vi: Mapped[str] = mapped_column(Text, default="")
    agency_en: Mapped[str] = mapped_column(Text, default="")
    photo_sha256: Mapped[str | None] = mapped_column(Text)
    front: Mapped[str | None] = mapped_column(Text)
    back: Mapped[str | None] = mapped_column(Text)
    """The texts of the codes."""
    cose_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    """SHA-256 of the front's COSE_Sign1, for the audit."""


class CardChange(Identified, Base):
    """A line of a card's history."""

    __tablename__ = "card_changes"

    card_id: Mapped[UUID] = mapped_column(ForeignKey("cards.id"), index=True)
    action: Mapped[Action | None]
    """None: the draft was made."""
    source: Mapped[State | None]
    target: Mapped[State]
    reason: Mapped[str] = mapped_column(Text, default="")
    document_no: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    actor: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
