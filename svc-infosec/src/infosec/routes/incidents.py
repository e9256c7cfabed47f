"""Incidents and watched pages, for the operations centre."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of
from infosec import schemas
from infosec.queries import pages
from infosec.routes.access import CENTRE, FRESH, READERS
from infosec.service import desk, incidents, shown
from infosec.states import IncidentState, Severity

router = APIRouter(prefix="/v1/ops/infosec", route_class=EdgeRoute, tags=["infosec"], dependencies=[FRESH])


@router.get("/pages", dependencies=[READERS])
async def list_pages(session: Session) -> schemas.WatchedPages:
    """Every watched page and how it is."""
    return schemas.WatchedPages(items=[shown.page(row) for row in await pages.every(session)])


@router.post("/pages", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_page(session: Session, caller: Caller, data: schemas.PageCreate) -> schemas.WatchedPage:
    """The first look is within seconds; pages at private addresses are not looked at unless they were named."""
    return await desk.add_page(session, caller, data)


@router.delete("/pages/{page_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE])
async def remove_page(session: Session, page_id: UUID, caller: Caller) -> None:
    await desk.stop_watching(session, page_id, caller)


@router.post("/pages/{page_id}/acceptance", dependencies=[CENTRE])
async def accept_page(
    request: Request, session: Session, page_id: UUID, caller: Caller, data: schemas.ChangeAccepted
) -> schemas.WatchedPage:
    """The page may look as it does now; somebody answers for it."""
    return await desk.accept_change(session, runtime_of(request), page_id, caller, data.words)


@router.get("/incidents", dependencies=[READERS])
async def list_incidents(
    session: Session,
    page: Paging,
    state: Annotated[IncidentState | None, Query()] = None,
    severity: Annotated[Severity | None, Query()] = None,
) -> Page[schemas.Incident]:
    """Newest first, each with its clock."""
    return await shown.incident_page(session, page, state, severity)


@router.post("/incidents", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def open_incident(session: Session, caller: Caller, data: schemas.IncidentCreate) -> schemas.IncidentDetail:
    """By hand, also of alerts; its deadlines are those of the rules in force on the day of detection."""
    row = await incidents.create(session, caller, data)
    return await shown.incident_detail(session, row.id)


@router.get("/incidents/{incident_id}", dependencies=[READERS])
async def show_incident(session: Session, incident_id: UUID) -> schemas.IncidentDetail:
    """With clock, addressees, alerts and timeline."""
    return await shown.incident_detail(session, incident_id)


@router.post("/incidents/{incident_id}/taking", dependencies=[CENTRE])
async def take_incident(session: Session, incident_id: UUID, caller: Caller) -> schemas.IncidentDetail:
    """The caller answers for it from now on."""
    await incidents.take(session, incident_id, caller)
    return await shown.incident_detail(session, incident_id)


@router.post("/incidents/{incident_id}/notes", dependencies=[CENTRE])
async def add_note(
    session: Session, incident_id: UUID, caller: Caller, data: schemas.NoteCreate
) -> schemas.IncidentDetail:
    """A line of the timeline."""
    await incidents.add_note(session, incident_id, caller, data.words)
    return await shown.incident_detail(session, incident_id)


@router.post("/incidents/{incident_id}/state", dependencies=[CENTRE])
async def move_incident(
    session: Session, incident_id: UUID, caller: Caller, data: schemas.IncidentMoveIn
) -> schemas.IncidentDetail:
    """On hold, on again, resolved."""
    await incidents.move(session, incident_id, caller, data)
    return await shown.incident_detail(session, incident_id)


@router.post("/incidents/{incident_id}/escalation", dependencies=[CENTRE])
async def escalate_incident(
    session: Session, incident_id: UUID, caller: Caller, data: schemas.Escalation
) -> schemas.IncidentDetail:
    """To a higher severity, with what that asks for."""
    await incidents.escalate(session, incident_id, caller, data)
    return await shown.incident_detail(session, incident_id)


@router.post("/incidents/{incident_id}/reports", dependencies=[CENTRE])
async def report_incident(
    session: Session, incident_id: UUID, caller: Caller, data: schemas.ReportSent
) -> schemas.IncidentDetail:
    """A report or notice that the law asks for was sent: to whom and how."""
    await incidents.report(session, incident_id, caller, data)
    return await shown.incident_detail(session, incident_id)


@router.post("/incidents/{incident_id}/closure", dependencies=[CENTRE])
async def close_incident(
    session: Session, incident_id: UUID, caller: Caller, data: schemas.ClosureCreate
) -> schemas.IncidentDetail:
    """Over, with verdict and reason."""
    await incidents.close(session, incident_id, caller, data)
    return await shown.incident_detail(session, incident_id)
