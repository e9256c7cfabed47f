"""What staff do: write, submit, approve by a second officer, issue, update, cancel; situations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of
from warning import models, schemas
from warning.rules.cap import MEDIA_TYPE
from warning.rules.cap_xml import write
from warning.service import alerts, documents, imports, issue, situations
from warning.service.composing import compose, facts_now
from warning.service.voice import voice_of
from warning.states import SituationState, State

router = APIRouter(prefix="/v1/ops/warning", route_class=EdgeRoute, tags=["warning"])
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
CAP_BODY = {"requestBody": {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "required": True}}


async def _detail(request: Request, session: Session, row: models.Alert) -> schemas.AlertDetail:
    return await documents.detail(session, row, voice_of(runtime_of(request)))


@router.get("/alerts", dependencies=[STAFF])
async def list_alerts(
    session: Session,
    page: Paging,
    state: Annotated[list[State], Query(max_length=9)] = [],  # noqa: B006 - FastAPI copies it
    hazard: Annotated[str, Query(max_length=40)] = "",
    ward: Annotated[str, Query(max_length=10)] = "",
) -> Page[schemas.Alert]:
    """Every message, newest first."""
    return await documents.listed(session, page, state, hazard, ward)


@router.post("/alerts", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def draft_alert(
    request: Request, session: Session, caller: Caller, data: schemas.AlertWrite
) -> schemas.AlertDetail:
    """A draft of a new warning."""
    return await _detail(request, session, await alerts.draft(session, data, caller.subject))


@router.post("/alerts/import", status_code=status.HTTP_201_CREATED, openapi_extra=CAP_BODY, dependencies=[CENTRE])
async def import_alert(request: Request, session: Session, caller: Caller) -> schemas.AlertDetail:
    """A CAP 1.2 file of somebody else as a draft of ours."""
    return await _detail(request, session, await imports.take(session, await request.body(), caller.subject))


@router.get("/alerts/{alert_id}", dependencies=[STAFF])
async def show_alert(request: Request, session: Session, alert_id: UUID) -> schemas.AlertDetail:
    """One message with what the rules of CAP say of it, its reach and its history."""
    return await _detail(request, session, await alerts.find(session, alert_id))


@router.get("/alerts/{alert_id}/cap", response_class=Response, dependencies=[STAFF])
async def preview_cap(request: Request, session: Session, alert_id: UUID) -> Response:
    """As it was issued, or as it would be issued now."""
    row = await alerts.find(session, alert_id)
    voice = voice_of(runtime_of(request))
    raw = row.xml or write(await compose(session, row, voice, await facts_now(session)))
    return Response(raw, media_type=MEDIA_TYPE)


@router.put("/alerts/{alert_id}", dependencies=[CENTRE])
async def edit_alert(
    request: Request, session: Session, caller: Caller, alert_id: UUID, data: schemas.AlertWrite
) -> schemas.AlertDetail:
    """The whole draft anew."""
    return await _detail(request, session, await alerts.edit(session, alert_id, data, caller.subject))


@router.post("/alerts/{alert_id}/submit", dependencies=[CENTRE])
async def submit_alert(request: Request, session: Session, caller: Caller, alert_id: UUID) -> schemas.AlertDetail:
    """Ask a second officer; every rule of CAP must hold."""
    voice = voice_of(runtime_of(request))
    return await _detail(request, session, await alerts.submit(session, alert_id, caller.subject, voice))


@router.post("/alerts/{alert_id}/approve", dependencies=[CENTRE])
async def approve_alert(request: Request, session: Session, caller: Caller, alert_id: UUID) -> schemas.AlertDetail:
    """By another officer than those who wrote and submitted it."""
    return await _detail(request, session, await alerts.approve(session, alert_id, caller.subject))


@router.post("/alerts/{alert_id}/reject", dependencies=[CENTRE])
async def reject_alert(
    request: Request, session: Session, caller: Caller, alert_id: UUID, data: schemas.Rejection
) -> schemas.AlertDetail:
    """Back to its author, with the reason."""
    return await _detail(request, session, await alerts.reject(session, alert_id, data.reason, caller.subject))


@router.post("/alerts/{alert_id}/withdraw", dependencies=[CENTRE])
async def withdraw_alert(request: Request, session: Session, caller: Caller, alert_id: UUID) -> schemas.AlertDetail:
    """What was not issued will not be."""
    return await _detail(request, session, await alerts.withdraw(session, alert_id, caller.subject))


@router.post("/alerts/{alert_id}/issue", dependencies=[CENTRE])
async def issue_alert(request: Request, session: Session, caller: Caller, alert_id: UUID) -> schemas.AlertDetail:
    """What was approved goes out: to feeds, pages and the inboxes of its wards."""
    voice = voice_of(runtime_of(request))
    return await _detail(request, session, await issue.issue(session, alert_id, caller.subject, voice))


@router.post("/alerts/{alert_id}/update", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def draft_update(
    request: Request, session: Session, caller: Caller, alert_id: UUID, data: schemas.AlertWrite
) -> schemas.AlertDetail:
    """A draft that will take the place of this warning in force."""
    before = await alerts.lock(session, alert_id)
    return await _detail(request, session, await alerts.draft_update(session, before, data, caller.subject))


@router.post("/alerts/{alert_id}/cancel", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def draft_cancel(
    request: Request, session: Session, caller: Caller, alert_id: UUID, data: schemas.CancelWrite
) -> schemas.AlertDetail:
    """A draft that will take this warning in force back."""
    before = await alerts.lock(session, alert_id)
    return await _detail(request, session, await alerts.draft_cancel(session, before, data, caller.subject))


@router.get("/situations", dependencies=[STAFF])
async def list_situations(
    session: Session, page: Paging, state: SituationState | None = None
) -> Page[schemas.Situation]:
    """Newest first, each with the events that belong to it."""
    return await situations.listed(session, page, state)


@router.post("/situations/{situation_id}/close", dependencies=[CENTRE])
async def close_situation(
    session: Session, caller: Caller, situation_id: UUID, data: schemas.SituationClose
) -> schemas.Situation:
    """By hand, with the reason."""
    return await situations.close(session, situation_id, data.reason, caller.subject)
