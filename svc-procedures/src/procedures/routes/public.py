"""What everybody may read, what a citizen may send, and the look-up without an account."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from procedures import schemas
from procedures.routes.ports import Address, DatabasePort, VaultPort
from procedures.service import documents, figures
from procedures.service.lookup import look_up
from procedures.service.receiving import receive_online

CITIZEN = allow(Role.CITIZEN)
router = APIRouter(prefix="/v1/procedures", route_class=EdgeRoute, tags=["procedures"])
lookups = APIRouter(prefix="/v1/procedures", tags=["procedures"])


@router.get("/catalogue", dependencies=[anyone])
async def show_catalogue(session: Session) -> schemas.Catalogue:
    """Procedures in force with their terms, and where each term is from."""
    return await documents.catalogue(session)


@router.get("/agencies", dependencies=[anyone])
async def list_agencies(session: Session) -> schemas.AgencyList:
    """Agencies with the identifiers that their dossiers' codes begin with."""
    return await documents.agency_list(session)


@router.get("/figures", dependencies=[anyone])
async def show_figures(session: Session, asked: Annotated[schemas.FigureFilter, Query()]) -> schemas.Figures:
    """How agencies keep their dates, of a month: by agency, by procedure or by both."""
    return await figures.figures(session, asked)


@router.post("/dossiers", status_code=status.HTTP_201_CREATED, dependencies=[CITIZEN])
async def send_dossier(
    session: Session, vault: VaultPort, caller: Caller, data: schemas.DossierCreate
) -> schemas.DossierReceipt:
    """Send a dossier; the agency has still to accept it."""
    row = await receive_online(session, vault, caller, data)
    return schemas.DossierReceipt(id=row.id, code=row.code, status=row.status, due_at=None)


@router.get("/dossiers/mine", dependencies=[CITIZEN])
async def list_own_dossiers(
    session: Session, vault: VaultPort, caller: Caller, page: Paging
) -> Page[schemas.DossierSummary]:
    """What the caller has sent, newest first."""
    return await documents.own_page(session, vault, caller, page)


@lookups.post("/lookups", dependencies=[anyone])
async def look_dossier_up(
    database: DatabasePort, vault: VaultPort, address: Address, asked: schemas.Lookup, response: Response
) -> schemas.LookedUp:
    """Steps and dates of a dossier, by its code and the last digits of the telephone number that was given."""
    response.headers["Cache-Control"] = "no-store"
    return await look_up(database, vault, address, asked)
