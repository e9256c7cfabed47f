"""Signing in at an external OpenID Connect issuer: authorization code with PKCE, state, nonce, `iss` (RFC 9207)."""

import asyncio
import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog

from gateway.identity.errors import LoginRefused, ProviderFailed, UnknownProvider
from gateway.settings import LoginProvider
from hueioc.auth.issuers import discovered, fetch_keys
from hueioc.auth.jwks import JwksCache, KeysUnavailable
from hueioc.auth.tokens import TokenRefused, TokenVerifier, Trust
from hueioc.http.outside import outside_client

log = structlog.get_logger(__name__)

TIMEOUT_S = 5.0
METADATA_S = 300.0
ID_TOKEN_CLAIMS = ("iss", "exp", "aud", "sub", "iat")
ID_TOKEN_TYPES = frozenset({"jwt"})


class Provider:
    """One external issuer. Its metadata is kept when it is away."""

    def __init__(self, settings: LoginProvider) -> None:
        self.settings = settings
        self._metadata: dict[str, Any] = {}
        self._asked_at = -METADATA_S
        self._turn = asyncio.Lock()
        self._verifier = TokenVerifier(
            IdTokenTrust(settings.issuer, settings.client_id, ID_TOKEN_TYPES, ID_TOKEN_CLAIMS, may_omit_kid=True),
            JwksCache(fetch_keys(settings.issuer)),
        )

    async def metadata(self) -> dict[str, Any]:
        """Raises `ProviderFailed` when it was never there."""
        async with self._turn:
            if time.monotonic() - self._asked_at >= METADATA_S or not self._metadata:
                self._asked_at = time.monotonic()
                try:
                    async with outside_client(TIMEOUT_S) as client:
                        self._metadata = await discovered(client, self.settings.issuer)
                except (httpx.HTTPError, ValueError) as error:
                    log.warning("provider_away", provider=self.settings.name, error=type(error).__name__)
        if not self._metadata:
            raise ProviderFailed(headers={"Retry-After": "30"})
        return self._metadata

    async def authorization_url(self, redirect_uri: str, *, state: str, nonce: str, verifier: str) -> str:
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.settings.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return f"{(await self.metadata())['authorization_endpoint']}?{urlencode(query)}"

    async def subject(self, code: str, redirect_uri: str, *, nonce: str, verifier: str) -> str:
        """Who has signed in there. Raises `ProviderFailed`, or `LoginRefused` for a token that is not good."""
        token = await self._id_token(code, redirect_uri, verifier)
        try:
            principal = await self._verifier.verify(token.encode())
        except KeysUnavailable as error:
            raise ProviderFailed from error
        except TokenRefused as error:
            log.warning("id_token_refused", provider=self.settings.name, why=str(error.headers))
            raise LoginRefused from error
        if principal.claims.get("nonce") != nonce:
            raise LoginRefused
        return principal.subject

    async def _id_token(self, code: str, redirect_uri: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret.get_secret_value(),
            "code_verifier": verifier,
        }
        endpoint = (await self.metadata())["token_endpoint"]
        try:
            async with outside_client(TIMEOUT_S) as client:
                answer = await client.post(endpoint, data={name: value for name, value in form.items() if value})
                answer.raise_for_status()
                token = answer.json()["id_token"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("code_not_exchanged", provider=self.settings.name, error=type(error).__name__)
            raise ProviderFailed from error
        return str(token)


class IdTokenTrust(Trust):
    """An ID token's audience is the client; it may carry no `typ` (OpenID Connect Core 1.0 section 2)."""

    def principal(self, claims: dict[str, Any]) -> Any:
        return super().principal({"client_id": "", **claims})


class Providers:
    """Every configured way in beside our own."""

    def __init__(self, settings: Sequence[LoginProvider]) -> None:
        self._providers = {each.name: Provider(each) for each in settings}

    def all(self) -> list[LoginProvider]:
        return [each.settings for each in self._providers.values()]

    def named(self, name: str) -> Provider:
        if name not in self._providers:
            raise UnknownProvider
        return self._providers[name]


def challenge_of(verifier: str) -> str:
    """RFC 7636 S256."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def new_secret() -> str:
    return secrets.token_urlsafe(32)
