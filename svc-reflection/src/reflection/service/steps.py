"""What the unit does on the way, and what it asks for: verify, start, plan, more time; sanctions on record."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.workdays.calendar import BeyondCalendar
from reflection.errors import (
    AlreadyExtended,
    ExtensionTooLate,
    ExtensionTooLong,
    InTheFuture,
    NothingToDecide,
    PastTheCalendar,
    PlannedTooEarly,
    ReasonMissing,
)
from reflection.models import Extension, Plan, Report, Sanction
from reflection.rules import clock as rule
from reflection.rules.terms import Term
from reflection.rules.texts import clean
from reflection.schemas import ExtensionDecision, ExtensionRequest, PlanCreate, Progress, SanctionCreate
from reflection.service import clocks
from reflection.service.announce import allowed, move, take
from reflection.service.submit import demand_uploaded
from reflection.states import Action, Outcome


async def mine(
    session: AsyncSession, report_id: UUID, caller: Principal, action: Action, version: int | None
) -> Report:
    """The report, locked, when `action` is allowed in its state and to the caller's unit."""
    report = await take(session, report_id, version)
    allowed(action, report)
    caller.must_act_for(str(report.unit_id or ""))
    return report


async def progress(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Progress, version: int | None
) -> Report:
    """The unit is on the spot, or at work."""
    action = Action.VERIFY if data.step == "verify" else Action.START
    report = await mine(session, report_id, caller, action, version)
    return await move(session, report, action, caller, redact(clean(data.note)))


async def plan(
    session: AsyncSession, report_id: UUID, caller: Principal, data: PlanCreate, version: int | None
) -> Report:
    """The work is planned for a day, by a document. The centre may send it back."""
    report = await mine(session, report_id, caller, Action.PLAN, version)
    if data.planned_for <= now().astimezone(VIETNAM).date():
        why = Text("Hãy chọn ngày sau hôm nay", "Choose a day after today")
        raise PlannedTooEarly(fields=(FieldError("/planned_for", why),))
    await demand_uploaded(session, caller, [data.document])
    clock = clocks.clock_of(report.deadline)
    if clock is None:
        raise NothingToDecide
    reason = redact(clean(data.reason))
    report.plans.append(
        Plan(
            id=uuid7(),
            report_id=report.id,
            planned_for=data.planned_for,
            document=data.document,
            reason=reason,
            made_by=caller.subject,
            made_at=now(),
            due_before=clock.due_at,
            was_date_only=clock.is_date_only,
        )
    )
    clocks.keep(report, rule.planned(clock, data.planned_for))
    report.outcome = Outcome.PLANNED
    facts = {"planned_for": data.planned_for, "due_before": clock.due_at}
    return await move(session, report, Action.PLAN, caller, reason, **facts)


async def ask_extension(
    session: AsyncSession, report_id: UUID, caller: Principal, data: ExtensionRequest, version: int | None
) -> Report:
    """The unit asks for more time: once, before the deadline, at most what the rule allows."""
    report = await mine(session, report_id, caller, Action.ASK_EXTENSION, version)
    clock, terms = clocks.clock_of(report.deadline), await clocks.terms_of(session)
    if clock is None or any(each.is_approved is None for each in report.extensions) or clock.is_extended:
        raise AlreadyExtended
    if now() > clock.due_at:
        raise ExtensionTooLate
    most = terms.rule(Term.EXTENSION).value
    if data.working_days > most:
        why = Text(f"Tối đa {most} ngày làm việc", f"At most {most} working days")
        raise ExtensionTooLong(fields=(FieldError("/working_days", why),))
    reason = redact(clean(data.reason))
    report.extensions.append(
        Extension(
            id=uuid7(),
            report_id=report.id,
            working_days=data.working_days,
            reason=reason,
            asked_by=caller.subject,
            asked_at=now(),
            note="",
            due_before=clock.due_at,
        )
    )
    facts = {"working_days": data.working_days}
    return await move(session, report, Action.ASK_EXTENSION, caller, reason, **facts)


async def decide_extension(
    session: AsyncSession, report_id: UUID, caller: Principal, data: ExtensionDecision, version: int | None
) -> Report:
    """The centre decides before the deadline; afterwards only refusing is left."""
    report = await take(session, report_id, version)
    action = Action.EXTEND if data.decision == "approve" else Action.REFUSE_EXTENSION
    allowed(action, report)
    waiting = next((each for each in report.extensions if each.is_approved is None), None)
    clock = clocks.clock_of(report.deadline)
    if waiting is None or clock is None:
        raise NothingToDecide
    note = redact(clean(data.note))
    if action is Action.REFUSE_EXTENSION and not note:
        raise ReasonMissing(fields=(FieldError("/note", Text("Hãy viết lý do", "Write why")),))
    if action is Action.EXTEND:
        await _extend(session, report, clock, waiting)
    waiting.is_approved, waiting.note = action is Action.EXTEND, note
    waiting.decided_by, waiting.decided_at = caller.subject, now()
    facts = {"due_before": waiting.due_before} if action is Action.EXTEND else {}
    return await move(session, report, action, caller, note, **facts)


async def _extend(session: AsyncSession, report: Report, clock: rule.Clock, waiting: Extension) -> None:
    if now() > clock.due_at:
        raise ExtensionTooLate
    if clock.is_extended:
        raise AlreadyExtended
    terms = await clocks.terms_of(session)
    try:
        longer = rule.extended(clock, waiting.working_days, terms.calendar)
    except BeyondCalendar as error:
        raise PastTheCalendar from error
    waiting.due_before, waiting.due_after = clock.due_at, longer.due_at
    clocks.keep(report, longer)


async def sanction(
    session: AsyncSession, report_id: UUID, caller: Principal, data: SanctionCreate, version: int | None
) -> Report:
    """Put a sanction on record; whom it met is kept in the case file, not here."""
    report = await mine(session, report_id, caller, Action.SANCTION, version)
    if data.decided_at > now().astimezone(VIETNAM).date():
        raise InTheFuture(fields=(FieldError("/decided_at", Text("Ngày ở tương lai", "Lies in the future")),))
    article = redact(clean(data.article))
    report.sanctions.append(
        Sanction(
            id=uuid7(),
            report_id=report.id,
            minutes_number=redact(clean(data.minutes_number)),
            decision_number=redact(clean(data.decision_number)),
            article=article,
            amount_vnd=data.amount_vnd,
            decided_at=data.decided_at,
            recorded_by=caller.subject,
            recorded_at=now(),
        )
    )
    await record(session, caller.subject, "report.sanctioned", str(report.id), {"amount_vnd": data.amount_vnd})
    facts = {"article": article, "amount_vnd": data.amount_vnd}
    return await move(session, report, Action.SANCTION, caller, article, **facts)
