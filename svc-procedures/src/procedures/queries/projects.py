"""Projects, the lists they are sorted by, and what was brought in."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from hueioc.vi import fold
from procedures.models import Project, ProjectChange, ProjectImport, RefusedProject, Sector, Symptom, Zone
from procedures.schemas.projects import ProjectFilter
from procedures.states import ProjectStatus

Row = TypeVar("Row", Sector, Zone, Symptom)


async def in_force(session: AsyncSession, table: type[Row], day: date) -> dict[str, Row]:
    """The entries of a list that hold on `day`, by code, in the order of their codes."""
    wanted = select(table).where(table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day))
    rows = await session.scalars(wanted.order_by(table.code, table.valid_from))
    return {row.code: row for row in rows}


async def every(session: AsyncSession, table: type[Row]) -> dict[str, Row]:
    """Every entry there ever was, the last word of each: old rows are read with it."""
    rows = await session.scalars(select(table).order_by(table.code, table.valid_from))
    return {row.code: row for row in rows}


async def find(session: AsyncSession, project_id: UUID) -> Project | None:
    return await session.get(Project, project_id)


async def lock(session: AsyncSession, project_id: UUID) -> Project | None:
    return await session.get(Project, project_id, with_for_update=True, populate_existing=True)


async def lock_code(session: AsyncSession, code: str) -> Project | None:
    return (await session.scalars(select(Project).where(Project.code == code).with_for_update())).first()


async def page(session: AsyncSession, asked: PageQuery, wanted: ProjectFilter) -> Sequence[Project]:
    """Published ones, the latest first."""
    found = _narrowed(select(Project).where(Project.published_at.is_not(None)), wanted)
    found = found.order_by(Project.published_at.desc(), Project.id.desc())
    if asked.after:
        found = found.where(tuple_(Project.published_at, Project.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def staff_page(
    session: AsyncSession, asked: PageQuery, wanted: ProjectFilter, *, published: bool | None
) -> Sequence[Project]:
    """All, those changed last first; withdrawn ones too."""
    found = _narrowed(select(Project), wanted, with_withdrawn=True)
    if published is not None:
        found = found.where(Project.published_at.is_not(None) if published else Project.published_at.is_(None))
    found = found.order_by(Project.updated_at.desc(), Project.id.desc())
    if asked.after:
        found = found.where(tuple_(Project.updated_at, Project.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def published(session: AsyncSession, wanted: ProjectFilter, limit: int) -> Sequence[Project]:
    """For exports and the map, by code."""
    found = _narrowed(select(Project).where(Project.published_at.is_not(None)), wanted)
    return (await session.scalars(found.order_by(Project.code).limit(limit))).all()


async def published_after(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Project]:
    found = select(Project).where(Project.published_at.is_not(None)).order_by(Project.id).limit(limit)
    return (await session.scalars(found.where(Project.id > after) if after else found)).all()


async def history(session: AsyncSession, project_id: UUID) -> Sequence[ProjectChange]:
    wanted = select(ProjectChange).where(ProjectChange.project_id == project_id)
    return (await session.scalars(wanted.order_by(ProjectChange.at, ProjectChange.id))).all()


async def imports(session: AsyncSession, asked: PageQuery) -> Sequence[ProjectImport]:
    found = select(ProjectImport).order_by(ProjectImport.at.desc(), ProjectImport.id.desc())
    if asked.after:
        found = found.where(tuple_(ProjectImport.at, ProjectImport.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def refused_projects(session: AsyncSession, import_id: UUID) -> Sequence[RefusedProject]:
    wanted = select(RefusedProject).where(RefusedProject.import_id == import_id)
    return (await session.scalars(wanted.order_by(RefusedProject.number))).all()


def _narrowed(found: Select[Any], wanted: ProjectFilter, *, with_withdrawn: bool = False) -> Select[Any]:
    if wanted.status:
        found = found.where(Project.status == wanted.status)
    elif not with_withdrawn:
        found = found.where(Project.status != ProjectStatus.WITHDRAWN)
    for column, value in ((Project.sector, wanted.sector), (Project.zone, wanted.zone)):
        found = found.where(column == value) if value else found
    for word in fold(wanted.q).split():
        found = found.where(Project.folded.contains(word, autoescape=True))
    least = func.coalesce(Project.capital_min_vnd, Project.capital_max_vnd)
    most = func.coalesce(Project.capital_max_vnd, Project.capital_min_vnd)
    if wanted.capital_from is not None:
        found = found.where(most >= wanted.capital_from)
    if wanted.capital_to is not None:
        found = found.where(least <= wanted.capital_to)
    return found
