"""What the operations centre decides, and what it keeps: reports taken down, templates, contacts, locks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Paging
from reflection import schemas, views
from reflection.routes.ops import CENTRE, READERS, answered
from reflection.routes.ports import AddressesPort, Expected, IntakePort, VaultPort
from reflection.service import accounts, behalf, merging, reopening, steps, talking, transfers, unit_desk
from reflection.states import Outcome

CREATED = status.HTTP_201_CREATED
NO_CONTENT = status.HTTP_204_NO_CONTENT

router = APIRouter(prefix="/v1/ops", route_class=EdgeRoute, tags=["operations"])


@router.post("/reports", status_code=CREATED, dependencies=[CENTRE])
async def take_report_down(
    session: Session, intake: IntakePort, caller: Caller, data: schemas.OpsReportCreate, response: Response
) -> schemas.StaffReport:
    """Take a report down for somebody who called, wrote or came. The same `id` twice is one report."""
    report = await behalf.take_down(session, intake, caller, data)
    response.headers["Location"] = f"/v1/ops/reports/{report.id}"
    response.headers["ETag"] = f'"{report.version}"'
    return views.staff_report(report)


@router.post("/reports/{report_id}/transfer", dependencies=[CENTRE])
async def decide_transfer(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.TransferDecision,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Name another unit, or let the unit keep it."""
    return answered(await transfers.decide(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/extension/decision", dependencies=[CENTRE])
async def decide_extension(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.ExtensionDecision,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Give the unit more time, or not."""
    return answered(await steps.decide_extension(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/resumption", dependencies=[CENTRE])
async def resume_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Resumption, version: Expected, response: Response
) -> schemas.StaffReport:
    """Go on without the reporter's answer; the clock resumes."""
    return answered(await talking.resume(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/merge", dependencies=[CENTRE])
async def merge_report(  # noqa: PLR0913, PLR0917 - what FastAPI hands over
    session: Session,
    addresses: AddressesPort,
    caller: Caller,
    report_id: UUID,
    data: schemas.Merge,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Make it a duplicate of another."""
    return answered(await merging.merge(session, addresses, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/unmerge", dependencies=[CENTRE])
async def unmerge_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Unmerge, version: Expected, response: Response
) -> schemas.StaffReport:
    """It was no duplicate; it goes on where it was."""
    return answered(await merging.unmerge(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/reopening", dependencies=[CENTRE])
async def reopen_report(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Reopening, version: Expected, response: Response
) -> schemas.StaffReport:
    """The same thing is there again."""
    return answered(await reopening.reopen_for_recurrence(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/reporter-lock", status_code=CREATED, dependencies=[CENTRE])
async def lock_reporter(
    session: Session, caller: Caller, report_id: UUID, data: schemas.ReporterLock
) -> schemas.AccountLock:
    """Lock the account that sent this report; nobody learns whose it is."""
    return await accounts.lock(session, report_id, caller, data)


@router.get("/locks", dependencies=[CENTRE])
async def list_locks(
    session: Session, page: Paging, *, appealed: Annotated[bool, Query()] = False
) -> schemas.AccountLockPage:
    """Locked accounts, newest first; with `appealed`, those whose appeal waits."""
    return await accounts.page_of(session, page, appealed_only=appealed)


@router.post("/locks/{lock_id}/decision", dependencies=[CENTRE])
async def decide_lock(
    session: Session, caller: Caller, lock_id: UUID, data: schemas.AppealDecision
) -> schemas.AccountLock:
    """Lift a lock, or uphold it after an appeal."""
    return await accounts.decide(session, lock_id, caller, data)


@router.get("/answer-templates", dependencies=[READERS])
async def list_templates(
    session: Session,
    category: Annotated[str | None, Query(max_length=60)] = None,
    outcome: Annotated[Outcome | None, Query()] = None,
) -> schemas.Templates:
    """Letters to begin an answer with, the more special first."""
    return await unit_desk.templates(session, category, outcome)


@router.post("/answer-templates", status_code=CREATED, dependencies=[CENTRE])
async def add_template(session: Session, caller: Caller, data: schemas.TemplateCreate) -> schemas.Template:
    """A new letter."""
    return await unit_desk.add_template(session, caller, data)


@router.put("/answer-templates/{template_id}", dependencies=[CENTRE])
async def change_template(
    session: Session, caller: Caller, template_id: UUID, data: schemas.TemplateCreate
) -> schemas.Template:
    """Replace a letter; the old one stays as a row that is no longer in force."""
    return await unit_desk.change_template(session, template_id, caller, data)


@router.delete(
    "/answer-templates/{template_id}", status_code=NO_CONTENT, dependencies=[CENTRE], response_class=Response
)
async def end_template(session: Session, caller: Caller, template_id: UUID) -> Response:
    """Take a letter out of use."""
    await unit_desk.end_template(session, template_id, caller)
    return Response(status_code=NO_CONTENT)


@router.get("/units/{unit_id}/contacts", dependencies=[CENTRE])
async def list_contacts(
    session: Session, vault: VaultPort, caller: Caller, unit_id: UUID, response: Response
) -> schemas.UnitContacts:
    """Whom to call in a unit; every look is audited."""
    response.headers["Cache-Control"] = "private, no-store"
    return await unit_desk.contacts(session, vault, unit_id, caller)


@router.post("/units/{unit_id}/contacts", status_code=CREATED, dependencies=[CENTRE])
async def add_contact(
    session: Session, vault: VaultPort, caller: Caller, unit_id: UUID, data: schemas.ContactCreate, response: Response
) -> schemas.UnitContacts:
    """One more contact; sealed."""
    response.headers["Cache-Control"] = "private, no-store"
    return await unit_desk.add_contact(session, vault, unit_id, caller, data)


@router.delete(
    "/units/{unit_id}/contacts/{contact_id}",
    status_code=NO_CONTENT,
    dependencies=[CENTRE],
    response_class=Response,
)
async def end_contact(session: Session, vault: VaultPort, caller: Caller, unit_id: UUID, contact_id: UUID) -> Response:
    """This contact is no longer the right one; its name and number are erased."""
    await unit_desk.end_contact(session, vault, unit_id, contact_id, caller)
    return Response(status_code=NO_CONTENT)
