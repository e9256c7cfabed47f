"""What a signed-in citizen does with the own reports: upload, follow, rate."""

from uuid import UUID

from fastapi import APIRouter

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.files.router import UploadLimits, uploads_router
from hueioc.paging import Paging
from reflection import schemas, views
from reflection.routes.ports import VaultPort
from reflection.rules.media import LARGEST_DOCUMENT, LARGEST_FILM, LARGEST_PHOTO, LARGEST_SOUND
from reflection.service import answering, lists

CITIZEN = allow(Role.CITIZEN)

router = APIRouter(route_class=EdgeRoute, tags=["my reports"])
uploads = uploads_router(
    "/v1/report-uploads",
    UploadLimits(image=LARGEST_PHOTO, video=LARGEST_FILM, audio=LARGEST_SOUND, document=LARGEST_DOCUMENT),
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


@router.post("/v1/reports/mine/{report_id}/rating", dependencies=[CITIZEN])
async def rate_report(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.RatingCreate
) -> schemas.OwnReport:
    """Rate the answer, once."""
    return views.own_report(await answering.rate(session, vault, report_id, caller, data))
