"""Sessions and their refresh tokens: rotated at each use, and the whole family ended when one comes back."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.events import SessionRevoked
from gateway.models import RefreshToken, Session
from hueioc import audit
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish

CITIZEN_LIFE = timedelta(days=90)
STAFF_LIFE = timedelta(hours=12)
FIRST_PARTY = "hue-web"
SAME_BREATH = timedelta(seconds=10)
"""Two tabs, or an answer lost on the way, send one token twice at once; that is no theft."""
_PREFIX = "hrt_"


@dataclass(frozen=True)
class Opened:
    """A session with the one refresh token that is good now."""

    session: Session
    refresh_token: str


@dataclass(frozen=True)
class NewSession:
    person_id: UUID
    client_id: str
    methods: tuple[str, ...]
    """RFC 8176: `sms`, `pwd`, `otp`, …"""
    life: timedelta
    device: str = ""
    scope: str = ""


async def open_session(session: AsyncSession, new: NewSession) -> Opened:
    row = Session(
        id=uuid7(),
        person_id=new.person_id,
        client_id=new.client_id,
        scope=new.scope,
        device=new.device,
        methods=list(new.methods),
        expires_at=now() + new.life,
    )
    session.add(row)
    await session.flush()
    await audit.record(session, str(new.person_id), "session.opened", str(row.id), {"methods": list(new.methods)})
    return Opened(row, next_token(session, row.id))


async def rotate(session: AsyncSession, token: str, client_id: str) -> Opened | None:
    """The session with its next token; None when it has ended. Commit either way: reuse ends the family."""
    found = await session.get(RefreshToken, hash_of(token))
    if found is None:
        return None
    row = await session.get_one(Session, found.session_id, with_for_update=True, populate_existing=True)
    await session.refresh(found)
    if row.revoked_at is not None or row.expires_at <= now() or row.client_id != client_id:
        return None
    if found.used_at is not None and found.used_at <= now() - SAME_BREATH:
        await revoke(session, row, "refresh-token-reused", actor="gateway")
        return None
    await _use_up(session, row.id)
    row.used_at = now()
    return Opened(row, next_token(session, row.id))


async def revoke(session: AsyncSession, row: Session, reason: str, *, actor: str) -> None:
    """End a session. Its access tokens are refused by every gateway worker within five seconds."""
    if row.revoked_at is not None:
        return
    moment = now()
    row.revoked_at, row.revoke_reason = moment, reason
    await audit.record(session, actor, "session.revoked", str(row.id), {"reason": reason})
    publish(
        session,
        SessionRevoked(session_id=row.id, reason=reason, at=moment),
        subject_id=row.id,
        version=1,
    )


async def revoke_all(session: AsyncSession, person_id: UUID, reason: str, *, actor: str) -> list[Session]:
    ended = await open_sessions(session, person_id)
    for row in ended:
        await revoke(session, row, reason, actor=actor)
    return list(ended)


async def find_by_token(session: AsyncSession, token: str) -> Session | None:
    found = await session.get(RefreshToken, hash_of(token))
    return await session.get(Session, found.session_id) if found else None


async def open_sessions(session: AsyncSession, person_id: UUID) -> Sequence[Session]:
    statement = select(Session).where(
        Session.person_id == person_id, Session.revoked_at.is_(None), Session.expires_at > now()
    )
    return (await session.scalars(statement.order_by(Session.id.desc()))).all()


async def _use_up(session: AsyncSession, session_id: UUID) -> None:
    """The chain never forks: what two tabs were given beside each other is used up by whichever comes next."""
    unused = update(RefreshToken).where(RefreshToken.session_id == session_id, RefreshToken.used_at.is_(None))
    await session.execute(unused.values(used_at=now()))


def next_token(session: AsyncSession, session_id: UUID) -> str:
    token = _PREFIX + secrets.token_urlsafe(32)
    session.add(RefreshToken(hash=hash_of(token), session_id=session_id))
    return token


def hash_of(token: str) -> bytes:
    """256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
