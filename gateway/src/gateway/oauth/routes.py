"""The OAuth endpoints over HTTP; forms as the RFCs say, JSON for our own sign-in page."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from gateway.identity import limits, people, schemas, sessions
from gateway.identity.answers import issuer_of
from gateway.identity.me_routes import PEOPLE, demand_person
from gateway.identity.ports import address_of, ports_of
from gateway.models import Session as SessionRow
from gateway.oauth import authorize
from gateway.oauth.errors import INVALID_CLIENT, OAuthError, answered, invalid_request
from gateway.oauth.tokens import TokenDesk, authenticated
from hueioc.auth.access import Caller, anyone
from hueioc.auth.tokens import TokenRefused
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(tags=["oauth"], route_class=EdgeRoute)
FORM = "application/x-www-form-urlencoded"
SIGN_IN_PAGE = "/sign-in"


@router.get("/authorize", dependencies=[anyone], response_class=RedirectResponse, status_code=302)
async def begin_authorization(session: Session, request: Request) -> Response:
    """Authorization code flow with PKCE S256; the sign-in page asks the person."""
    await limits.take(session, limits.CLIENT_PER_ADDRESS, address_of(request))
    settings = ports_of(request).settings
    query = dict(request.query_params)
    found = await authorize.begin(session, query, settings.issuer, settings.public_url + SIGN_IN_PAGE)
    return RedirectResponse(found.url, 302, headers={"Cache-Control": "no-store"})


@router.get("/v1/authorizations/{request_id}", dependencies=[PEOPLE])
async def show_authorization(session: Session, request_id: UUID) -> schemas.AuthorizationShown:
    """What the sign-in page asks the person to allow."""
    row, client = await authorize.pending(session, request_id)
    return schemas.AuthorizationShown(id=row.id, client_name=client.name, scopes=row.scope.split())


@router.post("/v1/authorizations/{request_id}", dependencies=[PEOPLE])
@without_key
async def answer_authorization(
    session: Session, caller: Caller, request_id: UUID, data: schemas.AuthorizationAnswer, request: Request
) -> schemas.Redirect:
    """Allow or refuse; the page then goes to `redirect_to`."""
    issuer = ports_of(request).settings.issuer
    found = await authorize.answer(session, request_id, caller, issuer, allow=data.allow)
    return schemas.Redirect(redirect_to=found.url)


@router.post("/token", dependencies=[anyone])
@without_key
async def give_token(session: Session, request: Request) -> JSONResponse:
    """authorization_code, refresh_token, client_credentials (form-encoded, RFC 6749)."""
    await limits.take(session, limits.CLIENT_PER_ADDRESS, address_of(request))
    form = await form_of(request)
    if isinstance(form, OAuthError):
        return form.response()
    desk = TokenDesk(session, issuer_of(request))
    return answered(await desk.answer(form, request.headers.get("authorization", "")))


@router.post("/revoke", dependencies=[anyone])
@without_key
async def revoke_token(session: Session, request: Request) -> Response:
    """RFC 7009: ends the session of a refresh or access token of this client; an unknown token is no error."""
    form = await form_of(request)
    if isinstance(form, OAuthError):
        return form.response()
    client = await authenticated(session, form, request.headers.get("authorization", ""))
    if isinstance(client, OAuthError):
        return client.response()
    row = await sessions.find_by_token(session, form.get("token", ""))
    if row is None and (session_id := (await _claims(request, form.get("token", ""))).get("sid")):
        row = await session.get(SessionRow, UUID(str(session_id)))
    if row is not None and row.client_id == client.client_id:
        await sessions.revoke(session, row, "revoked-by-client", actor=client.client_id)
        runtime_of(request).verifier.revoked.add(str(row.id))
    return Response(status_code=200)


@router.post("/introspect", dependencies=[anyone])
@without_key
async def introspect(session: Session, request: Request) -> JSONResponse:
    """RFC 7662, for clients with a secret."""
    form = await form_of(request)
    if isinstance(form, OAuthError):
        return form.response()
    client = await authenticated(session, form, request.headers.get("authorization", ""))
    if isinstance(client, OAuthError) or not client.secret_hashes:
        return (client if isinstance(client, OAuthError) else INVALID_CLIENT).response()
    claims = await _claims(request, form.get("token", ""))
    return answered({"active": True, "token_type": "Bearer", **claims} if claims else {"active": False})


@router.get("/userinfo", dependencies=[PEOPLE])
async def show_user(session: Session, caller: Caller, request: Request) -> dict[str, Any]:
    """OpenID Connect Core section 5.3: only what the token's scopes name."""
    answer: dict[str, Any] = {"sub": caller.subject}
    person = await demand_person(session, caller)
    vault = runtime_of(request).vault
    if "phone" in caller.scopes and (phone := await people.phone_of(session, vault, person)):
        answer |= {"phone_number": phone, "phone_number_verified": True}
    if "email" in caller.scopes and (email := await people.email_of(session, vault, person)):
        answer |= {"email": email, "email_verified": False}
    return answer


async def form_of(request: Request) -> dict[str, str] | OAuthError:
    """The form; each parameter at most once (RFC 6749 section 3.2)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return invalid_request(f"send {FORM}")
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return invalid_request("the form cannot be read")
    form = dict(pairs)
    if len(form) != len(pairs) or any("\0" in value for value in form.values()):
        return invalid_request("a parameter is repeated or not text")
    return form


async def _claims(request: Request, token: str) -> dict[str, Any]:
    """Of a valid access token of ours; empty for anything else."""
    try:
        principal = await runtime_of(request).verifier.verify(token.encode())
    except TokenRefused:
        return {}
    return dict(principal.claims)
