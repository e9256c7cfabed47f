"""Investment projects as everybody sees them. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hueioc.city import MapGeometry, Words, point
from hueioc.events import Audience
from hueioc.paging import Page
from hueioc.views import View
from procedures import models
from procedures.schemas import projects as schemas
from procedures.states import PROJECT_MOVES
from procedures.views import SERVICE

PROJECT = View(
    service=SERVICE,
    name="project",
    route="/v1/investment/projects/{key}",
    schema=schemas.Project,
    audience=Audience.PUBLIC,
    most_keys=500,
)
PROJECTS = View(
    service=SERVICE,
    name="projects",
    route="/v1/investment/projects",
    schema=Page[schemas.ProjectSummary],
    audience=Audience.PUBLIC,
    most_keys=1,
)
CHOICES = View(
    service=SERVICE,
    name="investment-choices",
    route="/v1/investment/choices",
    schema=schemas.ProjectChoices,
    audience=Audience.PUBLIC,
    most_keys=1,
)


class Lists(NamedTuple):
    """How sectors and zones are called, by their codes."""

    sectors: Mapping[str, models.Sector]
    zones: Mapping[str, models.Zone]


def kind(code: str, known: Mapping[str, models.Sector] | Mapping[str, models.Zone]) -> schemas.Kind:
    row = known.get(code)
    if row is None:
        return schemas.Kind(code=code, name=Words(vi=code, en=code), source="")
    return schemas.Kind(code=code, name=Words(vi=row.name_vi, en=row.name_en), source=row.source)


def summary(row: models.Project, lists: Lists) -> schemas.ProjectSummary:
    return schemas.ProjectSummary(
        id=row.id,
        code=row.code,
        name=Words(vi=row.name_vi, en=row.name_en or row.name_vi),
        sector=kind(row.sector, lists.sectors),
        zone=kind(row.zone, lists.zones),
        status=row.status,
        form=row.form,
        area_ha=None if row.area_ha is None else float(row.area_ha),
        capital_vnd=schemas.Range(min=row.capital_min_vnd, max=row.capital_max_vnd),
        capital_usd=schemas.Range(min=row.capital_min_usd, max=row.capital_max_usd),
        lat=row.lat,
        lon=row.lon,
        is_demonstration=row.is_demonstration,
        published_at=row.published_at,
        version=row.version,
    )


def geometry(row: models.Project) -> MapGeometry | None:
    """The outline where it is known, the point otherwise."""
    if row.boundary:
        return MapGeometry(type="Polygon", coordinates=row.boundary)
    return None if row.lat is None or row.lon is None else point(row.lat, row.lon)


def project(row: models.Project, lists: Lists) -> schemas.Project:
    return schemas.Project(
        **summary(row, lists).model_dump(),
        industry=row.industry,
        geometry=geometry(row),
        status_since=row.status_since,
        moves=sorted(PROJECT_MOVES[row.status]),
        planning_status=row.planning_status,
        land_status=row.land_status,
        incentives=Words(vi=row.incentives_vi, en=row.incentives_en or row.incentives_vi),
        decision_no=row.decision_no,
        decision_date=row.decision_date,
        contact=schemas.Contact(office=row.contact_office, phone=row.contact_phone, email=row.contact_email),
        documents=[schemas.Attachment.model_validate(each) for each in row.documents],
        procedures=row.procedures,
        source=row.source,
        updated_at=row.updated_at,
    )


def feature(row: models.Project, lists: Lists) -> schemas.ProjectFeature:
    return schemas.ProjectFeature(type="Feature", id=row.id, geometry=geometry(row), properties=summary(row, lists))


def line(row: models.ProjectChange) -> schemas.ProjectLine:
    return schemas.ProjectLine(action=row.action, before=row.before, after=row.after, at=row.at, note=row.note)


def import_summary(row: models.ProjectImport) -> schemas.ImportSummary:
    return schemas.ImportSummary(id=row.id, name=row.name, at=row.at, taken=row.taken, refused=row.refused)


def refused(rows: Sequence[models.RefusedProject]) -> list[schemas.RefusedProject]:
    return [
        schemas.RefusedProject(
            row=row.number,
            cells=row.cells,
            problems=[schemas.RowProblem.model_validate({"row": row.number, **each}) for each in row.problems],
        )
        for row in rows
    ]
