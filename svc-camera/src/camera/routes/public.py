"""What everybody may see: which cameras there are and what for, a covered picture, how many passed."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime

from camera import schemas
from camera.errors import NoPicture, UnknownCamera
from camera.queries import cameras
from camera.service import counts, documents
from camera.service.cameras import find
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/camera", route_class=EdgeRoute, tags=["camera"], dependencies=[anyone])
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"


async def picture_of(request: Request, session: Session, camera_id: UUID, cache: str) -> Response:
    """The newest picture, with faces, plates and moving persons covered. Raises NoPicture."""
    pulse = await cameras.pulse(session, camera_id)
    if pulse.picture_sha256 is None:
        raise NoPicture
    headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff", "ETag": f'"{pulse.picture_sha256}"'}
    if headers["ETag"] == request.headers.get("if-none-match"):
        return Response(status_code=304, headers=headers)
    content = await runtime_of(request).files.read(pulse.picture_sha256)
    return Response(content, media_type="image/jpeg", headers=headers)


@router.get("/cameras")
async def list_public_cameras(session: Session) -> schemas.PublicCameraList:
    """Public cameras, what they are there for, and where."""
    return await documents.public_cameras(session, "all")


@router.get("/cameras/{camera_id}/picture", response_class=Response)
async def show_picture(request: Request, session: Session, camera_id: UUID) -> Response:
    """The newest picture as JPEG. Detectors miss some; nothing else of a public camera is shown."""
    if not (await find(session, camera_id)).is_public:
        raise UnknownCamera
    return await picture_of(request, session, camera_id, PUBLIC)


@router.get("/cameras/{camera_id}/counts")
async def show_public_counts(
    session: Session, camera_id: UUID, since: AwareDatetime | None = None, until: AwareDatetime | None = None
) -> schemas.Counts:
    """Vehicles per quarter of an hour, by line, direction and size."""
    if not (await find(session, camera_id)).is_public:
        raise UnknownCamera
    return await counts.show(session, camera_id, since, until)
