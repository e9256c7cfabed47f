"""What devices send with their own keys: players their play logs, cameras their snapshots."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, status

from advertising import schemas, views
from advertising.errors import UnknownViewpoint
from advertising.queries.screens import viewpoint
from advertising.service import play_log, screens, snapshots
from advertising.states import KeyKind
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/advertising", route_class=EdgeRoute, tags=["advertising"], dependencies=[anyone])
Key = Annotated[str, Header(max_length=200)]
TakenAt = Annotated[datetime | None, Query(description="When the picture was taken, ISO 8601 with a zone; else now")]
PICTURE = {
    "requestBody": {
        "content": {
            f"image/{kind}": {"schema": {"type": "string", "format": "binary"}} for kind in ("jpeg", "png", "webp")
        },
        "required": True,
    }
}


@router.post("/play-logs")
@without_key
async def send_plays(
    request: Request, session: Session, data: schemas.PlayBatch, device_key: Key = ""
) -> schemas.PlayLogAnswer:
    """A batch of plays; every row has its answer. Idempotent by `play_id`."""
    device = await screens.device_of(session, runtime_of(request), device_key, KeyKind.PLAYER)
    return await play_log.take(session, device.screen_id, data.plays)


@router.post("/snapshots", status_code=status.HTTP_202_ACCEPTED, openapi_extra=PICTURE)
@without_key
async def send_snapshot(
    request: Request, session: Session, at: TakenAt = None, device_key: Key = ""
) -> schemas.Snapshot:
    """A camera's picture of its screen; kept now, judged within a second or two."""
    runtime = runtime_of(request)
    device = await screens.device_of(session, runtime, device_key, KeyKind.CAMERA)
    seen_from = await viewpoint(session, device.viewpoint_id) if device.viewpoint_id else None
    if seen_from is None:
        raise UnknownViewpoint
    return views.snapshot(await snapshots.receive(session, runtime.files, seen_from, at, await request.body()))
