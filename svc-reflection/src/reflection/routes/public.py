"""What everybody may read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session
from hueioc.errors import NotFound, invalid_field
from hueioc.paging import Paging
from reflection import schemas, views
from reflection.errors import UnknownReport
from reflection.queries import reports
from reflection.queries.reports import ReportFilter
from reflection.routes.ports import Files
from reflection.service import lists
from reflection.states import PUBLIC, SHOWN_AS, State

IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}

router = APIRouter(route_class=EdgeRoute, tags=["reports"])


@router.get("/v1/report-categories", dependencies=[anyone])
async def list_categories(session: Session) -> schemas.Categories:
    """The categories in force today."""
    return await lists.categories(session, "all")


@router.get("/v1/units", dependencies=[anyone])
async def list_units(session: Session) -> schemas.Units:
    """The units that handle reports."""
    return await lists.units(session, "all")


@router.get("/v1/reports", dependencies=[anyone])
async def list_reports(
    session: Session,
    page: Paging,
    state: Annotated[State | None, Query()] = None,
    category: Annotated[str | None, Query(max_length=60)] = None,
    ward: Annotated[str | None, Query(max_length=10)] = None,
    unit_id: Annotated[UUID | None, Query()] = None,
) -> schemas.ReportPage:
    """Published reports, newest first."""
    states = SHOWN_AS.get(state) if state else PUBLIC
    if states is None:
        raise invalid_field("/state", "Trạng thái này không công khai", "Reports in this state are not public")
    return await lists.feed(session, ReportFilter(states, category, ward, unit_id), page)


@router.get("/v1/reports/{report_id}", dependencies=[anyone])
async def show_report(session: Session, report_id: UUID, response: Response) -> schemas.Report:
    """One published report."""
    report = await reports.find_report(session, report_id)
    if report is None or report.state not in PUBLIC:
        raise UnknownReport
    response.headers["ETag"] = f'"{report.version}"'
    return views.public_report(report)


@router.get("/v1/reports/{report_id}/media/{sha256}", dependencies=[anyone], response_class=StreamingResponse)
async def show_photo(session: Session, files: Files, report_id: UUID, sha256: str) -> StreamingResponse:
    """The public copy of a photo, as JPEG."""
    if await reports.public_medium(session, report_id, sha256) is None:
        raise NotFound
    return StreamingResponse(await files.open(sha256), media_type="image/jpeg", headers=IMMUTABLE)
