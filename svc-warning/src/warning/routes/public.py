"""What everybody may read: warnings in force by place, ward and feed; each as JSON and as CAP 1.2."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from hueioc.auth.access import anyone
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of
from warning import schemas
from warning.queries.alerts import active
from warning.rules.cap import MEDIA_TYPE
from warning.service import documents
from warning.service.active import at_point
from warning.service.feed import MEDIA, feed_of
from warning.service.voice import voice_of

router = APIRouter(prefix="/v1/warning", route_class=EdgeRoute, tags=["warning"], dependencies=[anyone])


@router.get("/active")
async def list_active(session: Session) -> schemas.ActiveAlerts:
    """Every warning in force, the most severe first."""
    return await documents.active_list(session, "all")


@router.get("/at")
async def list_at_point(
    request: Request,
    session: Session,
    lat: Annotated[float, Query(ge=-90, le=90)],
    lon: Annotated[float, Query(ge=-180, le=180)],
) -> schemas.ActiveAlerts:
    """The warnings in force at a point (WGS 84)."""
    runtime = runtime_of(request)
    rows = await at_point(session, runtime.database, voice_of(runtime), (lat, lon))
    return schemas.ActiveAlerts(items=await documents.documents(session, rows))


@router.get("/wards/{ward}")
async def list_in_ward(session: Session, ward: str) -> schemas.ActiveAlerts:
    """The warnings in force anywhere in a ward or commune."""
    return await documents.ward_list(session, ward)


@router.get("/reference")
async def show_reference(session: Session) -> schemas.Reference:
    """Hazards and risk levels in force today."""
    return await documents.reference_data(session)


@router.get("/feed.atom", response_class=Response)
async def show_feed(request: Request, session: Session, language: Literal["vi", "en"] = "vi") -> Response:
    """Warnings in force as an Atom feed; `If-None-Match` is honoured."""
    feed = feed_of(await active(session, now()), language, runtime_of(request).settings.public_url.rstrip("/"))
    headers = {"ETag": feed.etag, "Last-Modified": feed.last_modified, "Cache-Control": "no-cache"}
    if feed.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(feed.body, media_type=f"{MEDIA}; charset=utf-8", headers=headers)


@router.get("/alerts/{alert_id}")
async def show_alert(session: Session, alert_id: UUID, response: Response) -> schemas.PublicAlert:
    """One warning that was issued, also after its end."""
    found = await documents.show_public(session, alert_id)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.get("/alerts/{alert_id}/cap", response_class=Response)
async def show_cap(session: Session, alert_id: UUID) -> Response:
    """The message as it was issued, CAP 1.2 XML."""
    row = await documents.find_public(session, alert_id)
    return Response(row.xml or b"", media_type=MEDIA_TYPE)
