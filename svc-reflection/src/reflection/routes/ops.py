"""What the operations centre and the handling units do."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Principal, Role
from hueioc.edge import EdgeRoute, Session
from hueioc.errors import NotFound
from reflection import schemas, views
from reflection.errors import UnknownReport
from reflection.models import Report
from reflection.queries import reports
from reflection.routes.ports import Expected, Files
from reflection.service import answering, desk, lists

CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)
ANSWERERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
SEALED = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}

router = APIRouter(prefix="/v1/ops", route_class=EdgeRoute, tags=["operations"])


@router.get("/queue", dependencies=[READERS])
async def show_queue(session: Session, caller: Caller) -> schemas.Queue:
    """Open reports by breach time; an officer sees those of the own unit."""
    return await lists.queue_of(session, _own_unit(caller))


@router.get("/statistics", dependencies=[READERS])
async def show_statistics(session: Session) -> schemas.Statistics:
    """Counts by state and satisfaction with its sizes."""
    return await lists.statistics(session, "all")


@router.get("/reports/{report_id}", dependencies=[READERS])
async def show_report(session: Session, caller: Caller, report_id: UUID) -> schemas.StaffReport:
    """One report as staff see it."""
    return views.staff_report(await _visible(session, caller, report_id))


@router.get("/reports/{report_id}/history", dependencies=[READERS])
async def show_history(session: Session, caller: Caller, report_id: UUID) -> schemas.History:
    """Every change: who, when, why, under which rules."""
    report = await _visible(session, caller, report_id)
    return schemas.History(items=[views.history_entry(each) for each in report.history])


@router.get("/reports/{report_id}/media/{sha256}", dependencies=[READERS], response_class=StreamingResponse)
async def show_photo(session: Session, files: Files, caller: Caller, report_id: UUID, sha256: str) -> StreamingResponse:
    """A photo without metadata, also before the report is public."""
    await _visible(session, caller, report_id)
    if await reports.medium_of(session, report_id, sha256) is None:
        raise NotFound
    return StreamingResponse(await files.open(sha256), media_type="image/jpeg", headers=SEALED)


@router.post("/reports/{report_id}/moderation", dependencies=[CENTRE])
async def moderate_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Moderation, version: Expected, response: Response
) -> schemas.StaffReport:
    """Accept (and publish) or reject."""
    return _answer(await desk.moderate(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/assignment", dependencies=[CENTRE])
async def assign_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Assignment, version: Expected, response: Response
) -> schemas.StaffReport:
    """Make a unit responsible until a due date."""
    return _answer(await desk.assign(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/answer", dependencies=[ANSWERERS])
async def answer_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.AnswerCreate, version: Expected, response: Response
) -> schemas.StaffReport:
    """The unit's public letter with evidence."""
    return _answer(await answering.answer(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/review", dependencies=[CENTRE])
async def review_answer(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Review, version: Expected, response: Response
) -> schemas.StaffReport:
    """Publish the answer or send it back."""
    return _answer(await desk.review(session, report_id, caller, data, version), response)


def _own_unit(caller: Principal) -> UUID | None:
    """None for the centre, who see all; the unit of an officer (an officer without one sees nothing)."""
    if caller.has_role(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR):
        return None
    return UUID(caller.unit_id) if caller.unit_id else UUID(int=0)


async def _visible(session: Session, caller: Principal, report_id: UUID) -> Report:
    report = await reports.find_report(session, report_id)
    unit = _own_unit(caller)
    if report is None or (unit is not None and report.unit_id != unit):
        raise UnknownReport
    return report


def _answer(report: Report, response: Response) -> schemas.StaffReport:
    response.headers["ETag"] = f'"{report.version}"'
    return views.staff_report(report)
