"""What staff do with boats: the fleet, the registry, tracks, devices, people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from fishing import schemas
from fishing.queries import vessels as rows
from fishing.service import documents, importing, people, track, vessels
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import DEFAULT_LIMIT, LARGEST_LIMIT, Cursor, Page, PageQuery, cut, decode_cursor
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/fishing", route_class=EdgeRoute, tags=["fishing"])
tables = APIRouter(prefix="/v1/ops/fishing", tags=["fishing"])
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
CSV = {"requestBody": {"content": {"text/csv": {"schema": {"type": "string"}}}, "required": True}}


class Asked(schemas.VesselFilter):
    """A page of boats and what they must have."""

    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT)] = DEFAULT_LIMIT
    cursor: Annotated[str, Query(max_length=200)] = ""


@router.get("/fleet", dependencies=[STAFF])
async def show_fleet(session: Session) -> schemas.Fleet:
    """Every boat with a place, the most urgent first, for the map."""
    return await documents.fleet(session, "all")


@router.get("/vessels", dependencies=[STAFF])
async def list_vessels(session: Session, asked: Annotated[Asked, Query()]) -> Page[schemas.VesselSummary]:
    """Boats by their last change, newest first."""
    after = decode_cursor(asked.cursor) if asked.cursor else None
    found = await rows.page(session, PageQuery(asked.limit, after), asked)
    shown, more = cut(list(found), asked.limit)
    following = Cursor(shown[-1].updated_at, shown[-1].id).encode() if more else None
    return Page(items=await documents.summaries(session, shown), next_cursor=following)


@router.post("/vessels", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_vessel(request: Request, session: Session, data: schemas.VesselWrite) -> schemas.Vessel:
    """A boat enters the registry; a stranger of the same MMSI becomes it."""
    vessel = await vessels.add(session, runtime_of(request).vault, data)
    return await documents.document(session, vessel)


@router.get("/vessels/{vessel_id}", dependencies=[STAFF])
async def show_vessel(session: Session, vessel_id: UUID, response: Response) -> schemas.Vessel:
    """One boat."""
    vessel = await vessels.find(session, vessel_id)
    response.headers["ETag"] = f'"{vessel.version}"'
    return await documents.document(session, vessel)


@router.put("/vessels/{vessel_id}", dependencies=[CENTRE])
async def change_vessel(
    request: Request, session: Session, vessel_id: UUID, data: schemas.VesselWrite
) -> schemas.Vessel:
    """The boat's entry as it is from now on; people that are left out stay as they were."""
    vessel = await vessels.find(session, vessel_id)
    await vessels.change(session, runtime_of(request).vault, vessel, data)
    return await documents.document(session, vessel)


@router.get("/vessels/{vessel_id}/track", dependencies=[STAFF])
async def show_track(session: Session, vessel_id: UUID, asked: Annotated[schemas.TrackQuery, Query()]) -> schemas.Track:
    """Where the boat has been, newest first; doubtful fixes only when asked for."""
    return await track.track(session, vessel_id, asked)


@router.post("/vessels/{vessel_id}/people", dependencies=[STAFF])
async def show_people(request: Request, session: Session, vessel_id: UUID, caller: Caller) -> schemas.People:
    """Owner and skipper; the look is written down, which is why it is no GET."""
    vessel = await vessels.find(session, vessel_id)
    return await people.show(session, runtime_of(request).vault, vessel, caller)


@router.post("/vessels/{vessel_id}/devices", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_device(
    request: Request, session: Session, vessel_id: UUID, data: schemas.DeviceCreate
) -> schemas.DeviceMade:
    """A tracking device and its key; the key is shown this one time."""
    return await vessels.add_device(session, runtime_of(request), vessel_id, data)


@router.delete(
    "/vessels/{vessel_id}/devices/{device_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE]
)
async def revoke_device(session: Session, vessel_id: UUID, device_id: UUID) -> None:
    """The device's key opens nothing from now on."""
    await vessels.revoke_device(session, vessel_id, device_id)


@tables.post("/vessel-table", dependencies=[CENTRE], openapi_extra=CSV)
async def import_vessels(request: Request, *, dry_run: Annotated[bool, Query()] = True) -> schemas.ImportReport:
    """CSV or XLSX, upserted by registration number. A dry run says what would happen; bad rows are told with why."""
    return await importing.import_table(runtime_of(request), await request.body(), dry_run=dry_run)
