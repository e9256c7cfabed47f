"""A session as an HTTP answer: the access token in the body, the refresh token in a cookie no script can read."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from gateway.identity import schemas
from gateway.identity.issuer import ACCESS_TOKEN_S, Grant, Issuer
from gateway.identity.ports import ports_of
from gateway.identity.sessions import Opened
from hueioc.auth.principal import Role
from hueioc.clock import now

COOKIE = "hue_refresh"
COOKIE_PATH = "/v1/session"
BEARER = "Bearer"


def issuer_of(request: Request) -> Issuer:
    return request.app.state.issuer


def with_session(grant: Grant, opened: Opened) -> Grant:
    """The grant with what ties a token to its session (`sid`, `auth_time`, `amr`)."""
    row = opened.session
    more = {"sid": str(row.id), "auth_time": int(row.created_at.timestamp()), "amr": row.methods}
    return replace(grant, more=grant.more | more)


def token_fields(request: Request, grant: Grant, opened: Opened) -> dict[str, object]:
    token = issuer_of(request).access_token(with_session(grant, opened))
    return {
        "access_token": token,
        "token_type": BEARER,
        "expires_in": ACCESS_TOKEN_S,
        "subject": UUID(grant.subject),
        "roles": [Role(role) for role in grant.roles],
        "agency_id": grant.agency_id,
        "unit_id": grant.unit_id,
        "session_id": opened.session.id,
    }


def keep_cookie(request: Request, response: Response, opened: Opened) -> None:
    response.set_cookie(
        COOKIE,
        opened.refresh_token,
        max_age=seconds_until(opened.session.expires_at),
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=ports_of(request).settings.public_url.startswith("https:"),
    )
    response.headers["Cache-Control"] = "no-store"


def drop_cookie(request: Request, response: Response) -> None:
    secure = ports_of(request).settings.public_url.startswith("https:")
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict", secure=secure)


def seconds_until(moment: datetime) -> int:
    return max(0, int((moment - now()).total_seconds()))


def session_token(request: Request, grant: Grant, opened: Opened) -> schemas.Token:
    return schemas.Token.model_validate(token_fields(request, grant, opened))
