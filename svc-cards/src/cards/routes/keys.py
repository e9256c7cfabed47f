"""The keys that sign cards: for supervisors alone."""

from fastapi import APIRouter, Request, status

from cards import schemas
from cards.models import IssuerKey
from cards.queries import trust
from cards.service import keys
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/cards", route_class=EdgeRoute, tags=["cards"])


@router.get("/keys", dependencies=[allow(Role.SUPERVISOR, Role.AUDITOR)])
async def list_issuer_keys(session: Session) -> schemas.IssuerKeyList:
    """The newest first."""
    return schemas.IssuerKeyList(items=[_shown(row) for row in await trust.keys(session)])


@router.post("/keys", status_code=status.HTTP_201_CREATED, dependencies=[allow(Role.SUPERVISOR)])
async def rotate_issuer_key(request: Request, session: Session, caller: Caller) -> schemas.IssuerKey:
    """A new key signs from now on; cards signed before stay good."""
    return _shown(await keys.rotate(session, runtime_of(request).settings, caller))


@router.post("/keys/{kid}/compromise", dependencies=[allow(Role.SUPERVISOR)])
async def mark_key_stolen(
    request: Request, session: Session, caller: Caller, kid: str, data: schemas.Compromise
) -> schemas.IssuerKey:
    """Cards that the key signed at `bad_from` or later are forged; a new key takes its place."""
    return _shown(await keys.compromise(session, runtime_of(request).settings, caller, kid, data.bad_from))


def _shown(row: IssuerKey) -> schemas.IssuerKey:
    return schemas.IssuerKey(kid=row.kid, created_at=row.created_at, retired_at=row.retired_at, bad_from=row.bad_from)
