"""What verifiers rely on: keys and status lists, with every list as it was signed."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Identity, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from cards.models.base import Base
from hueioc.clock import now


class IssuerKey(Base):
    """An ES256 key. Its private half is sealed; its public half stays for as long as a card signed with it runs."""

    __tablename__ = "issuer_keys"

    kid: Mapped[str] = mapped_column(Text, primary_key=True)
    """The first 8 bytes of the JWK thumbprint (RFC 7638), in hex."""
    public: Mapped[bytes] = mapped_column(LargeBinary)
    """The uncompressed point (SEC 1)."""
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
    bad_from: Mapped[datetime | None]
    """From when on it is held to be stolen."""


class StatusList(Base):
    """A Token Status List: two bits for each index."""

    __tablename__ = "status_lists"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    drawn: Mapped[int] = mapped_column(Integer, default=0)
    """How many indexes belong to a card."""
    is_full: Mapped[bool] = mapped_column(Boolean, default=False)
    """No further index is drawn from it."""


class StatusToken(Base):
    """A list as it was signed: the newest is served, the older ones answer for their time."""

    __tablename__ = "status_tokens"
    __table_args__ = (Index("ix_status_tokens_list", "list_number", "issued_at", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    list_number: Mapped[int] = mapped_column(ForeignKey("status_lists.number"))
    issued_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    """Unix seconds, as in the token."""
    kid: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
