"""The issuer's public keys, kept so that rotation, slowness and outage of the issuer refuse no valid request.

Fresh for 300 s, renewed in the background, the last good set kept 24 h; an unknown key id asks once more, at most
once in 10 s for each id and three times for all; the algorithm is the key's, never the token's.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from hueioc.errors import Text, Unavailable
from hueioc.http.outside import outside_client

log = structlog.get_logger(__name__)

FRESH_S = 300.0
LAST_GOOD_S = 86_400.0
UNKNOWN_KEY_WAIT_S = 10.0
MOST_UNKNOWN = 3
ANY = "*"
"""Stands for the key of a token that names none."""
FETCH_TIMEOUT_S = 3.0
_ALGORITHMS = {("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA", ("RSA", ""): "RS256"}

Fetch = Callable[[], Awaitable[dict[str, Any]]]


class KeysUnavailable(Unavailable):
    code = "issuer-unavailable"
    title = Text("Chưa kiểm tra được đăng nhập; hãy thử lại sau", "Sign-in cannot be checked now; try again later")


class JwksCache:
    """Public keys by key id, each with the one algorithm it is good for."""

    def __init__(self, fetch: Fetch, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, tuple[str, Key]] = {}
        self._fetched_at = self._asked_at = -math.inf
        self._asking: asyncio.Task[None] | None = None
        self._unknown: dict[str, float] = {}

    async def key(self, key_id: str) -> tuple[str, Key] | None:
        """(algorithm, key), or None when the issuer does not know the id. Raises `KeysUnavailable`."""
        age = self._clock() - self._fetched_at
        found = self._keys.get(key_id)
        if found and age < LAST_GOOD_S:
            if age > FRESH_S and self._may_ask():
                self._ask()
            return found
        if self._may_ask_for(key_id):
            self._ask()
        if self._asking:
            await asyncio.shield(self._asking)
        if self._clock() - self._fetched_at > LAST_GOOD_S:
            raise KeysUnavailable(headers={"Retry-After": "5"})
        return self._keys.get(key_id)

    async def only(self, *, anew: bool = False) -> tuple[str, Key] | None:
        """The key of an issuer that has one and names none in its tokens; `anew`: ask first. Raises as `key`."""
        if anew:
            if self._may_ask_for(ANY):
                self._ask()
            if self._asking:
                await asyncio.shield(self._asking)
        else:
            await self.key(next(iter(self._keys), ""))
        return next(iter(self._keys.values())) if len(self._keys) == 1 else None

    def _may_ask_for(self, key_id: str) -> bool:
        """Each unknown id asks once in ten seconds, and all of them together a few times: made-up ids cost little,
        and a rotation right after a fetch refuses nobody."""
        moment = self._clock()
        self._unknown = {each: at for each, at in self._unknown.items() if moment - at < UNKNOWN_KEY_WAIT_S}
        if self._may_ask():
            self._unknown[key_id] = moment
            return True
        if key_id in self._unknown or len(self._unknown) >= MOST_UNKNOWN or not self._keys:
            return False
        if self._asking and not self._asking.done():
            return False
        self._unknown[key_id] = moment
        return True

    def _may_ask(self) -> bool:
        if self._asking and not self._asking.done():
            return False
        wait = UNKNOWN_KEY_WAIT_S if self._keys else 0.5
        return self._clock() - self._asked_at >= wait

    def _ask(self) -> None:
        self._asked_at = self._clock()
        self._asking = asyncio.create_task(self._refresh(), name="jwks")

    async def _refresh(self) -> None:
        try:
            self._keys = usable_keys(await self._fetch())
            self._fetched_at = self._clock()
        except (httpx.HTTPError, ValueError, OSError, Unavailable) as error:
            log.warning("jwks_fetch_failed", error=str(error) or type(error).__name__)


def usable_keys(document: dict[str, Any]) -> dict[str, tuple[str, Key]]:
    """Keys of a kind we know; others are left out (RFC 7517 section 5). Raises ValueError when none is left."""
    listed: Any = document.get("keys") if isinstance(document, dict) else None  # pyright: ignore[reportUnnecessaryIsInstance] - it comes from outside
    keys: dict[str, tuple[str, Key]] = {}
    for data in listed if isinstance(listed, list) else []:
        if isinstance(data, dict) and (found := _usable(data)):
            keys[str(data["kid"])] = found
    if not keys:
        raise ValueError("the issuer publishes no key that we can use")
    return keys


def _usable(data: dict[str, Any]) -> tuple[str, Key] | None:
    algorithm = _ALGORITHMS.get((str(data.get("kty")), str(data.get("crv", ""))))
    if not algorithm or not data.get("kid") or data.get("use", "sig") != "sig":
        return None
    if data.get("alg", algorithm) != algorithm:
        return None
    try:
        return algorithm, JWKRegistry.import_key(data)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def fetch_from(url: str) -> Fetch:
    async def fetch() -> dict[str, Any]:
        async with outside_client(FETCH_TIMEOUT_S) as client:
            answer = await client.get(url)
            answer.raise_for_status()
            return answer.json()

    return fetch
