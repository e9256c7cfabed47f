"""What staff do: stations, alarm levels, device keys, files by hand, and what became of deliveries."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from environment import schemas
from environment.routes.device import BODY, FileName, finish
from environment.service import documents, intakes, stations
from environment.service.intake import take_file
from environment.states import Channel
from hueioc.auth.access import allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/environment", route_class=EdgeRoute, tags=["environment"])
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)


@router.post("/stations", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_station(session: Session, data: schemas.StationCreate) -> schemas.Station:
    """A new station with its datastreams."""
    return await documents.document(session, await stations.add_station(session, data))


@router.put("/stations/{station_id}/alarm-levels", dependencies=[CENTRE])
async def set_alarm_levels(session: Session, station_id: UUID, data: schemas.AlarmLevelsUpdate) -> schemas.AlarmLevels:
    """New alarm levels from a day on; those before stay on record."""
    await stations.set_levels(session, station_id, data)
    return schemas.AlarmLevels(levels_m=data.levels_m)


@router.post("/stations/{station_id}/device-keys", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_device_key(
    request: Request, session: Session, station_id: UUID, data: schemas.DeviceKeyCreate
) -> schemas.DeviceKeyMade:
    """A key for a device of this station; it is shown this one time."""
    return await stations.add_key(session, runtime_of(request), station_id, data.name)


@router.delete(
    "/stations/{station_id}/device-keys/{key_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE]
)
async def revoke_device_key(session: Session, station_id: UUID, key_id: UUID) -> None:
    """The key opens nothing from now on."""
    await stations.revoke_key(session, station_id, key_id)


@router.post("/station-files", openapi_extra=BODY, dependencies=[STAFF])
async def upload_file(request: Request, session: Session, name: FileName, response: Response) -> schemas.IntakeAnswer:
    """A station file by hand, of any station; every line has its answer."""
    delivery = await take_file(session, Channel.UPLOAD, name, await request.body())
    return await finish(session, delivery, response)


@router.get("/intakes", dependencies=[STAFF])
async def list_intakes(
    session: Session, page: Paging, *, with_rejections: Annotated[bool, Query()] = False
) -> Page[schemas.IntakeSummary]:
    """Deliveries, newest first."""
    return await intakes.list_intakes(session, page, with_rejections=with_rejections)


@router.get("/intakes/{intake_id}", dependencies=[STAFF])
async def show_intake(session: Session, intake_id: UUID) -> schemas.IntakeDetail:
    """One delivery with the rows that were not taken, as they came."""
    return await intakes.show_intake(session, intake_id)


@router.get("/intakes/{intake_id}/raw", dependencies=[STAFF], response_class=Response)
async def download_intake(session: Session, intake_id: UUID) -> Response:
    """A file that could not be read, as it came."""
    raw = await intakes.raw_of(session, intake_id)
    headers = {"Content-Disposition": f'attachment; filename="{intake_id}.bin"', "X-Content-Type-Options": "nosniff"}
    return Response(raw, media_type="application/octet-stream", headers=headers)
