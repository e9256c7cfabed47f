"""Violation cases: two reviewers who do not know of each other, evidence, hand-over."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from camera import schemas
from camera.routes.public import PRIVATE
from camera.service import cases, custody, evidence
from camera.states import CaseState, FileRole
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/camera", route_class=EdgeRoute, tags=["camera"])
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
SUPERVISOR = allow(Role.SUPERVISOR)
READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)


@router.get("/violations", dependencies=[CENTRE])
async def list_violations(
    session: Session, caller: Caller, page: Paging, state: CaseState | None = None, camera_id: UUID | None = None
) -> Page[schemas.Violation]:
    """Cases, newest first. Decisions of others are shown when a case is decided, not before."""
    return await cases.list_cases(session, caller, page, state, camera_id)


@router.post("/violations/next", dependencies=[CENTRE])
async def claim_next_violation(session: Session, caller: Caller) -> schemas.Violation | None:
    """The next case for the caller, theirs for ten minutes; null when none waits."""
    case = await cases.claim_next(session, caller)
    return await cases.document(session, case, caller) if case else None


@router.get("/violations/{violation_id}", dependencies=[CENTRE])
async def show_violation(session: Session, caller: Caller, violation_id: UUID) -> schemas.Violation:
    """One case."""
    return await cases.document(session, await cases.find(session, violation_id), caller)


@router.post("/violations/{violation_id}/reviews", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def review_violation(
    session: Session, caller: Caller, violation_id: UUID, data: schemas.ReviewCreate
) -> schemas.Violation:
    """The caller's decision, once. Two that agree settle it; when they differ a supervisor does."""
    return await cases.document(session, await cases.review(session, caller, violation_id, data), caller)


@router.get("/violations/{violation_id}/files/{role}", dependencies=[CENTRE], response_class=Response)
async def show_evidence(
    request: Request, session: Session, caller: Caller, violation_id: UUID, role: FileRole
) -> Response:
    """A file of the evidence, hashed again before it leaves. Written into custody and audit, but for the masked one."""
    row, content = await evidence.look_at(session, runtime_of(request), caller, violation_id, role)
    headers = {"Cache-Control": PRIVATE, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=row.media_type, headers=headers)


@router.get("/violations/{violation_id}/custody", dependencies=[READERS])
async def show_custody(session: Session, violation_id: UUID) -> schemas.CustodyChain:
    """Who did what to the evidence, and whether the chain is whole."""
    await cases.find(session, violation_id)
    return await custody.show_chain(session, violation_id)


@router.get("/violations/{violation_id}/package", dependencies=[SUPERVISOR], response_class=Response)
async def export_package(request: Request, session: Session, caller: Caller, violation_id: UUID) -> Response:
    """The sealed package as a ZIP. Written into custody and audit."""
    content = await evidence.export(session, runtime_of(request), caller, violation_id)
    name = f"violation-{violation_id}.zip"
    headers = {"Cache-Control": PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/violations/{violation_id}/transfer", dependencies=[SUPERVISOR])
async def transfer_violation(
    session: Session, caller: Caller, violation_id: UUID, data: schemas.TransferCreate
) -> schemas.Violation:
    """The police have taken the package under their number."""
    return await cases.document(session, await cases.transfer(session, caller, violation_id, data), caller)
