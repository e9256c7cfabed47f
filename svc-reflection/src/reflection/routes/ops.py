"""What the operations centre and the handling units do."""

from uuid import UUID

from fastapi import APIRouter, Response

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from reflection import schemas, views
from reflection.models import Report
from reflection.routes.ports import Expected
from reflection.routes.scope import own_unit, visible
from reflection.service import answering, claiming, desk, lists

CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)
ANSWERERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)

router = APIRouter(prefix="/v1/ops", route_class=EdgeRoute, tags=["operations"])


@router.get("/queue", dependencies=[READERS])
async def show_queue(session: Session, caller: Caller) -> schemas.Queue:
    """Open reports by breach time; an officer sees those of the own unit."""
    return await lists.queue_of(session, own_unit(caller))


@router.get("/statistics", dependencies=[READERS])
async def show_statistics(session: Session) -> schemas.Statistics:
    """Counts by state and satisfaction with its sizes."""
    return await lists.statistics(session, "all")


@router.get("/reports/{report_id}", dependencies=[READERS])
async def show_report(session: Session, caller: Caller, report_id: UUID) -> schemas.StaffReport:
    """One report as staff see it."""
    return views.staff_report(await visible(session, caller, report_id))


@router.get("/reports/{report_id}/history", dependencies=[READERS])
async def show_history(session: Session, caller: Caller, report_id: UUID) -> schemas.History:
    """Every change: who, when, why, under which rules."""
    report = await visible(session, caller, report_id)
    return schemas.History(items=[views.history_entry(each) for each in report.history])


@router.post("/reports/{report_id}/claim", dependencies=[ANSWERERS])
async def claim_report(session: Session, caller: Caller, report_id: UUID, response: Response) -> schemas.StaffReport:
    """Say that one is at it; 409 names who is already."""
    await visible(session, caller, report_id)
    return answered(await claiming.claim(session, report_id, caller), response)


@router.delete("/reports/{report_id}/claim", dependencies=[ANSWERERS])
async def release_report(session: Session, caller: Caller, report_id: UUID, response: Response) -> schemas.StaffReport:
    """Give it back."""
    await visible(session, caller, report_id)
    return answered(await claiming.release(session, report_id, caller), response)


@router.post("/reports/{report_id}/moderation", dependencies=[CENTRE])
async def moderate_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Moderation, version: Expected, response: Response
) -> schemas.StaffReport:
    """Accept (and publish) or reject."""
    return answered(await desk.moderate(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/assignment", dependencies=[CENTRE])
async def assign_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Assignment, version: Expected, response: Response
) -> schemas.StaffReport:
    """Make a unit responsible until a due date."""
    return answered(await desk.assign(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/answer", dependencies=[ANSWERERS])
async def answer_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.AnswerCreate, version: Expected, response: Response
) -> schemas.StaffReport:
    """The unit's public letter with evidence."""
    return answered(await answering.answer(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/review", dependencies=[CENTRE])
async def reviewanswered(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Review, version: Expected, response: Response
) -> schemas.StaffReport:
    """Publish the answer or send it back."""
    return answered(await desk.review(session, report_id, caller, data, version), response)


def answered(report: Report, response: Response) -> schemas.StaffReport:
    response.headers["ETag"] = f'"{report.version}"'
    return views.staff_report(report)
