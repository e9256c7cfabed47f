"""The door of portals: `DongBoHoSoMC` and `CapNhatTienDoHoSoMC` in the envelope `{service, data[]}`."""

from fastapi import APIRouter

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session, without_key
from procedures import schemas
from procedures.routes.ports import VaultPort
from procedures.service.syncing import take

SCOPE = "dossiers:write"
router = APIRouter(prefix="/v1/procedures", route_class=EdgeRoute, tags=["procedures"])


@router.post("/sync", dependencies=[allow(Role.PARTNER, scope=SCOPE)])
@without_key
async def synchronise(
    session: Session, vault: VaultPort, caller: Caller, message: schemas.SyncMessage
) -> schemas.SyncAnswer:
    """Take dossiers or steps; every row has its own answer, and the same row again changes nothing."""
    return await take(session, vault, caller, message)
