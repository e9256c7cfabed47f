"""The counters of OpenCPS: each is one condition, by which it is counted and by which its dossiers are listed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from procedures.models import Agency, Deadline, Dossier, PauseSpan, Satisfaction, Unit
from procedures.states import Ending, Figure, Timing


class Span(NamedTuple):
    """A month from `begin` until before `end`; `seen_at` is its end, or now while it lasts."""

    begin: datetime
    end: datetime
    seen_at: datetime


class Of(NamedTuple):
    """Whose figures: None of all."""

    agency: str | None = None
    procedure: str | None = None


By = Literal["agency", "procedure", "agency_procedure"]
_COLUMNS: dict[By, tuple[Any, ...]] = {
    "agency": (Dossier.agency_code,),
    "procedure": (Dossier.procedure_code,),
    "agency_procedure": (Dossier.agency_code, Dossier.procedure_code),
}


def conditions(span: Span) -> dict[Figure, ColumnElement[bool]]:
    """Of dossiers joined by `_joined`. Two sums hold whatever the data: C8 of the domain reference names them."""
    is_in = and_(Dossier.received_at < span.end, or_(Dossier.ended_at.is_(None), Dossier.ended_at >= span.begin))
    has_ended = and_(Dossier.ended_at >= span.begin, Dossier.ended_at < span.end)
    is_open = and_(is_in, or_(Dossier.ended_at.is_(None), Dossier.ended_at >= span.end))
    stands = PauseSpan.dossier_id.is_not(None)
    released = and_(has_ended, Dossier.ending == Ending.RELEASED)
    return {
        Figure.TOTAL: is_in,
        Figure.REMAINING: and_(is_in, Dossier.received_at < span.begin),
        Figure.RECEIVED: and_(is_in, Dossier.received_at >= span.begin),
        Figure.DENIED: and_(has_ended, Dossier.ending == Ending.DENIED),
        Figure.CANCELLED: and_(has_ended, Dossier.ending == Ending.CANCELLED),
        Figure.RELEASED: released,
        Figure.EARLY: and_(released, Dossier.timing == Timing.EARLY),
        Figure.ON_TIME: and_(released, Dossier.timing == Timing.ON_TIME),
        Figure.LATE: and_(released, Dossier.timing == Timing.LATE),
        Figure.PROCESSING: and_(is_open, ~stands),
        Figure.OVERDUE: and_(is_open, ~stands, Deadline.due_at < span.seen_at),
        Figure.PAUSING: and_(is_open, stands),
        Figure.SUPPLEMENTED_AGAIN: and_(released, Dossier.supplements > 1),
    }


def _joined(wanted: Select[Any], span: Span, of: Of) -> Select[Any]:
    covers = and_(
        PauseSpan.dossier_id == Dossier.id,
        PauseSpan.began_at < span.seen_at,
        or_(PauseSpan.ended_at.is_(None), PauseSpan.ended_at >= span.seen_at),
    )
    wanted = wanted.select_from(Dossier).outerjoin(PauseSpan, covers)
    wanted = wanted.outerjoin(Deadline, Deadline.subject_id == Dossier.id)
    if of.agency:
        wanted = wanted.where(Dossier.agency_code == of.agency)
    return wanted.where(Dossier.procedure_code == of.procedure) if of.procedure else wanted


async def counted(session: AsyncSession, span: Span, of: Of, by: By) -> Sequence[tuple[str, str, Mapping[Figure, int]]]:
    """(agency, procedure, figures) of each that has any; the one not grouped by is empty."""
    columns, found = _COLUMNS[by], conditions(span)
    counts = [func.count().filter(condition).label(figure.value) for figure, condition in found.items()]
    asked: Select[Any] = select(*columns, *counts)  # pyright: ignore[reportAssignmentType] - as many columns as figures
    rows = _joined(asked, span, of).where(found[Figure.TOTAL])
    result = await session.execute(rows.group_by(*columns).order_by(*columns))
    return [
        (
            row.agency_code if by != "procedure" else "",
            row.procedure_code if by != "agency" else "",
            {figure: getattr(row, figure.value) for figure in Figure},
        )
        for row in result
    ]


async def listed(
    session: AsyncSession, span: Span, of: Of, figure: Figure, asked: PageQuery
) -> tuple[int, Sequence[Dossier]]:
    """How many dossiers make this figure, and a page of them, the first received first."""
    condition = conditions(span)[figure]
    total = await session.scalar(_joined(select(func.count()), span, of).where(condition)) or 0
    rows = _joined(select(Dossier), span, of).where(condition)
    if asked.after:
        rows = rows.where(tuple_(Dossier.received_at, Dossier.id) > (asked.after.moment, asked.after.id))
    rows = rows.order_by(Dossier.received_at, Dossier.id).limit(asked.limit + 1)
    return total, (await session.scalars(rows)).all()


async def satisfaction(session: AsyncSession, span: Span) -> Mapping[str, tuple[int, float]]:
    """(answers, mean stars) by identifier: of the dossier's agency where one was named, else of the registry's."""
    by_unit = select(Unit.id, Agency.code).join(Agency, Agency.unit_id == Unit.id).subquery()
    by_agency = select(Unit.agency_id, func.min(Agency.code).label("code")).join(Agency, Agency.unit_id == Unit.id)
    by_agency = by_agency.group_by(Unit.agency_id).subquery()
    code = func.coalesce(Dossier.agency_code, by_unit.c.code, by_agency.c.code).label("code")
    rows = (
        select(code, func.count(), func.avg(Satisfaction.stars))
        .select_from(Satisfaction)
        .outerjoin(Dossier, Dossier.code == Satisfaction.dossier_code)
        .outerjoin(by_unit, by_unit.c.id == Satisfaction.agency_id)
        .outerjoin(by_agency, by_agency.c.agency_id == Satisfaction.agency_id)
        .where(Satisfaction.at >= span.begin, Satisfaction.at < span.end)
        .group_by(code)
    )
    return {row[0]: (row[1], float(row[2])) for row in await session.execute(rows) if row[0]}
