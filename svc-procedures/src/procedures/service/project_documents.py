"""Pages, exports and lists of investment projects."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.imports.table import write_csv
from hueioc.outbox import COLLECTED, Outgoing
from hueioc.paging import Cursor, Page, PageQuery, cut, decode_cursor
from hueioc.views import publish_view
from procedures.errors import UnknownProject
from procedures.models import Project, Sector, Zone
from procedures.queries import projects, reference
from procedures.rules.places import outline_text
from procedures.schemas import projects as schemas
from procedures.service.projects import lists, today
from procedures.states import ProjectStatus
from procedures.views import projects as views

MOST_EXPORTED = 5_000
CHUNK = 100
COLUMNS = (
    *("code", "name_vi", "name_en", "sector", "industry", "zone", "form", "status", "lat", "lon", "boundary"),
    *("area_ha", "capital_min_vnd", "capital_max_vnd", "capital_min_usd", "capital_max_usd", "planning_status"),
    *("land_status", "incentives_vi", "incentives_en", "decision_no", "decision_date", "contact_office"),
    *("contact_phone", "contact_email", "documents", "procedures", "source"),
)
"""Of the CSV that goes out, which is the one that comes in."""


async def page(session: AsyncSession, wanted: schemas.ProjectQuery) -> Page[schemas.ProjectSummary]:
    rows, more = cut(list(await projects.page(session, _asked(wanted), wanted)), wanted.limit)
    known = await lists(session)
    last = rows[-1] if more else None
    cursor = Cursor(last.published_at or last.updated_at, last.id).encode() if last else None
    return Page[schemas.ProjectSummary](items=[views.summary(row, known) for row in rows], next_cursor=cursor)


async def first_page(session: AsyncSession, key: str) -> Page[schemas.ProjectSummary]:
    return await page(session, schemas.ProjectQuery())


async def staff_page(session: AsyncSession, wanted: schemas.StaffProjectQuery) -> Page[schemas.ProjectSummary]:
    found = await projects.staff_page(session, _asked(wanted), wanted, published=wanted.published)
    rows, more = cut(list(found), wanted.limit)
    known = await lists(session)
    cursor = Cursor(rows[-1].updated_at, rows[-1].id).encode() if more else None
    return Page[schemas.ProjectSummary](items=[views.summary(row, known) for row in rows], next_cursor=cursor)


async def public_project(session: AsyncSession, project_id: UUID) -> schemas.Project:
    row = await projects.find(session, project_id)
    if row is None or row.published_at is None:
        raise UnknownProject
    return views.project(row, await lists(session))


async def staff_project(session: AsyncSession, project_id: UUID) -> schemas.StaffProject:
    row = await projects.find(session, project_id)
    if row is None:
        raise UnknownProject
    lines = [views.line(each) for each in await projects.history(session, project_id)]
    return schemas.StaffProject(project=views.project(row, await lists(session)), history=lines)


async def as_geojson(session: AsyncSession, wanted: schemas.ProjectFilter) -> schemas.ProjectCollection:
    known = await lists(session)
    rows = await projects.published(session, wanted, MOST_EXPORTED)
    features = [views.feature(row, known) for row in rows]
    return schemas.ProjectCollection(type="FeatureCollection", features=features)


async def as_csv(session: AsyncSession, wanted: schemas.ProjectFilter) -> bytes:
    """The columns are those of an import, so that what goes out may come in again."""
    rows = await projects.published(session, wanted, MOST_EXPORTED)
    return write_csv(COLUMNS, [{name: getattr(row, name) for name in COLUMNS} | _written(row) for row in rows])


async def choices(session: AsyncSession, key: str) -> schemas.ProjectChoices:
    day = today()
    days = (await reference.rule_values(session, day)).get("enquiry-answer-working-days")
    sectors, zones = await projects.in_force(session, Sector, day), await projects.in_force(session, Zone, day)
    return schemas.ProjectChoices(
        sectors=[views.kind(code, sectors) for code in sectors],
        zones=[views.kind(code, zones) for code in zones],
        statuses=list(ProjectStatus),
        answer_days=int(days) if days else None,
    )


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next projects after `after`, and where to go on; None at the end."""
    rows, known = await projects.published_after(session, after, CHUNK), await lists(session)
    for row in rows:
        publish_view(session, views.PROJECT, row.id, views.project(row, known), version=row.version)
    return session.info.pop(COLLECTED, []), rows[-1].id if len(rows) == CHUNK else None


def _asked(wanted: schemas.ProjectQuery) -> PageQuery:
    return PageQuery(wanted.limit, decode_cursor(wanted.cursor) if wanted.cursor else None)


def _written(row: Project) -> dict[str, object]:
    documents = "; ".join(f"{each['title']} | {each['url']}" for each in row.documents)
    procedures = "; ".join(row.procedures)
    return {"boundary": outline_text(row.boundary), "documents": documents, "procedures": procedures}
