"""Signing keys: ES256, made when none is there, rotated on command, private halves sealed in the database."""

from collections.abc import Sequence
from datetime import timedelta

import orjson
from joserfc.jwk import ECKey
from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import SigningKey
from gateway.settings import Settings
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.personal.keys import KEY_BYTES, decode_secret
from hueioc.personal.sealed import open_, seal

ALGORITHM = "ES256"
RETIRED_FOR = timedelta(hours=24)
"""How long a retired key is still published; far above the longest token."""
ANNOUNCED_FOR = timedelta(seconds=60)
"""How long a key is published before it signs: longer than any verifier takes to look again."""
_LOCK = 0x48554B59


def sealing_key(settings: Settings) -> bytes:
    secret = settings.signing_key_secret
    return decode_secret(secret if secret.get_secret_value() else settings.key_encryption_key)[:KEY_BYTES]


async def usable_keys(session: AsyncSession) -> Sequence[SigningKey]:
    """Published keys, the newest first."""
    statement = (
        select(SigningKey)
        .where(or_(SigningKey.retired_at.is_(None), SigningKey.retired_at > now() - RETIRED_FOR))
        .order_by(SigningKey.created_at.desc(), SigningKey.kid.desc())
    )
    return (await session.scalars(statement)).all()


def signing_key(rows: Sequence[SigningKey]) -> SigningKey:
    """The newest key that every verifier knows by now; while there is none, the oldest."""
    return next((row for row in rows if row.created_at <= now() - ANNOUNCED_FOR), rows[-1])


async def ensure_key(session: AsyncSession, secret: bytes) -> Sequence[SigningKey]:
    """The keys, after making the first one if there is none. Safe when several workers start at once."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    keys = await usable_keys(session)
    if not any(key.retired_at is None for key in keys):
        await add_key(session, secret)
        keys = await usable_keys(session)
    return keys


async def add_key(session: AsyncSession, secret: bytes) -> SigningKey:
    key = ECKey.generate_key("P-256", private=True)
    kid = uuid7().hex
    row = SigningKey(
        kid=kid,
        algorithm=ALGORITHM,
        sealed_private=seal(secret, orjson.dumps(key.as_dict(private=True)), kid.encode()),
    )
    session.add(row)
    await session.flush()
    return row


async def rotate(session: AsyncSession, secret: bytes) -> SigningKey:
    """Announce a new key, which signs after `ANNOUNCED_FOR`; the old ones stay published for a day."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    await session.execute(update(SigningKey).where(SigningKey.retired_at.is_(None)).values(retired_at=now()))
    return await add_key(session, secret)


def private_key(row: SigningKey, secret: bytes) -> ECKey:
    return ECKey.import_key(orjson.loads(open_(secret, row.sealed_private, row.kid.encode())), {"kid": row.kid})


def public_jwk(row: SigningKey, secret: bytes) -> dict[str, object]:
    public = private_key(row, secret).as_dict(private=False)
    return {**public, "kid": row.kid, "use": "sig", "alg": row.algorithm}
