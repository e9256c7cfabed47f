"""Signs access tokens and publishes the keys; works from memory while the database is away."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

import structlog
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy.exc import SQLAlchemyError

from gateway.identity import keys
from gateway.settings import Settings
from hueioc.auth.principal import Role
from hueioc.auth.recipients import recipient_key
from hueioc.db import Database
from hueioc.errors import Problem, Text, Unavailable
from hueioc.ids import uuid7
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

ACCESS_TOKEN_S = 300
"""Short, because a role that was taken away lives on in tokens that are out."""
RELOAD_S = 30.0
RETRY_S = 0.5


class IssuerNotReady(Unavailable):
    code = "issuer-not-ready"
    title = Text(
        "Chưa đăng nhập được; hãy thử lại sau giây lát", "Signing in is not possible yet; try again in a moment"
    )


@dataclass(frozen=True)
class Grant:
    """For whom a token is and what it allows."""

    subject: str
    client_id: str
    roles: tuple[Role, ...]
    scope: str = ""
    agency_id: str = ""
    unit_id: str = ""
    wards: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict[str, Any])


class Issuer:
    """One per gateway worker."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._secret = keys.sealing_key(settings)
        self._signing: tuple[str, ECKey] | None = None
        self._published: list[dict[str, object]] = []
        self.recipient_key = recipient_key(self._secret)
        self._task: asyncio.Task[None] | None = None
        self._soon = asyncio.Event()

    def start(self) -> None:
        self._task = lasting(self._run, name="issuer")

    async def stop(self) -> None:
        await end(self._task)

    async def reload(self) -> None:
        """Read the keys, making the first one if there is none."""
        async with self._database.transaction() as session:
            rows = await keys.ensure_key(session, self._secret)
            self._published = [keys.public_jwk(row, self._secret) for row in rows]
            signing = keys.signing_key(rows)
            self._signing = (signing.kid, keys.private_key(signing, self._secret))

    def reload_soon(self) -> None:
        """Another key was announced; read it when the transaction that did so is over."""
        self._soon.set()

    def access_token(self, grant: Grant, lifetime_s: int = ACCESS_TOKEN_S) -> str:
        """An RFC 9068 access token. Raises `IssuerNotReady` before the first key was read."""
        moment = int(time.time())
        claims: dict[str, Any] = {
            "iss": self._settings.issuer,
            "aud": self._settings.audience,
            "sub": grant.subject,
            "client_id": grant.client_id,
            "iat": moment,
            "exp": moment + lifetime_s,
            "jti": str(uuid7()),
            "roles": [role.value for role in grant.roles],
            **grant.more,
        }
        optional = {"scope": grant.scope, "agency_id": grant.agency_id, "unit_id": grant.unit_id, "wards": grant.wards}
        claims |= {name: value for name, value in optional.items() if value}
        return self._signed(claims, "at+jwt")

    def id_token(self, grant: Grant, client_id: str, nonce: str) -> str:
        """OpenID Connect Core 1.0 section 2."""
        moment = int(time.time())
        claims: dict[str, Any] = {
            "iss": self._settings.issuer,
            "aud": client_id,
            "sub": grant.subject,
            "iat": moment,
            "exp": moment + ACCESS_TOKEN_S,
            **{name: grant.more[name] for name in ("sid", "auth_time", "amr") if name in grant.more},
        }
        return self._signed(claims | ({"nonce": nonce} if nonce else {}), "JWT")

    def _signed(self, claims: dict[str, Any], kind: str) -> str:
        if self._signing is None:
            raise IssuerNotReady(headers={"Retry-After": "1"})
        kid, key = self._signing
        return jwt.encode({"alg": keys.ALGORITHM, "typ": kind, "kid": kid}, claims, key)

    def jwks(self) -> dict[str, Any]:
        if not self._published:
            raise IssuerNotReady(headers={"Retry-After": "1"})
        return {"keys": [*self._published, self.recipient_key.as_dict(private=False)]}

    async def jwks_for_ourselves(self) -> dict[str, Any]:
        """The gateway verifies its own tokens without asking itself over HTTP."""
        return self.jwks()

    def metadata(self) -> dict[str, Any]:
        """RFC 8414 and OpenID Connect Discovery."""
        base = self._settings.public_url.rstrip("/")
        endpoints = {
            f"{name}_endpoint": f"{base}/{path}"
            for name, path in (
                ("authorization", "authorize"),
                ("token", "token"),
                ("revocation", "revoke"),
                ("introspection", "introspect"),
                ("userinfo", "userinfo"),
            )
        }
        methods = ["client_secret_basic", "client_secret_post", "none"]
        return endpoints | {
            "issuer": self._settings.issuer,
            "jwks_uri": f"{base}/jwks",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid", "offline_access", "phone", "email"],
            "id_token_signing_alg_values_supported": [keys.ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_methods_supported": methods,
            "introspection_endpoint_auth_methods_supported": methods[:2],
            "authorization_response_iss_parameter_supported": True,
        }

    async def _run(self) -> None:
        while True:
            try:
                await self.reload()
            except (Problem, SQLAlchemyError, OSError) as error:
                log.warning("signing_keys_unread", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RELOAD_S if self._signing else RETRY_S):
                    await self._soon.wait()
                    await asyncio.sleep(RETRY_S)
            self._soon.clear()
