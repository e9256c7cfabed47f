"""Investment projects as staff keep them: written, moved along, published; each change told."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import invalid_field
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.views import publish_view
from procedures.errors import ProjectExists, UnknownProject
from procedures.events.projects import ProjectChanged, ProjectFacts, ProjectPublished, ProjectWithdrawn
from procedures.models import Project, ProjectChange, Sector, Zone
from procedures.queries import projects
from procedures.rules.places import demand_inside, outline_of
from procedures.rules.projects import moved, search_words
from procedures.schemas.projects import ProjectMove, ProjectWrite
from procedures.states import ProjectAction, ProjectStatus
from procedures.views import projects as views

_DIVISION_DIGITS = 2


class Step(NamedTuple):
    """What is done with a project, by whom, and where it stood before."""

    action: ProjectAction
    before: ProjectStatus | None
    actor: str
    note: str = ""


def today() -> date:
    """Of Hue."""
    return now().astimezone(VIETNAM).date()


async def add(session: AsyncSession, caller: Principal, data: ProjectWrite) -> Project:
    """A new project, which nobody sees before it is published."""
    if await projects.lock_code(session, data.code) is not None:
        raise ProjectExists
    moment = now()
    values = await checked(session, data)
    row = Project(
        id=uuid7(), **values, status=data.status, status_since=moment, is_demonstration=False, published_at=None
    )
    session.add(row)
    await session.flush()
    _line(session, row, Step(ProjectAction.ADD, None, caller.subject))
    return row


async def edit(session: AsyncSession, caller: Principal, row: Project, data: ProjectWrite, note: str = "") -> Project:
    """Write all that is said of it; another status must be one that may follow."""
    before = row.status
    if data.code != row.code:
        raise invalid_field("/code", "Mã dự án không đổi được", "The code of a project never changes")
    if data.status is not before:
        row.status, row.status_since = moved(before, data.status), now()
    for name, value in (await checked(session, data)).items():
        setattr(row, name, value)
    action = ProjectAction.EDIT if row.status is before else ProjectAction.MOVE
    return await _changed(session, row, Step(action, before, caller.subject, note))


async def move(session: AsyncSession, caller: Principal, project_id: UUID, data: ProjectMove) -> Project:
    row = await taken(session, project_id)
    before = row.status
    row.status, row.status_since = moved(before, data.status), now()
    return await _changed(session, row, Step(ProjectAction.MOVE, before, caller.subject, data.note))


async def show(session: AsyncSession, caller: Principal, project_id: UUID) -> Project:
    """Publish it; once published it stays so, and saying it again changes nothing."""
    row = await taken(session, project_id)
    if row.published_at is None:
        row.published_at = now()
        await _changed(session, row, Step(ProjectAction.PUBLISH, row.status, caller.subject))
    return row


async def taken(session: AsyncSession, project_id: UUID) -> Project:
    row = await projects.lock(session, project_id)
    if row is None:
        raise UnknownProject
    return row


async def lists(session: AsyncSession) -> views.Lists:
    return views.Lists(await projects.every(session, Sector), await projects.every(session, Zone))


async def checked(session: AsyncSession, data: ProjectWrite) -> dict[str, Any]:
    """The columns of a row, after what a schema cannot know: lists in force, places, ranges. Raises `Invalid`."""
    day = today()
    await _demand_listed(session, data, day)
    for kind in ("vnd", "usd"):
        least, most = getattr(data, f"capital_min_{kind}"), getattr(data, f"capital_max_{kind}")
        if least is not None and most is not None and least > most:
            raise invalid_field(f"/capital_max_{kind}", "Nhỏ hơn mức tối thiểu", "It is less than the least capital")
    values = data.model_dump(exclude={"status", "boundary", "documents", "lat", "lon"})
    values["documents"] = [each.model_dump() for each in data.documents]
    values["folded"] = search_words(values)
    return values | _place(data)


async def _demand_listed(session: AsyncSession, data: ProjectWrite, day: date) -> None:
    sector = (await projects.in_force(session, Sector, day)).get(data.sector)
    if sector is None:
        raise invalid_field("/sector", "Không có ngành VSIC này", "There is no such section of VSIC")
    division = int(data.industry[:_DIVISION_DIGITS]) if data.industry else sector.first_division
    if not sector.first_division <= division <= sector.last_division:
        raise invalid_field(
            "/industry",
            f"Mã ngành không thuộc ngành cấp 1 {data.sector}",
            f"The code does not belong to section {data.sector}",
        )
    if data.zone not in await projects.in_force(session, Zone, day):
        raise invalid_field("/zone", "Không có khu này trong danh mục", "There is no such zone on the list")


def _place(data: ProjectWrite) -> dict[str, Any]:
    if (data.lat is None) != (data.lon is None):
        missing = "/lat" if data.lat is None else "/lon"
        raise invalid_field(missing, "Cần cả vĩ độ và kinh độ", "Latitude and longitude go together")
    outline = outline_of(data.boundary) if data.boundary.strip() else None
    if data.lat is not None and data.lon is not None:
        demand_inside(data.lat, data.lon, "/lat")
        return {"lat": data.lat, "lon": data.lon, "boundary": outline.rings if outline else None}
    if outline:
        return {"lat": outline.lat, "lon": outline.lon, "boundary": outline.rings}
    return {"lat": None, "lon": None, "boundary": None}


async def _changed(session: AsyncSession, row: Project, step: Step) -> Project:
    row.updated_at = now()
    flag_modified(row, "updated_at")  # two changes at one moment are two versions
    await session.flush()
    _line(session, row, step)
    if row.published_at is not None:
        publish(session, _event(row, step.action), subject_id=row.id, version=row.version)
        document = views.project(row, await lists(session))
        publish_view(session, views.PROJECT, row.id, document, version=row.version)
    return row


def _event(row: Project, action: ProjectAction) -> ProjectFacts:
    kind = ProjectPublished if action is ProjectAction.PUBLISH else ProjectChanged
    if action is ProjectAction.MOVE and row.status is ProjectStatus.WITHDRAWN:
        kind = ProjectWithdrawn
    return kind(
        project_id=row.id,
        code=row.code,
        name_vi=row.name_vi,
        name_en=row.name_en,
        sector=row.sector,
        zone=row.zone,
        status=row.status,
        lat=row.lat,
        lon=row.lon,
        at=row.updated_at,
    )


def _line(session: AsyncSession, row: Project, step: Step) -> None:
    change = ProjectChange(id=uuid7(), project_id=row.id, after=row.status, at=now(), **step._asdict())
    session.add(change)
