"""Signing keys, people, their ways to sign in, their sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.models.base import Base
from hueioc.clock import now
from hueioc.db import Identified


class SigningKey(Base):
    """A key of the issuer. The private half is sealed; a retired key still verifies until its tokens have ended."""

    __tablename__ = "signing_keys"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    algorithm: Mapped[str] = mapped_column(String(10))
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    retired_at: Mapped[datetime | None]


class Person(Identified, Base):
    """Somebody we know; `id` is the pseudonym that travels as `sub`. What tells who it is, is sealed."""

    __tablename__ = "people"

    sealed_phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_token: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    sealed_email: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_token: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    language: Mapped[str] = mapped_column(String(2), default="vi")
    erased_at: Mapped[datetime | None]


class Account(Identified, Base):
    """How an officer signs in. Roles, unit and wards come from the registry when a token is made."""

    __tablename__ = "accounts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    login_token: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed_login: Mapped[bytes] = mapped_column(LargeBinary)
    password_hash: Mapped[str] = mapped_column(Text)
    sealed_totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest 30 s step that was used; no step is accepted twice (RFC 6238 section 5.2)."""
    recovery_hashes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    is_open: Mapped[bool] = mapped_column(default=True)


class ForeignAccount(Base):
    """A person's account at an external issuer, found by a keyed hash of issuer and subject."""

    __tablename__ = "foreign_accounts"

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    provider: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class OneTimeCode(Identified, Base):
    """A code sent to a phone; only its keyed hash is kept."""

    __tablename__ = "one_time_codes"

    phone_token: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RateLimit(Base):
    """The theoretical arrival time of GCRA for one key (a keyed hash of what is limited)."""

    __tablename__ = "rate_limits"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    arrival: Mapped[datetime] = mapped_column(index=True)


class Lockout(Base):
    """Failed sign-ins under one login, whether or not such an account exists."""

    __tablename__ = "lockouts"

    login_token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Session(Identified, Base):
    """A sign-in that lasts; its refresh tokens are one family."""

    __tablename__ = "sessions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(80))
    scope: Mapped[str] = mapped_column(Text, default="")
    device: Mapped[str] = mapped_column(String(80), default="")
    """In coarse words: `Firefox, Android`."""
    methods: Mapped[list[str]] = mapped_column(JSONB)
    """How the person signed in (RFC 8176)."""
    used_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(index=True)
    revoke_reason: Mapped[str | None] = mapped_column(String(40))


class RefreshToken(Base):
    """One link of a session's chain; used once."""

    __tablename__ = "refresh_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class Client(Identified, Base):
    """An OAuth client: an app, a partner, a service, a device."""

    __tablename__ = "clients"

    client_id: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(Text)
    secret_hashes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """At most two, so that a secret can be changed without a break; none for a public client."""
    redirect_uris: Mapped[list[str]] = mapped_column(JSONB, default=list)
    grants: Mapped[list[str]] = mapped_column(JSONB)
    scopes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    role: Mapped[str | None] = mapped_column(String(20))
    agency_id: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]


class Authorization(Identified, Base):
    """A request at /authorize, then the code that it was answered with (RFC 6749 section 4.1)."""

    __tablename__ = "authorizations"

    client_id: Mapped[str] = mapped_column(String(80))
    redirect_uri: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    nonce: Mapped[str] = mapped_column(Text)
    challenge: Mapped[str] = mapped_column(String(43))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    used_at: Mapped[datetime | None]


class ForeignLogin(Identified, Base):
    """A sign-in under way at an external issuer."""

    __tablename__ = "foreign_logins"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    provider: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[str] = mapped_column(Text)
    sealed_verifier: Mapped[bytes] = mapped_column(LargeBinary)
    return_to: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Erasure(Base):
    """A person's erasure and which services have answered it."""

    __tablename__ = "erasures"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_by: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    waiting_for: Mapped[list[str]] = mapped_column(JSONB)
    answered: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    """Service to the moment (RFC 3339) at which it had forgotten the person."""
    done_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_erasures_open", "due_at", postgresql_where="done_at is null"),)
