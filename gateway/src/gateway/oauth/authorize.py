"""The authorization endpoint (OAuth 2.1 draft section 4.1): PKCE S256 always, `iss` in every answer (RFC 9207)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import clients, sessions
from gateway.identity.errors import BadAuthorization, UnknownSession
from gateway.identity.providers import new_secret
from gateway.models import Authorization, Client
from gateway.models import Session as SessionRow
from hueioc import audit
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import Text

REQUEST_LIFE = timedelta(minutes=10)
CODE_LIFE = timedelta(seconds=60)
LONGEST_VALUE = 1000
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
STANDARD_SCOPES = frozenset({"openid", "offline_access", "phone", "email"})


@dataclass(frozen=True)
class Answer:
    """Where the browser goes next."""

    url: str


async def begin(session: AsyncSession, query: Mapping[str, str], issuer: str, sign_in_page: str) -> Answer:
    """Keep the request and send the person to the sign-in page.

    Raises `BadAuthorization` when the client or its redirect URI is not known: then nothing may be redirected.
    """
    client = await clients.find(session, query.get("client_id", "")[:80])
    uri = query.get("redirect_uri", "")
    if client is None or uri not in client.redirect_uris:
        raise BadAuthorization(Text("client_id hoặc redirect_uri chưa đăng ký", "client_id or redirect_uri is unknown"))
    state = query.get("state", "")
    if wrong := fault(query, client):
        refusal = {"error": wrong[0], "error_description": wrong[1], "state": state, "iss": issuer}
        return Answer(with_query(uri, refusal))
    row = Authorization(
        client_id=client.client_id,
        redirect_uri=uri,
        scope=query.get("scope", ""),
        state=state,
        nonce=query.get("nonce", ""),
        challenge=query["code_challenge"],
        expires_at=now() + REQUEST_LIFE,
    )
    session.add(row)
    await session.flush()
    return Answer(with_query(sign_in_page, {"authorization": str(row.id)}))


def fault(query: Mapping[str, str], client: Client) -> tuple[str, str] | None:
    """(error, description) of RFC 6749 section 4.1.2.1, or None for a good request."""
    scopes = set(query.get("scope", "").split())
    is_proven = query.get("code_challenge_method") == "S256" and _CHALLENGE.fullmatch(query.get("code_challenge", ""))
    too_long = any(len(query.get(name, "")) > LONGEST_VALUE for name in ("state", "nonce", "scope"))
    faults = (
        (query.get("response_type") != "code", "unsupported_response_type", "only response_type=code"),
        ("authorization_code" not in client.grants, "unauthorized_client", "not for this client"),
        (not is_proven, "invalid_request", "PKCE with S256 is required (RFC 7636)"),
        (too_long, "invalid_request", "a value is too long"),
        (not scopes <= STANDARD_SCOPES.union(client.scopes), "invalid_scope", "not for this client"),
        (query.get("prompt") == "none", "login_required", "the person has to be asked"),
    )
    return next(((error, why) for is_wrong, error, why in faults if is_wrong), None)


async def pending(session: AsyncSession, request_id: UUID) -> tuple[Authorization, Client]:
    """A request that still waits for its answer. Raises `BadAuthorization`."""
    row = await session.get(Authorization, request_id, with_for_update=True)
    client = await clients.find(session, row.client_id) if row else None
    if row is None or client is None or row.code_hash or row.used_at or row.expires_at <= now():
        raise BadAuthorization(Text("Yêu cầu đã hết hạn; hãy bắt đầu lại", "The request has expired; begin again"))
    return row, client


async def answer(session: AsyncSession, request_id: UUID, caller: Principal, issuer: str, *, allow: bool) -> Answer:
    """The person's word, as a redirect back to the client."""
    row, client = await pending(session, request_id)
    if not allow:
        row.used_at = now()
        return Answer(with_query(row.redirect_uri, {"error": "access_denied", "state": row.state, "iss": issuer}))
    parent = await session.get(SessionRow, UUID(caller.session_id)) if caller.session_id else None
    if parent is None or parent.revoked_at is not None:
        raise UnknownSession
    life = parent.expires_at - now() if "offline_access" in row.scope.split() else sessions.STAFF_LIFE
    new = sessions.NewSession(
        parent.person_id, client.client_id, tuple(parent.methods), min(life, parent.expires_at - now()), scope=row.scope
    )
    opened = await sessions.open_session(session, new)
    code = new_secret()
    row.code_hash, row.session_id = sessions.hash_of(code), opened.session.id
    row.expires_at = now() + CODE_LIFE
    await audit.record(session, caller.subject, "client.allowed", client.client_id, {"scope": row.scope})
    return Answer(with_query(row.redirect_uri, {"code": code, "state": row.state, "iss": issuer}))


def with_query(uri: str, values: Mapping[str, str]) -> str:
    parts = urlsplit(uri)
    more = urlencode({name: value for name, value in values.items() if value})
    return urlunsplit(parts._replace(query=f"{parts.query}&{more}" if parts.query else more))
