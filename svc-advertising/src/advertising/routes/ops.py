"""What staff do: screens with viewpoints and keys, schedules, snapshots by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.responses import StreamingResponse

from advertising import schemas, views
from advertising.queries.screens import viewpoints
from advertising.routes.device import PICTURE, TakenAt
from advertising.service import content, screens, snapshots
from advertising.states import Verdict
from hueioc.auth.access import allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/advertising", route_class=EdgeRoute, tags=["advertising"])
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)


@router.get("/screens", dependencies=[STAFF])
async def list_staff_screens(
    session: Session, verdict: Annotated[Verdict | None, Query()] = None
) -> schemas.StaffScreenList:
    """Every screen with what stands of it."""
    return schemas.StaffScreenList(items=await screens.staff_list(session, verdict))


@router.post("/screens", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_screen(session: Session, data: schemas.ScreenCreate) -> schemas.Screen:
    """A new screen; it is in the public register at once."""
    return views.screen(await screens.add(session, data), screens.today())


@router.get("/screens/{screen_id}/viewpoints", dependencies=[STAFF])
async def list_viewpoints(session: Session, screen_id: UUID) -> schemas.ViewpointList:
    rows = await viewpoints(session, (await screens.find(session, screen_id)).id)
    return schemas.ViewpointList(items=[schemas.Viewpoint(id=r.id, camera=r.camera, quad=r.quad) for r in rows])


@router.post("/screens/{screen_id}/viewpoints", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_viewpoint(session: Session, screen_id: UUID, data: schemas.ViewpointCreate) -> schemas.Viewpoint:
    """A camera that sees the screen, with the screen's corners in its picture."""
    row = await screens.add_viewpoint(session, screen_id, data)
    return schemas.Viewpoint(id=row.id, camera=row.camera, quad=row.quad)


@router.post("/screens/{screen_id}/device-keys", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_screen_key(
    request: Request, session: Session, screen_id: UUID, data: schemas.DeviceKeyCreate
) -> schemas.DeviceKeyMade:
    """A key for the screen's player or for a camera; it is shown this one time."""
    return await screens.add_key(session, runtime_of(request), screen_id, data)


@router.delete(
    "/screens/{screen_id}/device-keys/{key_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE]
)
async def revoke_screen_key(session: Session, screen_id: UUID, key_id: UUID) -> None:
    """The key opens nothing from now on."""
    await screens.revoke_key(session, screen_id, key_id)


@router.get("/screens/{screen_id}/schedules", dependencies=[STAFF])
async def list_schedules(session: Session, screen_id: UUID) -> schemas.ScheduleList:
    """The highest priority first."""
    return await content.list_schedules(session, screen_id)


@router.post("/screens/{screen_id}/schedules", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_schedule(session: Session, screen_id: UUID, data: schemas.ScheduleCreate) -> schemas.ScheduleList:
    """A loop of approved creatives in a part of the day; answers with all of the screen."""
    await content.add_schedule(session, screen_id, data)
    return await content.list_schedules(session, screen_id)


@router.delete(
    "/screens/{screen_id}/schedules/{schedule_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE]
)
async def end_schedule(session: Session, screen_id: UUID, schedule_id: UUID) -> None:
    await content.end_schedule(session, screen_id, schedule_id)


@router.get("/screens/{screen_id}/snapshots", dependencies=[STAFF])
async def list_snapshots(
    session: Session, page: Paging, screen_id: UUID, verdict: Annotated[Verdict | None, Query()] = None
) -> Page[schemas.Snapshot]:
    """What was seen of a screen, newest first."""
    return await snapshots.list_of(session, page, screen_id, verdict)


@router.post(
    "/screens/{screen_id}/viewpoints/{viewpoint_id}/snapshots",
    status_code=status.HTTP_202_ACCEPTED,
    openapi_extra=PICTURE,
    dependencies=[STAFF],
)
async def upload_snapshot(
    request: Request, session: Session, screen_id: UUID, viewpoint_id: UUID, at: TakenAt = None
) -> schemas.Snapshot:
    """A picture by hand; kept now, judged within a second or two."""
    seen_from = await screens.viewpoint_of(session, screen_id, viewpoint_id)
    row = await snapshots.receive(session, runtime_of(request).files, seen_from, at, await request.body())
    return views.snapshot(row)


@router.get("/snapshots/{snapshot_id}/view", dependencies=[STAFF], response_class=StreamingResponse)
async def show_view(request: Request, session: Session, snapshot_id: UUID) -> Response:
    """The screen as it was seen, frontal."""
    return await _picture(request, await snapshots.file_of(session, snapshot_id, is_heat_map=False))


@router.get("/snapshots/{snapshot_id}/heat-map", dependencies=[STAFF], response_class=StreamingResponse)
async def show_heat_map(request: Request, session: Session, snapshot_id: UUID) -> Response:
    """Where the screen and the creative nearest to it differ."""
    return await _picture(request, await snapshots.file_of(session, snapshot_id, is_heat_map=True))


async def _picture(request: Request, sha256: str) -> Response:
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    stream = await runtime_of(request).files.open(sha256)
    return StreamingResponse(stream, media_type="image/jpeg", headers=headers)
