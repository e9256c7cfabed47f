"""What the operations centre does with a report: moderate, assign, review."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from reflection.errors import DueInThePast, ReasonMissing, UnknownUnit
from reflection.models import Deadline, Report
from reflection.queries import reports
from reflection.rules.texts import clean
from reflection.schemas import Assignment, Moderation, Review
from reflection.service.announce import move, take
from reflection.states import Action

CALENDAR_BY_HAND = "set-by-hand"
"""The due date was chosen by the operator, not computed by a version of the working calendar."""


async def moderate(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Moderation, version: int | None
) -> Report:
    """Publish the redacted report, or reject it with a reason."""
    report = await take(session, report_id, version)
    note = clean(data.note)
    if data.decision == "accept":
        report.priority = data.priority
        return await move(session, report, Action.ACCEPT, caller, note)
    if data.reason is None:
        raise ReasonMissing(
            fields=(FieldError("/reason", Text("Hãy chọn lý do từ chối", "Choose why it is rejected")),)
        )
    report.reject_reason, report.moderation_note = data.reason, note
    await record(session, caller.subject, "report.rejected", str(report_id), {"reason": data.reason.value})
    return await move(session, report, Action.REJECT, caller, note)


async def assign(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Assignment, version: int | None
) -> Report:
    """Make a unit responsible until a due date; once more for a transfer."""
    if data.due_at <= now():
        raise DueInThePast(fields=(FieldError("/due_at", Text("Hãy chọn ngày sau hôm nay", "Choose a later day")),))
    unit = await reports.find_unit(session, data.unit_id)
    if unit is None:
        raise UnknownUnit(fields=(FieldError("/unit_id", Text("Không có đơn vị này", "No such unit")),))
    report = await take(session, report_id, version)
    report.unit, report.unit_id, report.assign_note = unit, unit.id, clean(data.note)
    if report.deadline is None:
        report.deadline = Deadline(report_id=report.id, due_at=data.due_at, calendar_version=CALENDAR_BY_HAND)
    else:
        report.deadline.due_at, report.deadline.calendar_version = data.due_at, CALENDAR_BY_HAND
    return await move(session, report, Action.ASSIGN, caller, report.assign_note)


async def review(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Review, version: int | None
) -> Report:
    """Publish the unit's answer, or send it back with a reason."""
    report = await take(session, report_id, version)
    note = clean(data.note)
    if data.decision == "resolve":
        return await move(session, report, Action.RESOLVE, caller, note)
    if not note:
        raise ReasonMissing(fields=(FieldError("/note", Text("Hãy viết vì sao trả lại", "Write why it goes back")),))
    return await move(session, report, Action.RETURN, caller, note)
