"""Foreign OpenID Connect issuers (VNeID, Keycloak, …) whose access tokens are accepted, as configuration.

A foreign subject becomes a pseudonym of ours, and only roles that the configuration maps are given: a foreign
issuer cannot make anybody a supervisor by using our word for it.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx
from pydantic import BaseModel, ConfigDict, Field

from hueioc.auth.jwks import FETCH_TIMEOUT_S, Fetch, JwksCache
from hueioc.auth.principal import Principal, Role
from hueioc.auth.tokens import Trust
from hueioc.http.outside import outside_client

DISCOVERY = "/.well-known/openid-configuration"
REQUIRED = ("iss", "exp", "aud", "sub", "iat")


class ExternalIssuer(BaseModel):
    """One entry of `HUE_ISSUERS` (a JSON list)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str
    """`iss`, compared exactly; discovery is asked below it."""
    audience: str
    """What `aud` must contain: our API as this issuer names it."""
    jwks_url: str = ""
    """Empty: as discovery says."""
    accept_typ: tuple[str, ...] = ("at+jwt", "application/at+jwt")
    """Keycloak sends `JWT` unless it is told otherwise."""
    roles_claim: str = ""
    """Where its roles are, such as `realm_access.roles`."""
    roles: dict[str, Role] = Field(default_factory=dict[str, Role])
    """Its role to ours; what is not listed gives nothing."""
    default_roles: tuple[Role, ...] = ()
    claims: dict[str, str] = Field(default_factory=dict[str, str])
    """Our claim (`agency_id`, `unit_id`, `wards`, `scope`, `sid`) to the path of its own."""


@dataclass(frozen=True)
class ExternalTrust(Trust):
    """Translates a foreign issuer's claims."""

    source: ExternalIssuer | None = field(default=None)

    def principal(self, claims: dict[str, Any]) -> Principal:
        source = self.source
        assert source is not None  # noqa: S101 - made by `trust_of` only
        ours = {name: claim_at(claims, path) for name, path in source.claims.items()}
        theirs: Any = claim_at(claims, source.roles_claim) if source.roles_claim else []
        names = [each for each in theirs if isinstance(each, str)] if isinstance(theirs, list) else []
        roles = {source.roles[name] for name in names if name in source.roles} | set(source.default_roles)
        wards: Any = ours.get("wards")
        return Principal(
            subject=pseudonym(self.issuer, str(claims["sub"])),
            client_id=str(claims.get("client_id") or claims.get("azp") or self.issuer),
            roles=frozenset(roles),
            scopes=frozenset(str(ours.get("scope") or "").split()),
            agency_id=str(ours.get("agency_id") or ""),
            unit_id=str(ours.get("unit_id") or ""),
            wards=frozenset(str(each) for each in wards) if isinstance(wards, list) else frozenset(),
            session_id=str(ours.get("sid") or ""),
            expires_at=float(claims["exp"]),
            claims=claims,
        )


def pseudonym(issuer: str, subject: str) -> str:
    """The id of a foreign person here: a subject is unique within its issuer only."""
    return str(uuid5(NAMESPACE_URL, f"{issuer}#{subject}"))


def claim_at(claims: Any, path: str) -> Any:
    """The value at a dotted path, or None."""
    for part in path.split("."):
        if not isinstance(claims, dict):
            return None
        claims = claims.get(part)  # pyright: ignore[reportUnknownVariableType]
    return claims  # pyright: ignore[reportUnknownVariableType]


def trust_of(source: ExternalIssuer) -> tuple[Trust, JwksCache]:
    types = frozenset(each.lower() for each in source.accept_typ)
    trust = ExternalTrust(source.issuer, source.audience, types, REQUIRED, source=source)
    return trust, JwksCache(fetch_keys(source.issuer, source.jwks_url))


def fetch_keys(issuer: str, jwks_url: str = "") -> Fetch:
    """Fetches the keys, where discovery says they are. Raises ValueError when discovery names another issuer."""
    known = jwks_url

    async def fetch() -> dict[str, Any]:
        nonlocal known
        async with outside_client(FETCH_TIMEOUT_S) as client:
            if not known:
                known = (await discovered(client, issuer))["jwks_uri"]
            answer = await client.get(known)
            answer.raise_for_status()
            return answer.json()

    return fetch


async def discovered(client: httpx.AsyncClient, issuer: str) -> dict[str, Any]:
    """The metadata of OpenID Connect Discovery 1.0 section 4. Raises `httpx.HTTPError` or ValueError."""
    answer = await client.get(issuer.rstrip("/") + DISCOVERY)
    answer.raise_for_status()
    found: Any = answer.json()
    if not isinstance(found, dict) or found.get("issuer") != issuer or not isinstance(found.get("jwks_uri"), str):
        raise ValueError("the metadata is not of this issuer")
    return found  # pyright: ignore[reportUnknownVariableType]
