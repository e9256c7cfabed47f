"""What the operations centre does with a report: moderate, assign, review."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from reflection.errors import CategoryStopped, DueInThePast, ReasonMissing, UnknownCategory, UnknownUnit
from reflection.models import Report, Unit
from reflection.queries import desk, reports
from reflection.rules.places import rounded
from reflection.rules.texts import clean
from reflection.schemas import Assignment, Moderation, Review
from reflection.service import appeals, clocks
from reflection.service.announce import allowed, move, take
from reflection.service.answering import responsible_body
from reflection.service.routing import find_recurrence, suggest
from reflection.service.transfers import hand_over
from reflection.states import Action, Outcome, State


async def moderate(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Moderation, version: int | None
) -> Report:
    """Publish the redacted report, or reject it with a reason."""
    report = await take(session, report_id, version)
    note = clean(data.note)
    if data.decision == "accept":
        allowed(Action.ACCEPT, report)
        report.priority = data.priority
        if data.category and data.category != report.category_code:
            note = await _reclassify(session, report, data.category, note)
        await suggest(session, report)
        await find_recurrence(session, report, await clocks.terms_of(session))
        return await move(session, report, Action.ACCEPT, caller, note)
    if data.reason is None:
        raise ReasonMissing(
            fields=(FieldError("/reason", Text("Hãy chọn lý do từ chối", "Choose why it is rejected")),)
        )
    allowed(Action.REJECT, report)
    report.reject_reason, report.moderation_note = data.reason, note
    report.appeal_until = await appeals.until(session, now())
    await record(session, caller.subject, "report.rejected", str(report_id), {"reason": data.reason.value})
    return await move(session, report, Action.REJECT, caller, note)


async def _reclassify(session: AsyncSession, report: Report, code: str, note: str) -> str:
    """Put the report under the category it belongs to; the history says what it was."""
    category = await reports.find_category(session, code, now())
    if category is None:
        raise UnknownCategory(fields=(FieldError("/category", Text("Không có lĩnh vực này", "No such category")),))
    if category.stopper_vi:
        raise CategoryStopped(detail=Text(category.stopper_vi, category.stopper_en))
    was = report.category_code
    report.category, report.category_code, report.category_from = category, category.code, category.valid_from
    _place(report, is_home=category.is_home_rounded)
    return f"{was} → {code}. {note}".rstrip()


def _place(report: Report, *, is_home: bool) -> None:
    """Of a matter at home the public sees the quarter and staff the house; of another matter everybody the place."""
    if is_home and report.exact_lat is None:
        report.exact_lat, report.exact_lon, report.exact_address = report.lat, report.lon, report.address
        report.lat, report.lon, report.address = rounded(report.lat), rounded(report.lon), ""
    elif not is_home and report.exact_lat is not None and report.exact_lon is not None:
        report.lat, report.lon, report.address = report.exact_lat, report.exact_lon, report.exact_address or ""
        report.exact_lat = report.exact_lon = report.exact_address = None


async def assign(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Assignment, version: int | None
) -> Report:
    """Make a unit responsible until a due date, by the rules or by hand; another unit later is a transfer."""
    moment = now()
    if data.due_at and data.due_at <= moment:
        raise DueInThePast(fields=(FieldError("/due_at", Text("Hãy chọn ngày sau hôm nay", "Choose a later day")),))
    units = await known_units(session, [data.unit_id, *data.supporting])
    report = await take(session, report_id, version)
    note = clean(data.note)
    is_transfer = report.unit_id is not None and report.unit_id != data.unit_id
    allowed(Action.TRANSFER if is_transfer else Action.ASSIGN, report)
    if data.supporting or not is_transfer:
        report.supporting = [units[each] for each in dict.fromkeys(data.supporting) if each != data.unit_id]
    if data.due_at:
        clocks.start_by_hand(report, moment, data.due_at, note)
    elif report.deadline is None:
        clocks.start(report, await clocks.terms_of(session), moment)
    report.assign_note = note
    if is_transfer:
        return await hand_over(
            session, report, units[data.unit_id], caller, note=note, restarts_clock=data.due_at is not None
        )
    report.unit, report.unit_id = units[data.unit_id], data.unit_id
    return await move(session, report, Action.ASSIGN, caller, note)


async def known_units(session: AsyncSession, ids: list[UUID]) -> dict[UUID, Unit]:
    """Raises `UnknownUnit` that names the first one that is not in the registry."""
    found = await desk.units_named(session, ids)
    for number, each in enumerate(ids):
        if each not in found:
            where = "/unit_id" if number == 0 else f"/supporting/{number - 1}"
            raise UnknownUnit(fields=(FieldError(where, Text("Không có đơn vị này", "No such unit")),))
    return found


async def review(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Review, version: int | None
) -> Report:
    """Publish the unit's answer, or send it back with a reason. The clock stops at the moment of the answer."""
    report = await take(session, report_id, version)
    note = clean(data.note)
    if data.decision == "resolve":
        allowed(Action.RESOLVE, report)
        outcome = data.outcome or report.outcome or Outcome.UNSTATED
        if report.answer is not None:
            report.answer.accepted_at = now()
            clocks.stop(report, report.answer.answered_at)
            report.answer.responsible = responsible_body(outcome, data.responsible or report.answer.responsible)
        report.outcome = outcome
        return await move(session, report, Action.RESOLVE, caller, note)
    allowed(Action.RETURN, report)
    if not note:
        raise ReasonMissing(fields=(FieldError("/note", Text("Hãy viết vì sao trả lại", "Write why it goes back")),))
    if report.state is State.PLANNED:
        _refuse_plan(report)
    report.outcome = None
    return await move(session, report, Action.RETURN, caller, note)


def _refuse_plan(report: Report) -> None:
    """The deadline is again what it was before the plan."""
    plan = report.plans[-1]
    plan.refused_at = now()
    if report.deadline:
        report.deadline.due_at, report.deadline.is_date_only = plan.due_before, plan.was_date_only
