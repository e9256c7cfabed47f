"""Issuer keys: made when there is none, rotated, and marked as stolen; private halves sealed in the database."""

import base64
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import ECKey
from sqlalchemy.ext.asyncio import AsyncSession

from cards.errors import UnknownKey
from cards.events import KeyCompromised, KeyRotated
from cards.models import IssuerKey
from cards.queries import cards, trust
from cards.rules.verifying import TrustedKey
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import invalid_field
from hueioc.outbox import publish
from hueioc.personal.keys import KEY_BYTES, decode_secret
from hueioc.personal.sealed import open_, seal
from hueioc.settings import ServiceSettings

KID_BYTES = 8
_SCALAR_BYTES = 32
_CURVE = SECP256R1()


async def signing_key(session: AsyncSession, settings: ServiceSettings) -> IssuerKey:
    """The key that signs now; made when there is none."""
    if found := _in_use(await trust.keys(session)):
        return found
    await trust.alone(session)
    return _in_use(await trust.keys(session)) or await _add(session, settings)


def private_key(row: IssuerKey, settings: ServiceSettings) -> EllipticCurvePrivateKey:
    scalar = open_(_sealing_key(settings), row.sealed_private, _context(row.kid))
    return derive_private_key(int.from_bytes(scalar), _CURVE)


async def rotate(session: AsyncSession, settings: ServiceSettings, caller: Principal) -> IssuerKey:
    """A new key signs from now on; the old ones go on proving what they have signed."""
    await trust.alone(session)
    for row in await trust.keys(session):
        row.retired_at = row.retired_at or now()
    made = await _add(session, settings)
    await record(session, caller.subject, "card-key.rotated", made.kid)
    publish(session, KeyRotated(kid=made.kid, at=now()), subject_id=made.kid, version=1)
    return made


async def compromise(
    session: AsyncSession, settings: ServiceSettings, caller: Principal, kid: str, bad_from: datetime
) -> IssuerKey:
    """The key is stolen since `bad_from`: what it signed from then on is forged. It signs nothing any more."""
    if bad_from > now():
        raise invalid_field("/bad_from", "Thời điểm lộ khóa ở tương lai", "The moment lies in the future")
    row = await trust.key(session, kid)
    if row is None:
        raise UnknownKey
    row.bad_from = since = min(bad_from, row.bad_from or bad_from)
    row.retired_at = row.retired_at or now()
    await session.flush()
    await record(session, caller.subject, "card-key.compromised", kid, {"bad_from": since.isoformat()})
    event = KeyCompromised(kid=kid, bad_from=since, at=now())
    publish(session, event, subject_id=kid, version=2)
    await signing_key(session, settings)
    return row


async def trusted(session: AsyncSession) -> Mapping[bytes, TrustedKey]:
    """Every key by its id, as a verifier wants them."""
    return {
        bytes.fromhex(row.kid): TrustedKey(_public(row.public), int(row.bad_from.timestamp()) if row.bad_from else None)
        for row in await trust.keys(session)
    }


async def jwks(session: AsyncSession) -> dict[str, Any]:
    """Public keys (RFC 7517): those that sign, and those of cards that have not run out."""
    today = now().astimezone(VIETNAM).date()
    kept: list[dict[str, Any]] = []
    for row in await trust.keys(session):
        last = await cards.last_day_of_kid(session, row.kid) if row.retired_at else today
        if last and last >= today:
            kept.append(dict(_jwk(row.public)) | {"kid": row.kid, "use": "sig", "alg": "ES256"})
    return {"keys": kept}


async def revoked_kids(session: AsyncSession) -> list[dict[str, Any]]:
    """Stolen keys: cards whose `iat` is `not_after` or later are forged."""
    rows = await trust.keys(session)
    return [{"kid": row.kid, "not_after": int(row.bad_from.timestamp())} for row in rows if row.bad_from]


def _in_use(rows: Any) -> IssuerKey | None:
    return next((row for row in rows if row.retired_at is None), None)


async def _add(session: AsyncSession, settings: ServiceSettings) -> IssuerKey:
    private = generate_private_key(_CURVE)
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    kid = thumbprint_of(public)
    scalar = private.private_numbers().private_value.to_bytes(_SCALAR_BYTES)
    row = IssuerKey(kid=kid, public=public, sealed_private=seal(_sealing_key(settings), scalar, _context(kid)))
    session.add(row)
    await session.flush()
    return row


def thumbprint_of(public: bytes) -> str:
    """The first 8 bytes of the JWK thumbprint (RFC 7638), in hex."""
    whole = ECKey.import_key(dict(_jwk(public))).thumbprint()
    return base64.urlsafe_b64decode(whole + "=")[:KID_BYTES].hex()


@lru_cache(maxsize=64)
def _jwk(public: bytes) -> Mapping[str, Any]:
    pem = _public(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return ECKey.import_key(pem).as_dict(private=False)


@lru_cache(maxsize=64)
def _public(public: bytes) -> EllipticCurvePublicKey:
    return EllipticCurvePublicKey.from_encoded_point(_CURVE, public)


def _sealing_key(settings: ServiceSettings) -> bytes:
    """Derived (HKDF, RFC 5869) from the key-encryption key, which PostgreSQL never sees."""
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"hue-card-issuer")
    return derived.derive(decode_secret(settings.key_encryption_key))


def _context(kid: str) -> bytes:
    return f"issuer_keys.sealed_private.{kid}".encode()
