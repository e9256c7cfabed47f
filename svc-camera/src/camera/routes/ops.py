"""What staff do with cameras: the register, scenes, states, recordings, pictures, counts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from pydantic import AwareDatetime

from camera import schemas, views
from camera.routes.public import PRIVATE, picture_of
from camera.service import cameras, counts, documents, recordings
from camera.states import CameraState
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/camera", route_class=EdgeRoute, tags=["camera"])
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
CLIP = {"requestBody": {"required": True, "content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/cameras", dependencies=[STAFF])
async def list_cameras(session: Session, state: CameraState | None = None) -> schemas.CameraList:
    """Every camera with its health."""
    return await documents.camera_list(session, state)


@router.post("/cameras", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_camera(request: Request, session: Session, caller: Caller, data: schemas.CameraCreate) -> schemas.Camera:
    """A new camera; it is watched within a second. The address of its source is kept sealed and never shown again."""
    camera = await cameras.add_camera(session, runtime_of(request), caller, data)
    return await documents.document(session, camera.id)


@router.get("/cameras/{camera_id}", dependencies=[STAFF])
async def show_camera(session: Session, camera_id: UUID) -> schemas.Camera:
    """One camera with its scene and history."""
    return await documents.document(session, camera_id)


@router.put("/cameras/{camera_id}/scene", dependencies=[CENTRE])
async def set_scene(session: Session, caller: Caller, camera_id: UUID, data: schemas.Scene) -> schemas.Camera:
    """Lines, zones and sizes from now on."""
    await cameras.set_scene(session, caller, camera_id, data)
    return await documents.document(session, camera_id)


@router.put("/cameras/{camera_id}/state", dependencies=[CENTRE])
async def set_state(session: Session, caller: Caller, camera_id: UUID, data: schemas.StateUpdate) -> schemas.Camera:
    """Switch a camera off, into maintenance, or on again."""
    await cameras.set_state(session, caller, camera_id, data)
    return await documents.document(session, camera_id)


@router.get("/cameras/{camera_id}/picture", dependencies=[STAFF], response_class=Response)
async def show_staff_picture(request: Request, session: Session, camera_id: UUID) -> Response:
    """The newest picture, covered as for everybody: who must see more, opens a case, and that is written down."""
    await cameras.find(session, camera_id)
    return await picture_of(request, session, camera_id, PRIVATE)


@router.get("/cameras/{camera_id}/counts", dependencies=[STAFF])
async def show_counts(
    session: Session, camera_id: UUID, since: AwareDatetime | None = None, until: AwareDatetime | None = None
) -> schemas.Counts:
    """Vehicles per quarter of an hour, by line, direction and size; the last day when no time is given."""
    return await counts.show(session, camera_id, since, until)


@router.post(
    "/cameras/{camera_id}/recordings", status_code=status.HTTP_202_ACCEPTED, openapi_extra=CLIP, dependencies=[CENTRE]
)
async def bring_recording(
    request: Request,
    session: Session,
    caller: Caller,
    camera_id: UUID,
    asked: Annotated[schemas.RecordingQuery, Query()],
) -> schemas.Recording:
    """A clip of this camera, at most 64 MB, with the moment it begins. It is kept first and read in its turn."""
    raw = await request.body()
    return views.recording(await recordings.bring(session, runtime_of(request), caller, camera_id, asked, raw))


@router.get("/cameras/{camera_id}/recordings", dependencies=[STAFF])
async def list_recordings(session: Session, camera_id: UUID, page: Paging) -> Page[schemas.Recording]:
    """Recordings of this camera, newest first, with what became of them."""
    return await recordings.list_recordings(session, camera_id, page)


@router.get("/recordings/{recording_id}", dependencies=[STAFF])
async def show_recording(session: Session, recording_id: UUID) -> schemas.Recording:
    """What became of one recording."""
    return await recordings.show(session, recording_id)
