"""Tables of projects: each row stands or falls alone, and what falls is kept with the reason."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import Problem
from hueioc.ids import uuid7
from hueioc.imports.check import Bad, Good, check, refusal, row_problems
from hueioc.imports.table import Row, read_table
from hueioc.paging import Cursor, Page, PageQuery, cut
from procedures.errors import UnknownImport
from procedures.models import ProjectImport, RefusedProject
from procedures.queries import projects
from procedures.schemas.projects import ImportDetail, ImportSummary, ProjectWrite
from procedures.service import projects as service
from procedures.views import projects as views


class Wish(NamedTuple):
    """How a table is to be taken: under which name, and whether its projects are published at once."""

    name: str
    publish: bool


async def bring_in(session: AsyncSession, caller: Principal, content: bytes, wish: Wish) -> ProjectImport:
    """New codes are added, known ones written again. Raises `NotATable`, `TableTooLarge` for the table as a whole."""
    rows = await asyncio.to_thread(read_table, content)
    good, bad = check(rows, ProjectWrite)
    taken = 0
    for each in good:
        try:
            async with session.begin_nested():
                await _take(session, caller, each, wish)
            taken += 1
        except Problem as problem:
            bad.append(refusal(each.number, problem))
    made = ProjectImport(id=uuid7(), name=wish.name, actor=caller.subject, at=now(), taken=taken, refused=len(bad))
    session.add(made)
    await session.flush()
    _keep(session, made.id, {row.number: row for row in rows}, bad)
    await session.flush()
    return made


async def _take(session: AsyncSession, caller: Principal, each: Good[ProjectWrite], wish: Wish) -> None:
    row = await projects.lock_code(session, each.value.code)
    if row is None:
        row = await service.add(session, caller, each.value)
    else:
        row = await service.edit(session, caller, row, each.value, wish.name)
    if wish.publish:
        await service.show(session, caller, row.id)


def _keep(session: AsyncSession, import_id: UUID, rows: Mapping[int, Row], bad: list[Bad]) -> None:
    for each in bad:
        problems = [problem.model_dump(exclude={"row"}) for problem in row_problems([each])]
        cells = dict(rows[each.number].cells)
        session.add(RefusedProject(id=uuid7(), import_id=import_id, number=each.number, cells=cells, problems=problems))


async def page(session: AsyncSession, asked: PageQuery) -> Page[ImportSummary]:
    rows, more = cut(list(await projects.imports(session, asked)), asked.limit)
    cursor = Cursor(rows[-1].at, rows[-1].id).encode() if more else None
    return Page[ImportSummary](items=[views.import_summary(row) for row in rows], next_cursor=cursor)


async def detail(session: AsyncSession, import_id: UUID) -> ImportDetail:
    """With the rows that were left out, as they came."""
    row = await session.get(ProjectImport, import_id)
    if row is None:
        raise UnknownImport
    kept = views.refused(await projects.refused_projects(session, import_id))
    return ImportDetail(**views.import_summary(row).model_dump(), rows=kept)
