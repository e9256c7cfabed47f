"""An item is assigned with a dated deadline, answered by its unit, and the answer published by the centre."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from hueioc.errors import invalid_field
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.workdays.calendar import Calendar
from hueioc.workdays.kept import current_calendar
from press import schemas
from press.errors import AlreadyAssigned, MoveNotAllowed, NoRuleInForce, UnknownAnswer, UnknownItem
from press.events import ItemAnswered, ItemAssigned, ItemCorrected, ItemFacts, ItemOverdue, ItemPublished
from press.models import DeadlineRule, Response, ResponseChange, Unit
from press.queries import items, reference, responses
from press.rules.addresses import canonical
from press.rules.plain import literal_text
from press.service.announce import tell_response
from press.states import MOVES, Action, ResponseState

SYSTEM = "system"
AT_ONCE = 50


async def assign(session: AsyncSession, caller: Principal, item_id: UUID, data: schemas.AssignmentCreate) -> Response:
    """The deadline by the rule in force today and the working calendar; both are named in the row."""
    item = await items.find(session, item_id)
    if item is None:
        raise UnknownItem
    if await responses.of_item(session, item_id) is not None:
        raise AlreadyAssigned
    unit, rule, moment = await _unit(session, data.unit_id), await _rule(session, data.rule), now()
    calendar = await current_calendar(session)
    row = Response(
        id=uuid7(),
        item_id=item.id,
        story_id=item.story_id,
        unit_id=unit.id,
        unit_vi=unit.name_vi,
        unit_en=unit.name_en,
        question=_written(data.question),
        state=ResponseState.ASSIGNED,
        assigned_at=moment,
        due_at=due_of(calendar, rule, moment),
        rule_code=rule.code,
        rule_source=rule.source,
        calendar_version=calendar.version,
        **dict.fromkeys(("answer", "published_answer", "correction", "correction_url"), ""),
    )
    row.item = item
    session.add(row)
    await session.flush()
    note_line(session, row, Action.ASSIGN, caller.subject)
    await tell_response(session, row, ItemAssigned, due_at=row.due_at)
    return row


async def reassign(session: AsyncSession, caller: Principal, response_id: UUID, data: schemas.Reassignment) -> Response:
    """To another unit; the deadline stays, for the newspaper waits for the authority and not for a unit."""
    unit = await _unit(session, data.unit_id)
    row = await _taken(session, response_id)
    row.unit_id, row.unit_vi, row.unit_en = unit.id, unit.name_vi, unit.name_en
    return await _move(session, row, Action.REASSIGN, caller, ItemAssigned, note=data.reason, due_at=row.due_at)


async def write(session: AsyncSession, caller: Principal, response_id: UUID, text: str) -> Response:
    row = await _taken(session, response_id)
    caller.must_act_for(str(row.unit_id))
    _demand(row, Action.ANSWER)
    row.answer, row.answered_at = _written(text), now()
    return await _move(session, row, Action.ANSWER, caller, ItemAnswered)


async def send_back(session: AsyncSession, caller: Principal, response_id: UUID, reason: str) -> Response:
    row = await _taken(session, response_id)
    return await _move(session, row, Action.RETURN, caller, ItemAssigned, note=reason, due_at=row.due_at)


async def publish(session: AsyncSession, caller: Principal, response_id: UUID) -> Response:
    """The public copy is another text: without telephone numbers, e-mail addresses and numbers of cards."""
    row = await _taken(session, response_id)
    _demand(row, Action.PUBLISH)
    moment = now()
    row.published_answer, row.question, row.published_at = redact(row.answer), redact(row.question), moment
    is_in_time = moment <= row.due_at
    return await _move(session, row, Action.PUBLISH, caller, ItemPublished, is_in_time=is_in_time)


async def correct(
    session: AsyncSession, caller: Principal, response_id: UUID, data: schemas.CorrectionCreate
) -> Response:
    row = await _taken(session, response_id)
    url = canonical(data.url) if data.url else ""
    if data.url and not url:
        raise invalid_field("/url", "Địa chỉ phải bắt đầu bằng http:// hoặc https://", "It must be http:// or https://")
    row.correction, row.correction_url, row.corrected_at = redact(_written(data.text)), url, now()
    return await _move(session, row, Action.CORRECT, caller, ItemCorrected)


async def find_late(database: Database) -> bool:
    """Say once of each open answer that its date has passed. True: there may be more."""
    async with database.transaction() as session:
        found = await responses.late(session, now(), AT_ONCE)
        for row in found:
            row.overdue_at = now()
            note_line(session, row, Action.OVERDUE, SYSTEM)
            await tell_response(session, row, ItemOverdue, due_at=row.due_at)
    return len(found) == AT_ONCE


def due_of(calendar: Calendar, rule: DeadlineRule, start: datetime) -> datetime:
    return calendar.due(start, rule.amount, rule.unit).astimezone(UTC)


async def choices(session: AsyncSession) -> schemas.Choices:
    moment, calendar = now(), await current_calendar(session)
    rules = await reference.in_force(session, DeadlineRule, moment.astimezone(VIETNAM).date())
    return schemas.Choices(
        units=[
            schemas.UnitShown(id=row.id, name=schemas.Words(vi=row.name_vi, en=row.name_en))
            for row in await reference.units(session)
        ],
        rules=[
            schemas.RuleShown(
                code=row.code,
                name=schemas.Words(vi=row.name_vi, en=row.name_en),
                due_at=due_of(calendar, row, moment),
                source=row.source,
                is_verified=bool(row.verified_by),
            )
            for row in sorted(rules, key=lambda row: due_of(calendar, row, moment))
        ],
    )


async def _taken(session: AsyncSession, response_id: UUID) -> Response:
    row = await responses.lock(session, response_id)
    if row is None:
        raise UnknownAnswer
    return row


async def _unit(session: AsyncSession, unit_id: UUID) -> Unit:
    unit = await reference.unit(session, unit_id)
    if unit is None:
        raise invalid_field("/unit_id", "Không có đơn vị này", "There is no such unit")
    return unit


async def _rule(session: AsyncSession, code: str) -> DeadlineRule:
    rows = await reference.in_force(session, DeadlineRule, now().astimezone(VIETNAM).date())
    if not rows:
        raise NoRuleInForce
    found = [row for row in rows if row.code == code]
    if not found:
        raise invalid_field("/rule", "Không có loại thời hạn này", "There is no such kind of deadline")
    return found[-1]


def _demand(row: Response, action: Action) -> ResponseState | None:
    sources, target = MOVES[action]
    if row.state not in sources:
        raise MoveNotAllowed(extra={"state": row.state.value})
    return target


async def _move(
    session: AsyncSession, row: Response, action: Action, caller: Principal, kind: type[ItemFacts], **facts: Any
) -> Response:
    row.state = _demand(row, action) or row.state
    note_line(session, row, action, caller.subject, facts.pop("note", ""))
    await tell_response(session, row, kind, **facts)
    return row


def note_line(session: AsyncSession, row: Response, action: Action, actor: str, note: str = "") -> None:
    session.add(ResponseChange(id=uuid7(), response_id=row.id, action=action, at=now(), actor=actor, note=note))


def _written(text: str) -> str:
    return literal_text(text, one_line=False)
