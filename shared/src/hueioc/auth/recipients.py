"""Whom to tell, without saying who: a person's id sealed for the gateway alone (JWE, RFC 7516, ECDH-ES).

Two seals of one person are not alike, so nobody on the bus can tell which events are about the same person.
The gateway publishes the public half among its keys with `use: enc` (RFC 7517 section 4.2).
"""

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import httpx
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from hueioc.auth.jwks import Fetch, KeysUnavailable

ALGORITHM, ENCRYPTION = "ECDH-ES", "A256GCM"
FRESH_S = 300.0
MOST_IN_BUNDLE = 64
"""Under 45 kB: joserfc opens no ciphertext over 64 kB."""
_ORDER_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LONGER_THAN_ORDER = 48
"""Bytes: enough above 32 that the rest modulo the order has no bias worth the name (FIPS 186-5, A.2.1)."""


class RecipientSeal:
    """Seals for the gateway; its public key is fetched when it is first needed, and kept while it is away."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._key: ECKey | None = None
        self._at = 0.0

    async def seal(self, person_id: UUID, about: str) -> str:
        """`about` binds the seal to its event. Raises `KeysUnavailable` before the key was ever there."""
        return await self._encrypted(str(person_id), about)

    async def bundle(self, seals: Sequence[str], about: str) -> str:
        """Kept seals under a fresh one: the same seal in two events is not recognised on the bus. Raises as `seal`."""
        if len(seals) > MOST_IN_BUNDLE:
            raise ValueError(f"a bundle holds at most {MOST_IN_BUNDLE} seals, not {len(seals)}")
        return await self._encrypted(list(seals), about)

    async def _encrypted(self, content: str | list[str], about: str) -> str:
        key = await self._current()
        header = {"alg": ALGORITHM, "enc": ENCRYPTION, "kid": key.kid or ""}
        return jwe.encrypt_compact(header, orjson.dumps([content, about]), key)

    async def _current(self) -> ECKey:
        if self._key is None or self._clock() - self._at > FRESH_S:
            try:
                self._key = _encryption_key(await self._fetch())
                self._at = self._clock()
            except (httpx.HTTPError, ValueError, OSError, KeyError) as error:
                if self._key is None:
                    raise KeysUnavailable(headers={"Retry-After": "5"}) from error
        return self._key


def recipient_key(secret: bytes) -> ECKey:
    """The gateway's private half, the same for the same secret: no row to lose, and there when the database is not."""
    key = ECKey.import_key(derived_private_key(secret, b"hue-recipient"))
    return ECKey.import_key(key.as_dict(private=True), {"kid": key.thumbprint(), "use": "enc", "alg": ALGORITHM})


def derived_private_key(secret: bytes, purpose: bytes) -> ec.EllipticCurvePrivateKey:
    """A P-256 key for one purpose, out of a secret (RFC 5869)."""
    derived = HKDF(SHA256(), _LONGER_THAN_ORDER, None, purpose).derive(secret)
    return ec.derive_private_key(int.from_bytes(derived, "big") % (_ORDER_P256 - 1) + 1, ec.SECP256R1())


def open_recipient(key: ECKey, sealed: str, about: str) -> UUID | None:
    """The person; None for what was not sealed for us, or was sealed for another event."""
    try:
        return UUID(_opened(key, sealed, about))
    except (AttributeError, TypeError, ValueError):
        return None


def open_recipients(key: ECKey, bundle: str, about: str, each: str) -> list[UUID]:
    """The people of a bundle about `about`, whose seals are about `each`; what does not open is nobody."""
    seals = _opened(key, bundle, about)
    opened = (open_recipient(key, str(sealed), each) for sealed in (seals if isinstance(seals, list) else ()))
    return [person_id for person_id in opened if person_id]


def _opened(key: ECKey, sealed: str, about: str) -> Any:
    try:
        found: Any = orjson.loads(jwe.decrypt_compact(sealed, key).plaintext or b"null")
        return found[0] if found[1] == about else None
    except (JoseError, ValueError, TypeError, IndexError, KeyError):
        return None


def _encryption_key(document: dict[str, Any]) -> ECKey:
    found = next(each for each in (*document["keys"], {}) if not each or each.get("use") == "enc")
    if not found:
        raise ValueError("the issuer publishes no key to seal with")
    return ECKey.import_key(found)
