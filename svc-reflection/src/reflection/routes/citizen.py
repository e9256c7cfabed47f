"""What a signed-in citizen does with the own reports: upload, follow, rate."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.errors import NotFound
from hueioc.files.router import UploadLimits, uploads_router
from hueioc.paging import Paging
from reflection import schemas, views
from reflection.queries import reports
from reflection.routes.ports import Files, VaultPort
from reflection.service import answering, lists

CITIZEN = allow(Role.CITIZEN)
MEGABYTE = 1 << 20
PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}

router = APIRouter(route_class=EdgeRoute, tags=["my reports"])
uploads = uploads_router(
    "/v1/report-uploads",
    UploadLimits(image=10 * MEGABYTE, video=100 * MEGABYTE),
    access=allow(Role.CITIZEN, Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR),
)


@router.get("/v1/reports/mine", dependencies=[CITIZEN])
async def list_own(session: Session, vault: VaultPort, caller: Caller, page: Paging) -> schemas.OwnReportPage:
    """The caller's own reports, newest first."""
    return await lists.own_reports(session, vault.token("subject", caller.subject), page)


@router.get("/v1/reports/mine/{report_id}", dependencies=[CITIZEN])
async def show_own(session: Session, vault: VaultPort, caller: Caller, report_id: UUID) -> schemas.OwnReport:
    """One of the caller's own reports, in any state."""
    return views.own_report(await answering.own(session, vault, report_id, caller))


@router.get("/v1/reports/mine/{report_id}/media/{sha256}", dependencies=[CITIZEN], response_class=StreamingResponse)
async def show_own_photo(
    session: Session, vault: VaultPort, files: Files, caller: Caller, report_id: UUID, sha256: str
) -> StreamingResponse:
    """A photo of the caller's own report, without metadata, also before it is public."""
    await answering.own(session, vault, report_id, caller)
    medium = await reports.medium_of(session, report_id, sha256)
    if medium is None or medium.is_answer:
        raise NotFound
    return StreamingResponse(await files.open(sha256), media_type="image/jpeg", headers=PRIVATE)


@router.post("/v1/reports/mine/{report_id}/rating", dependencies=[CITIZEN])
async def rate_report(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.RatingCreate
) -> schemas.OwnReport:
    """Rate the answer, once."""
    return views.own_report(await answering.rate(session, vault, report_id, caller, data))
