"""The statements of Open311: one for each list."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, RowMapping, and_, case, cast, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import (
    Answer,
    Category,
    Change,
    Deadline,
    Medium,
    Open311Request,
    Open311Update,
    Question,
    Report,
    Unit,
)
from reflection.models.report import TOLD as INDEXED
from reflection.open311.wanted import Circle, Wanted
from reflection.queries.media import is_public
from reflection.states import PUBLIC, PUBLIC_IF_PUBLISHED, Action, State

EARTH_M = 6_371_008.8
METRES_PER_DEGREE = 111_320.0
CLOSED_IN_PUBLIC = frozenset({State.RESOLVED, State.CLOSED, State.DUPLICATE})
OPEN_IN_PUBLIC = (PUBLIC | PUBLIC_IF_PUBLISHED) - CLOSED_IN_PUBLIC
ENDS = (Action.RESOLVE, Action.REJECT, Action.MERGE, Action.EXPIRE)
TOLD = (Action.ACCEPT, Action.ASSIGN, Action.TRANSFER, Action.PLAN, Action.RESOLVE, Action.REOPEN)
"""Steps that become notes and updates."""
BEHIND_STATUS = {"open": OPEN_IN_PUBLIC, "closed": CLOSED_IN_PUBLIC}

_closed_at = select(func.max(Change.at)).where(Change.report_id == Report.id, Change.action.in_(ENDS)).scalar_subquery()
_is_closed = Report.state.in_(CLOSED_IN_PUBLIC | {State.REJECTED})
_updated = case((_is_closed, func.coalesce(_closed_at, Report.updated_at)), else_=Report.updated_at)
_answer = case((Answer.accepted_at.is_not(None), Answer.text), else_=None)
"""Only what the operations centre has published."""


def _photos(*, of_answer: bool) -> ColumnElement[Any]:
    rows = select(func.array_agg(aggregate_order_by(Medium.public_sha256, Medium.position))).where(
        Medium.report_id == Report.id, Medium.is_answer.is_(of_answer), Medium.public_sha256.is_not(None)
    )
    if of_answer:
        rows = rows.where(Answer.accepted_at.is_not(None))  # of the answer that the statement around joins
    return rows.scalar_subquery()


_COLUMNS = (
    Report.id,
    Report.number,
    Report.state,
    Report.source,
    Report.description,
    Report.address,
    Report.lat,
    Report.lon,
    Report.ward_code,
    Report.ward_name,
    Report.created_at,
    _updated.label("updated_at"),
    Category.code.label("service_code"),
    Category.name_vi.label("service_vi"),
    Category.name_en.label("service_en"),
    Category.group_vi,
    Category.group_en,
    Unit.name_vi.label("unit_vi"),
    Unit.name_en.label("unit_en"),
    Deadline.due_at,
    _answer.label("answer"),
    Answer.responsible,
    Report.outcome,
    Report.published_at,
    Report.reject_reason,
    _photos(of_answer=False).label("photos"),
    Open311Request.is_ward_only,
    Open311Request.title,
    Open311Request.service_object_id,
    Open311Request.service_object_type,
    Report.attributes,
)


async def requests(session: AsyncSession, wanted: Wanted) -> Sequence[RowMapping]:
    """At most `limit` rows; with a page, each row also has how many there are in `total`."""
    statement = _joined(*_COLUMNS)
    if wanted.circle:
        statement = statement.add_columns(_distance(wanted.circle).label("distance"))
    if wanted.is_extended:
        statement = statement.add_columns(_photos(of_answer=True).label("answer_photos"), _notes().label("steps"))
    if wanted.is_by_id:
        statement = statement.where(_named(wanted))
    else:
        statement = statement.where(is_public(), *_conditions(wanted))
    statement = statement.order_by(*_order(wanted))
    if wanted.page:
        total = _counted(wanted).correlate(None).scalar_subquery()  # once, not over the columns of every row
        statement = statement.add_columns(total.label("total"))
        statement = statement.limit(wanted.page.size).offset((wanted.page.number - 1) * wanted.page.size)
    else:
        statement = statement.limit(wanted.limit)
    return (await session.execute(statement)).mappings().all()


async def count(session: AsyncSession, wanted: Wanted) -> int:
    """Only for a page after the last one, which has no row to say it."""
    return await session.scalar(_counted(wanted)) or 0


def _counted(wanted: Wanted) -> Any:
    counted = select(func.count()).select_from(Report).outerjoin(Unit, Unit.id == Report.unit_id)
    return counted.where(is_public(), *_conditions(wanted))


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Report)
        .join(Category, and_(Category.code == Report.category_code, Category.valid_from == Report.category_from))
        .outerjoin(Unit, Unit.id == Report.unit_id)
        .outerjoin(Deadline, Deadline.report_id == Report.id)
        .outerjoin(Answer, Answer.report_id == Report.id)
        .outerjoin(Open311Request, Open311Request.report_id == Report.id)
    )


def _named(wanted: Wanted) -> ColumnElement[bool]:
    """By UUID also what came by Open311 and is not public (its sender alone knows the id); by code what is public."""
    published = is_public()
    by_id = and_(Report.id.in_(wanted.ids), or_(published, Open311Request.report_id.is_not(None)))
    return or_(by_id, and_(Report.number.in_(wanted.numbers), published))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    states = frozenset[State]().union(*(BEHIND_STATUS[each] for each in wanted.statuses))
    found: list[ColumnElement[bool]] = [Report.state.in_(states)]
    if wanted.services:
        found.append(Report.category_code.in_(wanted.services))
    if wanted.start:
        found.append(Report.created_at >= wanted.start)
    if wanted.end:
        found.append(Report.created_at <= wanted.end)
    if wanted.updated_after:  # no request was closed after it was last touched, so the plain column sorts out most
        found.append(Report.updated_at >= wanted.updated_after)
        found.append(_updated >= wanted.updated_after)
    if wanted.updated_before:
        found.append(_updated <= wanted.updated_before)
    if wanted.text:
        pattern = f"%{_escaped(wanted.text)}%"
        found.append(or_(*(column.ilike(pattern, escape="\\") for column in (Report.description, Report.address))))
    if wanted.agencies:
        names = [each.casefold() for each in wanted.agencies]
        found.append(or_(func.lower(Unit.name_vi).in_(names), func.lower(Unit.name_en).in_(names)))
    if wanted.has_photo is not None:
        photo = exists().where(
            Medium.report_id == Report.id, Medium.is_answer.is_(False), Medium.public_sha256.is_not(None)
        )
        found.append(photo if wanted.has_photo else ~photo)
    if wanted.object:
        found.append(Report.id.in_(_about(*wanted.object)))
    return found + _places(wanted)


def _about(object_id: str, object_type: str) -> Any:
    return select(Open311Request.report_id).where(
        Open311Request.service_object_id == object_id, Open311Request.service_object_type == object_type
    )


def _places(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if box := wanted.box:
        found += [Report.lat.between(box.south, box.north), Report.lon.between(box.west, box.east)]
    if circle := wanted.circle:
        height = circle.radius_m / METRES_PER_DEGREE
        width = min(180.0, height / max(0.01, math.cos(math.radians(circle.lat))))
        found += [
            Report.lat.between(circle.lat - height, circle.lat + height),
            Report.lon.between(circle.lon - width, circle.lon + width),
            _distance(circle) <= circle.radius_m,
        ]
    return found


def _distance(circle: Circle) -> ColumnElement[float]:
    """Metres, by the haversine formula."""
    half_lat = func.radians(Report.lat - circle.lat) / 2
    half_lon = func.radians(Report.lon - circle.lon) / 2
    chord = func.power(func.sin(half_lat), 2) + math.cos(math.radians(circle.lat)) * func.cos(
        func.radians(Report.lat)
    ) * func.power(func.sin(half_lon), 2)
    return 2 * EARTH_M * func.asin(func.least(1.0, func.sqrt(chord)))


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    column: Any = Report.created_at
    if wanted.order == "updated_datetime":
        column = _updated
    elif wanted.order == "expected_datetime":
        column = Deadline.due_at
    elif wanted.order == "distance" and wanted.circle:
        column = _distance(wanted.circle)
    if wanted.is_ascending:
        return [column.asc().nulls_last(), Report.id.asc()]
    return [column.desc().nulls_last(), Report.id.desc()]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _notes() -> ColumnElement[Any]:
    """The public steps as a JSON list of action and moment, oldest first."""
    step = func.jsonb_build_object("action", Change.action, "at", Change.at)
    rows = select(func.jsonb_agg(aggregate_order_by(step, Change.id))).where(
        Change.report_id == Report.id, Change.action.in_(TOLD)
    )
    return rows.scalar_subquery()


async def updates(session: AsyncSession, start: datetime | None, end: datetime | None) -> Sequence[RowMapping]:
    """The public steps of published reports, oldest first."""
    statement = (
        select(
            Change.id,
            Change.report_id,
            Change.action,
            Change.at,
            Report.number,
            _answer.label("answer"),
            Answer.responsible,
            Unit.name_vi.label("unit_vi"),
            Unit.name_en.label("unit_en"),
            _photos(of_answer=True).label("answer_photos"),
            Report.state,
            Report.published_at,
        )
        .select_from(Change)
        .join(Report, Report.id == Change.report_id)
        .outerjoin(Unit, Unit.id == Change.unit_id)
        .outerjoin(Answer, Answer.report_id == Report.id)
        .where(text(f"history.{INDEXED}"), is_public())  # as the index says it
        .order_by(Change.at, Change.id)
        .limit(1_000)
    )
    if start:
        statement = statement.where(Change.at >= start)
    if end:
        statement = statement.where(Change.at <= end)
    return (await session.execute(statement)).mappings().all()


async def services(session: AsyncSession, at: datetime) -> Sequence[tuple[Category, bool]]:
    """The categories in force, each with whether it has questions."""
    asked = exists().where(Question.category_code == Category.code, *_asked(at))
    statement = select(Category, cast(asked, Boolean)).where(*_in_force(at)).order_by(Category.position)
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def definition(session: AsyncSession, code: str, at: datetime) -> tuple[Category, list[Question]] | None:
    statement = (
        select(Category, Question)
        .outerjoin(Question, and_(Question.category_code == Category.code, *_asked(at)))
        .where(Category.code == code, *_in_force(at))
        .order_by(Question.position, Question.code)
    )
    rows = (await session.execute(statement)).all()
    return (rows[0][0], [question for _, question in rows if question]) if rows else None


def _in_force(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Category.valid_from <= at, or_(Category.valid_to.is_(None), Category.valid_to > at))


def _asked(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Question.valid_from <= at, or_(Question.valid_to.is_(None), Question.valid_to > at))


async def update_of(session: AsyncSession, key_id: UUID, update_id: str) -> Open311Update | None:
    return await session.get(Open311Update, (key_id, update_id))


async def may_be_updated(session: AsyncSession, wanted: Wanted, key_id: UUID) -> Report | None:
    """A public report, or one that came with this key."""
    statement = (
        select(Report)
        .outerjoin(Open311Request, Open311Request.report_id == Report.id)
        .where(
            or_(Report.id.in_(wanted.ids), Report.number.in_(wanted.numbers)),
            or_(is_public(), Open311Request.key_id == key_id),
        )
        .limit(1)
    )
    return await session.scalar(statement)
