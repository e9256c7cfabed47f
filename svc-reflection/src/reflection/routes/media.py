"""Files of reports: for everybody, for the reporter, for the operations centre.

Faces and number plates are covered in public copies by classical detectors before anybody sees them. Detectors miss
some: the centre covers the rest by hand.
"""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from fastapi.responses import StreamingResponse

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of
from reflection import schemas, views
from reflection.queries import media
from reflection.routes.files import PRIVATE, PUBLIC, attachment, serve
from reflection.routes.ports import VaultPort
from reflection.routes.scope import visible
from reflection.service import answering, attaching, redacting
from reflection.service.originals import store_of, stream_original

CITIZEN = allow(Role.CITIZEN)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)
MEDIUM = "/v1/ops/reports/{report_id}/media/{medium_id}"

router = APIRouter(route_class=EdgeRoute, tags=["media"])


@router.get("/v1/reports/mine/{report_id}/media/{sha256}", dependencies=[CITIZEN], response_class=StreamingResponse)
async def show_own_file(
    request: Request, session: Session, vault: VaultPort, caller: Caller, report_id: UUID, sha256: str
) -> Response:
    """A file of the caller's own report, without metadata, also before it is public."""
    await answering.own(session, vault, report_id, caller)
    found = await media.own_file(session, report_id, sha256)
    return await serve(request, found, PRIVATE)


@router.post("/v1/reports/mine/{report_id}/media", dependencies=[CITIZEN])
async def attach_media(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.MediaAdded
) -> schemas.OwnReport:
    """Files that follow the report, until it is closed. `files` of the answer tells what is wrong with each."""
    return views.own_report(await attaching.attach(session, vault, report_id, caller, data))


@router.get("/v1/reports/{report_id}/media/{sha256}", dependencies=[anyone], response_class=StreamingResponse)
async def show_file(request: Request, session: Session, report_id: UUID, sha256: str) -> Response:
    """The public copy of a file: photos as JPEG with faces and plates covered as far as detectors found them."""
    found = await media.public_file(session, report_id, sha256)
    return await serve(request, found, PUBLIC)


@router.get("/v1/ops/reports/{report_id}/media", dependencies=[READERS])
async def list_files(session: Session, caller: Caller, report_id: UUID) -> schemas.StaffFiles:
    """Every file with what was done to it, redactions that were undone included."""
    report = await visible(session, caller, report_id)
    return schemas.StaffFiles(
        items=[schemas.staff_file(each, report.id) for each in report.media],
        redactions=[schemas.redaction_made(each) for each in await media.redactions_of_report(session, report.id)],
    )


@router.get("/v1/ops/reports/{report_id}/media/{sha256}", dependencies=[READERS], response_class=StreamingResponse)
async def show_staff_file(request: Request, session: Session, caller: Caller, report_id: UUID, sha256: str) -> Response:
    """A copy without metadata, also before it is public, held back or hidden."""
    await visible(session, caller, report_id)
    found = await media.staff_file(session, report_id, sha256)
    return await serve(request, found, PRIVATE)


@router.get(MEDIUM + "/original", dependencies=[CENTRE], response_class=StreamingResponse)
async def show_original(
    request: Request, session: Session, caller: Caller, report_id: UUID, medium_id: UUID
) -> Response:
    """The file as it was uploaded, metadata included, as an attachment. Written into the audit."""
    medium = await redacting.look_at_original(session, report_id, medium_id, caller)
    stream = await stream_original(store_of(runtime_of(request)), medium.sha256, session)
    return attachment(stream, f"{medium.id}.original")


@router.post(MEDIUM + "/redactions", dependencies=[CENTRE], status_code=status.HTTP_201_CREATED)
async def redact_medium(
    session: Session, caller: Caller, report_id: UUID, medium_id: UUID, data: schemas.RedactionCreate
) -> schemas.StaffReport:
    """Cover rectangles by hand. The public copy is gone with this answer; a new one follows within seconds."""
    return views.staff_report(await redacting.redact_medium(session, report_id, medium_id, caller, data))


@router.delete(MEDIUM + "/redactions/{redaction_id}", dependencies=[CENTRE])
async def undo_redaction(
    session: Session, caller: Caller, report_id: UUID, medium_id: UUID, redaction_id: UUID
) -> schemas.StaffReport:
    """Take one redaction back; the others stay."""
    return views.staff_report(await redacting.undo_redaction(session, report_id, medium_id, redaction_id, caller))


@router.post(MEDIUM + "/visibility", dependencies=[CENTRE])
async def decide_visibility(
    session: Session, caller: Caller, report_id: UUID, medium_id: UUID, data: schemas.Visibility
) -> schemas.StaffReport:
    """Release a film or sound after looking at it, hide a file, show it again."""
    return views.staff_report(await redacting.decide_visibility(session, report_id, medium_id, caller, data))
