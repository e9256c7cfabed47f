"""Lists of published reports: one statement for each page, columns and not objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import Cursor, PageQuery
from hueioc.vi import fold
from reflection.models import Category, Deadline, Medium, RatingGiven, Readership, Report, Unit
from reflection.queries.figures import counted
from reflection.queries.media import is_public
from reflection.rules.media import MediumKind, MediumState
from reflection.states import PUBLIC_IF_PUBLISHED, State


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"


class StateGroup(StrEnum):
    """What people ask for: is it done, is it planned, is it still open?"""

    OPEN = "open"
    PLANNED = "planned"
    CLOSED = "closed"


CLOSED = frozenset({State.RESOLVED, State.CLOSED, State.DUPLICATE})
GROUPS: dict[StateGroup, frozenset[State]] = {
    StateGroup.OPEN: frozenset(State) - CLOSED - {State.PLANNED, State.RECEIVED, State.REJECTED},
    StateGroup.PLANNED: frozenset({State.PLANNED}),
    StateGroup.CLOSED: CLOSED,
}


@dataclass(frozen=True)
class Box:
    """Degrees."""

    west: float
    south: float
    east: float
    north: float


LONGEST_IN_LISTS = 300


@dataclass(frozen=True, kw_only=True)
class PublicFilter:
    """What a list is narrowed to; None means all. Times include their beginning and not their end."""

    states: frozenset[State] | None = None
    category: str | None = None
    group: str | None = None
    ward: str | None = None
    unit_id: UUID | None = None
    words: str = ""
    box: Box | None = None
    since: datetime | None = None
    until: datetime | None = None
    has_photo: bool | None = None
    figure: str = ""
    """Only reports that this figure of the statistics counts; with `met` those it counts as met, or as not met."""
    met: bool | None = None
    sort: Sort = Sort.NEWEST


def shortened() -> ColumnElement[str]:
    """The beginning of the text, for lists: a report may be 4,000 letters long, and a list a page of those."""
    is_longer = func.char_length(Report.description) > LONGEST_IN_LISTS
    return case((is_longer, func.left(Report.description, LONGEST_IN_LISTS - 1) + "…"), else_=Report.description)


def first_photo() -> ColumnElement[Any]:
    """sha256, width, height of the first photo, as JSON."""
    found = (
        select(func.json_build_array(Medium.public_sha256, Medium.width, Medium.height))
        .where(_is_photo())
        .order_by(Medium.position)
        .limit(1)
    )
    return found.correlate(Report).scalar_subquery()


def _is_photo() -> ColumnElement[bool]:
    return and_(
        Medium.report_id == Report.id,
        ~Medium.is_answer,
        Medium.state == MediumState.READY,
        Medium.kind == MediumKind.IMAGE,
    )


COLUMNS = (
    Report.id,
    Report.number,
    Report.state,
    shortened().label("description"),
    Report.address,
    Report.lat,
    Report.lon,
    Report.ward_code,
    Report.ward_name,
    Report.created_at,
    Report.updated_at,
    Report.supporters,
    Report.unit_id,
    Category.code.label("category_code"),
    Category.name_vi.label("category_vi"),
    Category.name_en.label("category_en"),
    Category.group_vi,
    Category.group_en,
    Unit.name_vi.label("unit_vi"),
    Unit.name_en.label("unit_en"),
    Deadline.due_at,
    RatingGiven.rating,
    func.coalesce(Readership.views, 0).label("views"),
    first_photo().label("photo"),
)


async def page(session: AsyncSession, wanted: PublicFilter, asked: PageQuery) -> Sequence[RowMapping]:
    """One row more than the page holds, so that the caller knows whether more follow."""
    moment = Report.updated_at if wanted.sort is Sort.UPDATED else Report.created_at
    statement = joined().where(*conditions(wanted))
    if wanted.sort is Sort.OLDEST:
        statement = statement.order_by(moment, Report.id)
    else:
        statement = statement.order_by(moment.desc(), Report.id.desc())
    if asked.after:
        statement = statement.where(_beyond(moment, asked.after, wanted.sort))
    return (await session.execute(statement.limit(asked.limit + 1))).mappings().all()


def _beyond(moment: Any, cursor: Cursor, sort: Sort) -> ColumnElement[bool]:
    place = tuple_(moment, Report.id)
    return place > (cursor.moment, cursor.id) if sort is Sort.OLDEST else place < (cursor.moment, cursor.id)


def joined() -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .select_from(Report)
        .join(Category, and_(Category.code == Report.category_code, Category.valid_from == Report.category_from))
        .outerjoin(Unit, Unit.id == Report.unit_id)
        .outerjoin(Deadline, Deadline.report_id == Report.id)
        .outerjoin(RatingGiven, RatingGiven.report_id == Report.id)
        .outerjoin(Readership, Readership.report_id == Report.id)
    )


def conditions(wanted: PublicFilter) -> list[ColumnElement[bool]]:
    """Of published reports only."""
    found = [is_public() if wanted.states is None else _in_states(wanted.states)]
    for column, value in (
        (Report.category_code, wanted.category),
        (Report.ward_code, wanted.ward),
        (Report.unit_id, wanted.unit_id),
    ):
        if value:
            found.append(column == value)
    if wanted.group:
        found.append(Report.category_code.in_(select(Category.code).where(Category.group_code == wanted.group)))
    if wanted.has_photo is not None:
        there = exists().where(_is_photo())
        found.append(there if wanted.has_photo else ~there)
    if wanted.figure:
        found += counted(wanted.figure, wanted.met)
    return [*found, *_matching(wanted)]


def _matching(wanted: PublicFilter) -> Iterator[ColumnElement[bool]]:
    """Words, place and time."""
    if wanted.words and (folded := fold(wanted.words)):
        yield Report.words.op("@@")(func.plainto_tsquery(literal_column("'simple'"), folded))
    if wanted.box:
        yield Report.lat.between(wanted.box.south, wanted.box.north)
        yield Report.lon.between(wanted.box.west, wanted.box.east)
    if wanted.since:
        yield Report.created_at >= wanted.since
    if wanted.until:
        yield Report.created_at < wanted.until


def _in_states(states: frozenset[State]) -> ColumnElement[bool]:
    plain, if_published = states - PUBLIC_IF_PUBLISHED, states & PUBLIC_IF_PUBLISHED
    shown = Report.state.in_(plain)
    if not if_published:
        return shown
    return or_(shown, and_(Report.state.in_(if_published), Report.published_at.is_not(None)))
