"""What staff do at sea: zones, distress, and what was not taken in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from fishing import schemas
from fishing.routes.vessels import CENTRE, STAFF
from fishing.service import distress, documents, rescue, track, vessels
from fishing.states import DistressState, Reason
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging

router = APIRouter(prefix="/v1/ops/fishing", route_class=EdgeRoute, tags=["fishing"])
SUPERVISOR = allow(Role.SUPERVISOR)


@router.get("/zones", dependencies=[STAFF])
async def list_zones(session: Session) -> schemas.ZoneList:
    """The zones in force, what they rest on, and whether they may be enforced."""
    return await documents.zone_list(session, "all")


@router.post("/zones/{code}/verification", dependencies=[SUPERVISOR])
async def verify_zone(session: Session, code: str, caller: Caller, data: schemas.ZoneVerification) -> schemas.Zone:
    """Somebody has compared the line with the act and answers for it."""
    return documents.zone(await vessels.verify_zone(session, code, caller, data), 0)


@router.get("/open-distresses", dependencies=[STAFF])
async def list_open_distresses(session: Session) -> schemas.DistressList:
    """Who calls for help now, newest first."""
    return await documents.open_distresses(session, "all")


@router.get("/distresses", dependencies=[STAFF])
async def list_distresses(
    session: Session, page: Paging, state: Annotated[DistressState | None, Query()] = None
) -> Page[schemas.Distress]:
    """Every distress, newest first."""
    return await rescue.page(session, page, state)


@router.get("/distresses/{distress_id}", dependencies=[STAFF])
async def show_distress(session: Session, distress_id: UUID) -> schemas.Distress:
    """One distress."""
    return await rescue.show(session, distress_id)


@router.get("/distresses/{distress_id}/desk", dependencies=[STAFF])
async def show_desk(session: Session, distress_id: UUID) -> schemas.DistressDetail:
    """One distress with its log and the boats that could be there first."""
    return await rescue.desk(session, distress_id)


@router.post("/distresses/{distress_id}/acknowledgement", dependencies=[STAFF])
async def acknowledge_distress(session: Session, distress_id: UUID, caller: Caller) -> schemas.Distress:
    """Somebody on duty has it."""
    return await distress.acknowledge(session, distress_id, caller)


@router.post("/distresses/{distress_id}/notes", status_code=status.HTTP_204_NO_CONTENT, dependencies=[STAFF])
async def add_note(session: Session, distress_id: UUID, caller: Caller, data: schemas.NoteCreate) -> None:
    """A line of the log."""
    await distress.note(session, distress_id, caller, data.words)


@router.post("/distresses/{distress_id}/closure", dependencies=[CENTRE])
async def close_distress(
    session: Session, distress_id: UUID, caller: Caller, data: schemas.ClosureCreate
) -> schemas.Distress:
    """It is over, with why; a new signal opens a new one."""
    return await distress.close(session, distress_id, caller, data)


@router.get("/rejections", dependencies=[STAFF])
async def list_rejections(
    session: Session,
    after: Annotated[int | None, Query(ge=1)] = None,
    reason: Annotated[Reason | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> schemas.RejectionPage:
    """Sentences and fixes that were not taken, as they came, newest first."""
    return await track.rejections(session, after, reason, limit)
