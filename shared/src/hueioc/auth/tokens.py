"""Access tokens: RFC 9068 `at+jwt`, verified by the issuer's keys, remembered for at most a minute."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.util import urlsafe_b64decode

from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Principal, roles_from
from hueioc.auth.revocation import Revocations
from hueioc.errors import Text, Unauthenticated

CLOCK_SKEW_S = 30
REMEMBER_S = 60.0
MOST_REMEMBERED = 10_000
LONGEST_TOKEN = 8_192
REQUIRED = ("iss", "exp", "aud", "sub", "client_id", "iat", "jti")
ACCEPTED_TYPES = frozenset({"at+jwt", "application/at+jwt"})


class TokenRefused(Unauthenticated):
    code = "token-refused"
    title = Text("Phiên đăng nhập không hợp lệ hoặc đã hết hạn", "Your sign-in is not valid or has ended")


def refused(reason: str) -> TokenRefused:
    """`reason` is for developers; it goes into WWW-Authenticate as RFC 6750 section 3 says."""
    challenge = f'Bearer error="invalid_token", error_description="{reason}"'
    return TokenRefused(headers={"WWW-Authenticate": challenge})


@dataclass(frozen=True)
class Trust:
    """Which tokens are ours."""

    issuer: str
    audience: str
    types: frozenset[str] = ACCEPTED_TYPES
    required: tuple[str, ...] = REQUIRED
    may_omit_kid: bool = False
    """ID tokens of an issuer with one key need not name it (OpenID Connect Core 1.0 section 10.1)."""

    def principal(self, claims: dict[str, Any]) -> Principal:
        """Who the verified claims speak of; another issuer's words are translated by a subclass."""
        return principal_from(claims)


class TokenVerifier:
    """Turns a token into a `Principal`. One per process. `others` are the foreign issuers that are trusted too."""

    def __init__(self, trust: Trust, keys: JwksCache, others: Sequence[tuple[Trust, JwksCache]] = ()) -> None:
        self._trusted = {each.issuer: (each, cache) for each, cache in (*others, (trust, keys))}
        self._only = (trust, keys) if not others else None
        self.revoked = Revocations()
        self._remembered: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    def remembered(self, token: bytes) -> Principal | None:
        """The principal of a token verified less than a minute ago; no cryptography."""
        entry = self._remembered.get(hashlib.blake2b(token, digest_size=16).digest())
        if entry is None or entry[0] < time.time() or entry[1].session_id in self.revoked:
            return None
        return entry[1]

    async def verify(self, token: bytes) -> Principal:
        """Raises `TokenRefused`, or `KeysUnavailable` when no key was ever fetched."""
        if known := self.remembered(token):
            return known
        trust, keys = self._only or self._trusted_by(token)
        principal = trust.principal(await self._claims(token, trust, keys))
        if principal.session_id in self.revoked:
            raise refused("the session has ended")
        until = min(principal.expires_at + CLOCK_SKEW_S, time.time() + REMEMBER_S)
        self._remembered[hashlib.blake2b(token, digest_size=16).digest()] = (until, principal)
        while len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return principal

    def forget_all(self) -> None:
        self._remembered.clear()

    def _trusted_by(self, token: bytes) -> tuple[Trust, JwksCache]:
        """By the unverified `iss`, which the verified claims are compared with afterwards."""
        header_of(token)
        try:
            claims: Any = orjson.loads(urlsafe_b64decode(token.split(b".")[1]))
        except ValueError as error:
            raise refused("the payload is not JSON") from error
        issuer: Any = claims.get("iss") if isinstance(claims, dict) else None
        if not isinstance(issuer, str) or issuer not in self._trusted:
            raise refused("iss is another issuer")
        return self._trusted[issuer]

    async def _claims(self, token: bytes, trust: Trust, keys: JwksCache) -> dict[str, Any]:
        header = header_of(token)
        kind, algorithm, key_id = header.get("typ"), header.get("alg"), header.get("kid")
        if not isinstance(kind, str) or kind.lower() not in trust.types:
            raise refused("typ is not at+jwt")
        if "crit" in header or not isinstance(key_id, str | None) or not (key_id or trust.may_omit_kid):
            raise refused("kid is missing or crit is present")
        if key_id is None:
            claims = _verified(token, await keys.only(), algorithm)
            if claims is None:
                claims = _verified(token, await keys.only(anew=True), algorithm)
        else:
            found = await keys.key(key_id)
            if found is None:
                raise refused("the key is unknown")
            if algorithm != found[0]:
                raise refused("alg is not the algorithm of the key")
            claims = _verified(token, found, algorithm)
        if claims is None:
            raise refused("the signature does not fit")
        return _checked(claims, trust)


def _verified(token: bytes, key: tuple[str, Key] | None, algorithm: Any) -> Any:
    """What the token says, when this key has signed it by its own algorithm; None otherwise."""
    if key is None or algorithm != key[0]:
        return None
    try:
        return orjson.loads(jws.deserialize_compact(token, key[1], algorithms=[key[0]]).payload)
    except (JoseError, ValueError):
        return None


def _checked(claims: Any, trust: Trust) -> dict[str, Any]:
    if not isinstance(claims, dict) or any(name not in claims for name in trust.required):
        raise refused("a required claim is missing")
    audience: Any = claims["aud"]
    audiences: list[Any] = audience if isinstance(audience, list) else [audience]
    if claims["iss"] != trust.issuer:
        raise refused("iss is another issuer")
    if trust.audience not in audiences:
        raise refused("aud is another audience")
    moment = time.time()
    if not _is_number(claims["exp"]) or moment >= claims["exp"] + CLOCK_SKEW_S:
        raise refused("the token has expired")
    for name in ("nbf", "iat"):
        if name in claims and (not _is_number(claims[name]) or claims[name] > moment + CLOCK_SKEW_S):
            raise refused(f"{name} lies in the future")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise refused("sub is empty")
    return claims


def header_of(token: bytes) -> dict[str, Any]:
    parts = token.split(b".")
    if len(token) > LONGEST_TOKEN or len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
        raise refused("not a compact JWS")
    try:
        header = orjson.loads(urlsafe_b64decode(parts[0]))
    except ValueError as error:
        raise refused("the header is not JSON") from error
    if not isinstance(header, dict):
        raise refused("the header is not an object")
    return header


def principal_from(claims: dict[str, Any]) -> Principal:
    return Principal(
        subject=claims["sub"],
        client_id=str(claims["client_id"]),
        roles=roles_from(_strings(claims.get("roles"))),
        scopes=frozenset(str(claims.get("scope") or "").split()),
        agency_id=str(claims.get("agency_id") or ""),
        unit_id=str(claims.get("unit_id") or ""),
        wards=frozenset(_strings(claims.get("wards"))),
        session_id=str(claims.get("sid") or ""),
        expires_at=float(claims["exp"]),
        claims=claims,
    )


def _strings(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
