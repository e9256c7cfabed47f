"""The token endpoint: codes, refresh tokens and client credentials become tokens."""

import hmac
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import answers, clients, people, sessions
from gateway.identity.issuer import ACCESS_TOKEN_S, Grant, Issuer
from gateway.identity.providers import challenge_of
from gateway.models import Authorization, Client
from gateway.models import Session as SessionRow
from gateway.oauth.errors import (
    INVALID_CLIENT,
    INVALID_GRANT,
    INVALID_SCOPE,
    UNAUTHORIZED_CLIENT,
    UNSUPPORTED_GRANT,
    OAuthError,
    invalid_request,
)
from hueioc.clock import now

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
Form = Mapping[str, str]


@dataclass(frozen=True)
class TokenDesk:
    """One per request."""

    session: AsyncSession
    issuer: Issuer

    async def answer(self, form: Form, authorization: str) -> dict[str, Any] | OAuthError:
        """The members of RFC 6749 section 5.1, or an error. Commit either way: a reused code ends its session."""
        client = await authenticated(self.session, form, authorization)
        if isinstance(client, OAuthError):
            return client
        grant = form.get("grant_type", "")
        handlers = {
            "authorization_code": self._code,
            "refresh_token": self._refresh,
            "client_credentials": self._client,
        }
        if grant not in handlers:
            return UNSUPPORTED_GRANT
        if grant not in client.grants:
            return UNAUTHORIZED_CLIENT
        return await handlers[grant](client, form)

    async def _code(self, client: Client, form: Form) -> dict[str, Any] | OAuthError:
        code_hash = sessions.hash_of(form.get("code", ""))
        statement = select(Authorization).where(Authorization.code_hash == code_hash).with_for_update()
        row = await self.session.scalar(statement)
        if row is None or row.client_id != client.client_id or row.session_id is None:
            return INVALID_GRANT
        parent = await self.session.get_one(SessionRow, row.session_id)
        if row.used_at is not None:
            await sessions.revoke(self.session, parent, "code-reused", actor="gateway")
            return INVALID_GRANT
        row.used_at = now()
        verifier = form.get("code_verifier", "")
        is_proven = _VERIFIER.fullmatch(verifier) and hmac.compare_digest(challenge_of(verifier), row.challenge)
        uri = form.get("redirect_uri", row.redirect_uri)
        if not is_proven or uri != row.redirect_uri or row.expires_at <= now() or parent.revoked_at is not None:
            return INVALID_GRANT
        return await self._tokens(client, sessions.Opened(parent, sessions.next_token(self.session, parent.id)), row)

    async def _refresh(self, client: Client, form: Form) -> dict[str, Any] | OAuthError:
        opened = await sessions.rotate(self.session, form.get("refresh_token", ""), client.client_id)
        return INVALID_GRANT if opened is None else await self._tokens(client, opened)

    async def _client(self, client: Client, form: Form) -> dict[str, Any] | OAuthError:
        if not client.secret_hashes or client.role is None:
            return UNAUTHORIZED_CLIENT
        wanted = form.get("scope", "").split() or client.scopes
        if not set(wanted) <= set(client.scopes):
            return INVALID_SCOPE
        agency = str(client.agency_id or "")
        grant = Grant(client.client_id, client.client_id, (clients.role_of(client),), " ".join(wanted), agency)
        return self._answer(grant)

    async def _tokens(
        self, client: Client, opened: sessions.Opened, request: Authorization | None = None
    ) -> dict[str, Any] | OAuthError:
        row = opened.session
        grant = await people.grant_of(self.session, row.person_id, client.client_id)
        if grant is None:
            await sessions.revoke(self.session, row, "not-entitled", actor="gateway")
            return INVALID_GRANT
        grant = answers.with_session(replace(grant, scope=row.scope), opened)
        answer = self._answer(grant) | {"refresh_token": opened.refresh_token}
        if request is not None and "openid" in row.scope.split():
            answer["id_token"] = self.issuer.id_token(grant, client.client_id, request.nonce)
        return answer

    def _answer(self, grant: Grant) -> dict[str, Any]:
        token = self.issuer.access_token(grant)
        return {"access_token": token, "token_type": "Bearer", "expires_in": ACCESS_TOKEN_S, "scope": grant.scope}


async def authenticated(session: AsyncSession, form: Form, authorization: str) -> Client | OAuthError:
    """The client by HTTP Basic, by secret in the form, or a public one by its id alone."""
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if authorization:
        given = basic(authorization)
        if given is None or (client_id and client_id != given[0]) or secret:
            return INVALID_CLIENT
        client_id, secret = given
    if not client_id:
        return invalid_request("client_id is missing")
    client = await clients.find(session, client_id[:80])
    if client is None:
        return INVALID_CLIENT
    if client.secret_hashes or secret:
        return client if clients.is_secret(client, secret) else INVALID_CLIENT
    return client


def basic(header: str) -> tuple[str, str] | None:
    """(client id, secret) of RFC 6749 section 2.3.1: form-encoded, then RFC 7617; None for what is neither."""
    scheme, _, value = header.partition(" ")
    try:
        name, separator, secret = b64decode(value.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return (unquote_plus(name), unquote_plus(secret)) if scheme.lower() == "basic" and separator else None
