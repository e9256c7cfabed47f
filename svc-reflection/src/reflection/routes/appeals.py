"""Appeals against rejections: the reporter asks, the centre decides."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Paging
from reflection import schemas, views
from reflection.routes.citizen import CITIZEN
from reflection.routes.ops import CENTRE, answered
from reflection.routes.ports import Expected, VaultPort
from reflection.service import appeals

router = APIRouter(route_class=EdgeRoute)


@router.post("/v1/reports/mine/{report_id}/appeal", dependencies=[CITIZEN], tags=["my reports"])
async def appeal_rejection(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.RejectionAppeal
) -> schemas.OwnReport:
    """Say why the rejection is wrong: once, within the term. Somebody else than who rejected it looks again."""
    return views.own_report(await appeals.appeal(session, vault, report_id, caller, data))


@router.get("/v1/ops/appeals", dependencies=[CENTRE], tags=["operations"])
async def list_appeals(
    session: Session,
    caller: Caller,
    page: Paging,
    status: Annotated[schemas.AppealStatus, Query()] = schemas.AppealStatus.WAITING,
) -> schemas.AppealPage:
    """Appeals that wait, or were decided in one way; newest first."""
    return await appeals.page_of(session, caller, status, page)


@router.get(
    "/v1/ops/appeals/figures",
    dependencies=[allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)],
    tags=["statistics"],
)
async def show_appeal_figures(session: Session) -> schemas.AppealFigures:
    """How many rejections were appealed against and what came of it; each count leads to its list."""
    return await appeals.figures(session)


@router.post("/v1/ops/reports/{report_id}/appeal/decision", dependencies=[CENTRE], tags=["operations"])
async def decide_appeal(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.RejectionDecision,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Uphold the rejection with a note for the reporter, or receive the report anew; not by who rejected it."""
    return answered(await appeals.decide(session, report_id, caller, data, version), response)
