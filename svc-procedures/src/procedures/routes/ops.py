"""What staff do with dossiers: look, take in, move on, apologise, and see how agencies keep their dates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from procedures import schemas
from procedures.routes.ports import VaultPort
from procedures.service import documents, figures, receiving, refused
from procedures.service.apologies import approve
from procedures.service.owners import show_owner

router = APIRouter(prefix="/v1/ops/procedures", route_class=EdgeRoute, tags=["procedures"])
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)


@router.get("/dossiers", dependencies=[READERS])
async def list_dossiers(
    session: Session, caller: Caller, asked: Annotated[schemas.DossierFilter, Query()]
) -> Page[schemas.DossierSummary]:
    """Dossiers, the newest change first; an officer sees those of the own agency."""
    return await documents.dossier_page(session, caller, asked)


@router.post("/dossiers", status_code=status.HTTP_201_CREATED, dependencies=[STAFF])
async def take_dossier_in(
    session: Session, vault: VaultPort, caller: Caller, data: schemas.CounterDossierCreate
) -> schemas.DossierReceipt:
    """Take a dossier in at the counter: it gets its code and its date."""
    row = await receiving.receive_at_counter(session, vault, caller, data)
    due_at = row.deadline.due_at if row.deadline else None
    return schemas.DossierReceipt(id=row.id, code=row.code, status=row.status, due_at=due_at)


@router.get("/dossiers/{dossier_id}", dependencies=[READERS])
async def show_dossier(session: Session, caller: Caller, dossier_id: UUID) -> schemas.Dossier:
    """One dossier with its clock, its history and its letters."""
    return await documents.dossier(session, await documents.visible(session, caller, dossier_id))


@router.post("/dossiers/{dossier_id}/moves", dependencies=[STAFF])
async def move_dossier(session: Session, caller: Caller, dossier_id: UUID, data: schemas.Move) -> schemas.Dossier:
    """One step on, by the agency that has the dossier."""
    return await documents.dossier(session, await receiving.move(session, caller, dossier_id, data))


@router.post("/dossiers/{dossier_id}/owner", dependencies=[STAFF])
async def show_dossier_owner(
    session: Session, vault: VaultPort, caller: Caller, dossier_id: UUID, data: schemas.Reason, response: Response
) -> schemas.Owner:
    """Whose dossier it is; the look and its reason stay in the audit."""
    response.headers["Cache-Control"] = "no-store"
    await documents.visible(session, caller, dossier_id)
    return await show_owner(session, vault, dossier_id, caller, data.reason)


@router.get("/figures/dossiers", dependencies=[READERS])
async def list_figure_dossiers(
    session: Session, asked: Annotated[schemas.DrillFilter, Query()]
) -> schemas.FigureDossiers:
    """The dossiers that make one figure: as many as the figure says."""
    return await figures.behind(session, asked)


@router.get("/figures.csv", dependencies=[READERS], response_class=Response)
async def export_figures(session: Session, asked: Annotated[schemas.FigureFilter, Query()]) -> Response:
    """The figures of a month as CSV (RFC 4180)."""
    found = await figures.figures(session, asked)
    headers = {"Content-Disposition": f'attachment; filename="dossiers-{found.month}.csv"'}
    return Response(figures.as_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/apologies", dependencies=[READERS])
async def list_apologies(
    session: Session, caller: Caller, asked: Annotated[schemas.ApologyFilter, Query()]
) -> Page[schemas.Apology]:
    """Letters of apology, newest first."""
    return await documents.apology_page(session, caller, asked)


@router.post("/apologies/{apology_id}/approval", dependencies=[STAFF])
async def approve_apology(
    session: Session, caller: Caller, apology_id: UUID, data: schemas.ApologyApprove
) -> schemas.Apology:
    """The letter goes out; its new date becomes an appointment."""
    return await documents.apology(session, await approve(session, caller, apology_id, data))


@router.get("/refused-rows", dependencies=[CENTRE])
async def list_refused_rows(session: Session, page: Paging) -> Page[schemas.RefusedRow]:
    """Rows of partners that could not be taken, newest first, with the reason."""
    return await refused.page(session, page)


@router.post("/refused-rows/{row_id}/content", dependencies=[CENTRE])
async def show_refused_row(
    session: Session, vault: VaultPort, caller: Caller, row_id: UUID, data: schemas.Reason, response: Response
) -> schemas.RefusedContent:
    """The row as it came; the look and its reason stay in the audit."""
    response.headers["Cache-Control"] = "no-store"
    return await refused.content(session, vault, row_id, caller, data.reason)
