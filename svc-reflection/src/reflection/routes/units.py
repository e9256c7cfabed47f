"""What the handling units do on the way from assignment to answer. The centre may do it for them."""

from uuid import UUID

from fastapi import APIRouter, Response, status
from fastapi.responses import StreamingResponse

from hueioc.auth.access import Caller
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session
from reflection import schemas
from reflection.queries import talk
from reflection.routes.files import attachment
from reflection.routes.ops import ANSWERERS, READERS, answered
from reflection.routes.ports import Expected, Files
from reflection.routes.scope import may_see, visible
from reflection.service import steps, talking, transfers
from reflection.views.records import shortlist_item

router = APIRouter(prefix="/v1/ops", route_class=EdgeRoute, tags=["operations"])


@router.post("/reports/{report_id}/progress", dependencies=[ANSWERERS])
async def tell_progress(
    session: Session, caller: Caller, report_id: UUID, data: schemas.Progress, version: Expected, response: Response
) -> schemas.StaffReport:
    """The unit is on the spot, or at work."""
    return answered(await steps.progress(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/plan", dependencies=[ANSWERERS])
async def plan_work(
    session: Session, caller: Caller, report_id: UUID, data: schemas.PlanCreate, version: Expected, response: Response
) -> schemas.StaffReport:
    """Plan the work for a day, by a document that was uploaded."""
    return answered(await steps.plan(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/extension", dependencies=[ANSWERERS])
async def ask_extension(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.ExtensionRequest,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Ask for more time: once, before the deadline."""
    return answered(await steps.ask_extension(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/transfer-request", dependencies=[ANSWERERS])
async def request_transfer(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.TransferRequest,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Say that the unit is not competent, why, and who is."""
    return answered(await transfers.request(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/sanctions", dependencies=[ANSWERERS])
async def record_sanction(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.SanctionCreate,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Put a sanction on record, without names."""
    return answered(await steps.sanction(session, report_id, caller, data, version), response)


@router.post("/reports/{report_id}/information-request", dependencies=[ANSWERERS])
async def ask_reporter(
    session: Session,
    caller: Caller,
    report_id: UUID,
    data: schemas.InformationRequest,
    version: Expected,
    response: Response,
) -> schemas.StaffReport:
    """Ask the reporter; the clock stands still until the answer."""
    return answered(await talking.ask(session, report_id, caller, data, version), response)


@router.get("/reports/{report_id}/messages", dependencies=[READERS])
async def read_messages(session: Session, caller: Caller, report_id: UUID) -> schemas.Messages:
    """What reporter, unit and centre wrote to each other, redacted."""
    await visible(session, caller, report_id)
    return await talking.messages(session, report_id)


@router.post("/reports/{report_id}/messages", status_code=status.HTTP_201_CREATED, dependencies=[ANSWERERS])
async def write_message(
    session: Session, caller: Caller, report_id: UUID, data: schemas.MessageCreate
) -> schemas.Messages:
    """Write to the reporter, whom nobody names."""
    await talking.write_as_staff(session, report_id, caller, data)
    return await talking.messages(session, report_id)


@router.get("/reports/{report_id}/field-notes", dependencies=[READERS])
async def read_field_notes(session: Session, caller: Caller, report_id: UUID) -> schemas.FieldNotes:
    """What officers saw on the spot; for staff."""
    await visible(session, caller, report_id)
    return await talking.notes(session, report_id)


@router.post("/reports/{report_id}/field-notes", status_code=status.HTTP_201_CREATED, dependencies=[ANSWERERS])
async def write_field_note(
    session: Session, caller: Caller, report_id: UUID, data: schemas.FieldNoteCreate
) -> schemas.FieldNotes:
    """A note from the spot, with photos; also by units that support the one in the lead."""
    report = await visible(session, caller, report_id)
    return await talking.note(session, report, caller, data)


@router.get("/reports/{report_id}/attachments/{sha256}", dependencies=[READERS], response_class=StreamingResponse)
async def show_attachment(
    session: Session, files: Files, caller: Caller, report_id: UUID, sha256: str
) -> StreamingResponse:
    """A photo of a field note, or the document of a plan, as it was uploaded; for staff."""
    await talking.demand_attached(session, await visible(session, caller, report_id), sha256)
    return attachment(await files.open(sha256), sha256[:12])


@router.get("/shortlist", dependencies=[ANSWERERS])
async def show_shortlist(session: Session, caller: Caller) -> schemas.Shortlist:
    """The caller's own shortlist: what lies near stands together. What left the unit is left out."""
    rows = await talk.shortlist_of(session, caller.subject)
    return schemas.Shortlist(items=[shortlist_item(row, at) for row, at in rows if may_see(caller, row)])


@router.put(
    "/shortlist/{report_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[ANSWERERS], response_class=Response
)
async def add_to_shortlist(session: Session, caller: Caller, report_id: UUID) -> Response:
    """Put a report on the caller's shortlist."""
    await visible(session, caller, report_id)
    await talk.add_to_shortlist(session, caller.subject, report_id, now())
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.delete(
    "/shortlist/{report_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[ANSWERERS], response_class=Response
)
async def take_from_shortlist(session: Session, caller: Caller, report_id: UUID) -> Response:
    """Take a report off the caller's shortlist."""
    await talk.take_from_shortlist(session, caller.subject, report_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
