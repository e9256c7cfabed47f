"""Investment projects: the public list and its exports, and what staff do with it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from procedures.schemas import projects as schemas
from procedures.service import project_documents as documents
from procedures.service import project_import, projects

CSV = "text/csv; charset=utf-8"
GEOJSON = "application/geo+json"
BODY = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}}
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)

public = APIRouter(prefix="/v1/investment", route_class=EdgeRoute, tags=["investment"], dependencies=[anyone])
ops = APIRouter(prefix="/v1/ops/investment", route_class=EdgeRoute, tags=["investment"])


@public.get("/choices")
async def show_choices(session: Session) -> schemas.ProjectChoices:
    """Sectors, zones and statuses to narrow the list by."""
    return await documents.choices(session, "all")


@public.get("/projects")
async def list_projects(
    session: Session, wanted: Annotated[schemas.ProjectQuery, Query()]
) -> Page[schemas.ProjectSummary]:
    """Projects that investors are told of, the latest first; withdrawn ones only when asked for."""
    return await documents.page(session, wanted)


@public.get("/projects.geojson", response_class=Response, responses={200: {"content": {GEOJSON: {}}}})
async def export_geojson(session: Session, wanted: Annotated[schemas.ProjectFilter, Query()]) -> Response:
    """The same projects as a FeatureCollection (RFC 7946)."""
    found = await documents.as_geojson(session, wanted)
    return Response(found.model_dump_json(), media_type=GEOJSON)


@public.get("/projects.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
async def export_csv(session: Session, wanted: Annotated[schemas.ProjectFilter, Query()]) -> Response:
    """The same projects as CSV, in the columns of an import."""
    headers = {"Content-Disposition": 'attachment; filename="du-an-dau-tu.csv"'}
    return Response(await documents.as_csv(session, wanted), media_type=CSV, headers=headers)


@public.get("/projects/{project_id}")
async def show_project(session: Session, project_id: UUID) -> schemas.Project:
    """One published project."""
    return await documents.public_project(session, project_id)


@ops.get("/projects", dependencies=[READERS])
async def list_all_projects(
    session: Session, wanted: Annotated[schemas.StaffProjectQuery, Query()]
) -> Page[schemas.ProjectSummary]:
    """All projects, those changed last first."""
    return await documents.staff_page(session, wanted)


@ops.post("/projects", status_code=status.HTTP_201_CREATED, dependencies=[STAFF])
async def add_project(session: Session, caller: Caller, data: schemas.ProjectWrite) -> schemas.StaffProject:
    """A new project; nobody else sees it before it is published."""
    row = await projects.add(session, caller, data)
    return await documents.staff_project(session, row.id)


@ops.get("/projects/{project_id}", dependencies=[READERS])
async def show_staff_project(session: Session, project_id: UUID) -> schemas.StaffProject:
    """One project with its history."""
    return await documents.staff_project(session, project_id)


@ops.put("/projects/{project_id}", dependencies=[STAFF])
async def write_project(
    session: Session, caller: Caller, project_id: UUID, data: schemas.ProjectWrite
) -> schemas.StaffProject:
    """Write all that is said of it."""
    row = await projects.edit(session, caller, await projects.taken(session, project_id), data)
    return await documents.staff_project(session, row.id)


@ops.post("/projects/{project_id}/status", dependencies=[STAFF])
async def move_project(
    session: Session, caller: Caller, project_id: UUID, data: schemas.ProjectMove
) -> schemas.StaffProject:
    """The next status, one of `moves`."""
    await projects.move(session, caller, project_id, data)
    return await documents.staff_project(session, project_id)


@ops.post("/projects/{project_id}/publication", dependencies=[STAFF])
async def publish_project(session: Session, caller: Caller, project_id: UUID) -> schemas.StaffProject:
    """Everybody may see it from now on."""
    await projects.show(session, caller, project_id)
    return await documents.staff_project(session, project_id)


@ops.post("/imports", status_code=status.HTTP_201_CREATED, openapi_extra=BODY, dependencies=[STAFF])
async def import_projects(
    request: Request,
    session: Session,
    caller: Caller,
    name: Annotated[str, Query(min_length=1, max_length=200)],
    publish: Annotated[bool, Query()] = False,  # noqa: FBT002 - a query parameter
) -> schemas.ImportDetail:
    """A CSV or XLSX of projects; bad rows are left out alone, and kept with the reason."""
    wish = project_import.Wish(name, publish)
    made = await project_import.bring_in(session, caller, await request.body(), wish)
    return await project_import.detail(session, made.id)


@ops.get("/imports", dependencies=[READERS])
async def list_imports(session: Session, page: Paging) -> Page[schemas.ImportSummary]:
    """What was brought in, newest first."""
    return await project_import.page(session, page)


@ops.get("/imports/{import_id}", dependencies=[READERS])
async def show_import(session: Session, import_id: UUID) -> schemas.ImportDetail:
    """One import with the rows that were left out, as they came."""
    return await project_import.detail(session, import_id)
