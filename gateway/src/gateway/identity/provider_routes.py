"""Signing in through an external issuer: there and back by redirects of the browser."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from gateway.identity import answers, limits, people, schemas, sessions
from gateway.identity.errors import LoginRefused
from gateway.identity.ports import address_of, device_of, ports_of, runtime_parts
from gateway.identity.providers import new_secret
from gateway.models import ForeignLogin
from hueioc.auth.access import anyone
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.personal.keys import KEY_BYTES
from hueioc.personal.sealed import open_, seal
from hueioc.runtime import Runtime

router = APIRouter(prefix="/v1/session", tags=["identity"])
LIFE = timedelta(minutes=10)
STATE_COOKIE = "hue_login"
CALLBACK = "/v1/session/providers/callback"
_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]{0,300}")


@router.get("/providers", dependencies=[anyone])
async def list_providers(request: Request) -> schemas.ProviderList:
    """Ways to sign in beside the phone, each with the address the browser goes to."""
    items = [
        schemas.ProviderShown(
            name=each.name, title_vi=each.title_vi, title_en=each.title_en, url=f"/v1/session/providers/{each.name}"
        )
        for each in ports_of(request).providers.all()
    ]
    return schemas.ProviderList(items=items)


@router.get("/providers/callback", dependencies=[anyone], response_class=RedirectResponse, status_code=303)
async def finish_provider(
    request: Request, state: str = "", code: str = "", iss: str = "", error: str = ""
) -> Response:
    """The browser comes back: exchange the code, open a session, go on to the page."""
    runtime, ports = runtime_parts(request)
    if not state or state != request.cookies.get(STATE_COOKIE, ""):
        raise LoginRefused
    async with runtime.database.transaction() as session:
        found = select(ForeignLogin).where(ForeignLogin.state_hash == sessions.hash_of(state)).with_for_update()
        login = await session.scalar(found)
        if login is not None:
            await session.delete(login)
    if login is None or login.expires_at <= now() or error or not code:
        raise LoginRefused
    provider = ports.providers.named(login.provider)
    if iss and iss != provider.settings.issuer:
        raise LoginRefused
    verifier = open_(_key(runtime), login.sealed_verifier, login.id.bytes).decode()
    subject = await provider.subject(code, _callback(request), nonce=login.nonce, verifier=verifier)
    opened = await _opened(request, runtime, provider.settings.name, provider.settings.issuer, subject)
    response = RedirectResponse(login.return_to, 303)
    answers.keep_cookie(request, response, opened)
    response.delete_cookie(STATE_COOKIE, path=CALLBACK)
    return response


@router.get("/providers/{name}", dependencies=[anyone], response_class=RedirectResponse, status_code=303)
async def begin_provider(request: Request, name: str, return_to: str = "/") -> Response:
    """Send the browser to the external issuer."""
    runtime, ports = runtime_parts(request)
    provider = ports.providers.named(name)
    state, nonce, verifier, login_id = new_secret(), new_secret(), new_secret(), uuid7()
    url = await provider.authorization_url(_callback(request), state=state, nonce=nonce, verifier=verifier)
    async with runtime.database.transaction() as session:
        await limits.take(session, limits.TRY_PER_ADDRESS, address_of(request))
        session.add(
            ForeignLogin(
                id=login_id,
                state_hash=sessions.hash_of(state),
                provider=name,
                nonce=nonce,
                sealed_verifier=seal(_key(runtime), verifier.encode(), login_id.bytes),
                return_to=return_to if _PATH.fullmatch(return_to) else "/",
                expires_at=now() + LIFE,
            )
        )
    response = RedirectResponse(url, 303, headers={"Cache-Control": "no-store"})
    secure = urlsplit(ports.settings.public_url).scheme == "https"
    seconds = int(LIFE.total_seconds())
    # Lax: the browser comes back by a navigation from the other site, and a Strict cookie would stay at home
    response.set_cookie(STATE_COOKIE, state, seconds, path=CALLBACK, httponly=True, samesite="lax", secure=secure)
    return response


async def _opened(request: Request, runtime: Runtime, name: str, issuer: str, subject: str) -> sessions.Opened:
    async with runtime.database.transaction() as session:
        person = await people.person_of_foreign(session, runtime.vault, name, issuer, subject)
        grant = await people.grant_of(session, person.id, sessions.FIRST_PARTY)
        if grant is None:
            raise LoginRefused
        new = sessions.NewSession(
            person.id, sessions.FIRST_PARTY, ("ext",), sessions.CITIZEN_LIFE, device=device_of(request)
        )
        return await sessions.open_session(session, new)


def _callback(request: Request) -> str:
    return ports_of(request).settings.public_url.rstrip("/") + CALLBACK


def _key(runtime: Runtime) -> bytes:
    return runtime.vault.token("foreign-login", "verifier")[:KEY_BYTES]
