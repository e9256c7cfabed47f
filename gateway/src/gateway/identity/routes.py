"""What the issuer offers over HTTP; the development token only in development."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.identity.answers import issuer_of
from gateway.identity.issuer import Grant
from hueioc.auth.access import anyone
from hueioc.auth.principal import Role
from hueioc.errors import NotFound
from hueioc.ids import uuid7
from hueioc.runtime import runtime_of
from hueioc.settings import Env

DEVELOPMENT_CLIENT = "development"
DEVELOPMENT_TOKEN_S = 12 * 3600

router = APIRouter(tags=["identity"])


class DevelopmentTokenRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Role
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{0,40}$")] = ""
    """The same name gives the same person; empty gives a new one."""
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    wards: Annotated[list[str], Field(max_length=40)] = []
    scope: Annotated[str, StringConstraints(max_length=500)] = ""


class TokenAnswer(BaseModel):
    access_token: str
    token_type: str
    expires_in: int
    subject: str


@router.get("/jwks", dependencies=[anyone])
async def show_keys(request: Request) -> dict[str, Any]:
    """The public keys (RFC 7517)."""
    return issuer_of(request).jwks()


@router.get("/.well-known/openid-configuration", dependencies=[anyone])
@router.get("/.well-known/oauth-authorization-server", dependencies=[anyone])
async def show_metadata(request: Request) -> dict[str, Any]:
    """Discovery (RFC 8414, OpenID Connect Discovery 1.0)."""
    return issuer_of(request).metadata()


@router.post("/v1/dev/token", dependencies=[anyone])
async def development_token(request: Request, data: DevelopmentTokenRequest) -> TokenAnswer:
    """A token of any role, in development only."""
    if runtime_of(request).settings.env is not Env.DEV:
        raise NotFound
    subject = f"dev-{data.role.value}-{data.name}" if data.name else str(uuid7())
    unit = str(data.unit_id or "")
    grant = Grant(
        subject=subject,
        client_id=DEVELOPMENT_CLIENT,
        roles=(data.role,),
        scope=data.scope,
        agency_id=str(data.agency_id or ""),
        unit_id=unit,
        wards=tuple(data.wards),
    )
    token = issuer_of(request).access_token(grant, DEVELOPMENT_TOKEN_S)
    return TokenAnswer(access_token=token, token_type="Bearer", expires_in=DEVELOPMENT_TOKEN_S, subject=subject)  # noqa: S106 - the type of RFC 6750
