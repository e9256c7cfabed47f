"""A unit that is not competent, and who is: asked by the unit, decided by the operations centre."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from reflection.errors import NothingToDecide, ReasonMissing, UnknownUnit
from reflection.models import Report, Transfer, Unit
from reflection.queries import reports
from reflection.rules.terms import Term
from reflection.rules.texts import clean
from reflection.schemas import TransferDecision, TransferRequest
from reflection.service import clocks
from reflection.service.announce import allowed, move, take
from reflection.service.routing import suggest
from reflection.states import Action


async def request(
    session: AsyncSession, report_id: UUID, caller: Principal, data: TransferRequest, version: int | None
) -> Report:
    """The unit says that it is not competent. It has a working day for that; later is told as late, not refused."""
    report = await take(session, report_id, version)
    allowed(Action.ASK_TRANSFER, report)
    caller.must_act_for(str(report.unit_id or ""))
    if report.unit_id is None or report.deadline is None:
        raise NothingToDecide
    if data.suggested_unit_id and await reports.find_unit(session, data.suggested_unit_id) is None:
        raise UnknownUnit(fields=(FieldError("/suggested_unit_id", Text("Không có đơn vị này", "No such unit")),))
    terms = await clocks.terms_at(session, report.deadline.started_at)
    moment, reason = now(), redact(clean(data.reason))
    report.transfers.append(
        Transfer(
            id=uuid7(),
            report_id=report.id,
            from_unit_id=report.unit_id,
            suggested_unit_id=data.suggested_unit_id,
            reason=reason,
            asked_by=caller.subject,
            asked_at=moment,
            is_late=moment > terms.due(Term.TRANSFER_REQUEST, report.deadline.started_at).at,
            note="",
        )
    )
    await suggest(session, report)
    return await move(session, report, Action.ASK_TRANSFER, caller, reason)


async def decide(
    session: AsyncSession, report_id: UUID, caller: Principal, data: TransferDecision, version: int | None
) -> Report:
    """The centre names another unit, or lets the unit keep it. Also without a request."""
    report = await take(session, report_id, version)
    note = redact(clean(data.note))
    if data.decision == "refuse":
        allowed(Action.REFUSE_TRANSFER, report)
        if not note:
            raise ReasonMissing(fields=(FieldError("/note", Text("Hãy viết lý do", "Write why")),))
        _decided(report, caller, note, to=None, restarts_clock=False)
        return await move(session, report, Action.REFUSE_TRANSFER, caller, note)
    allowed(Action.TRANSFER, report)
    unit = await reports.find_unit(session, data.unit_id) if data.unit_id else None
    if unit is None or unit.id == report.unit_id:
        why = Text("Hãy chọn đơn vị khác trong danh bạ", "Choose another unit of the registry")
        raise UnknownUnit(fields=(FieldError("/unit_id", why),))
    if data.restart_clock:
        clocks.start(report, await clocks.terms_of(session), now())
    return await hand_over(session, report, unit, caller, note=note, restarts_clock=data.restart_clock)


async def hand_over(
    session: AsyncSession, report: Report, unit: Unit, caller: Principal, *, note: str, restarts_clock: bool
) -> Report:
    """Another unit is responsible; the trail and the count stay."""
    was = report.unit_id
    if was is None:
        raise NothingToDecide
    if not _decided(report, caller, note, to=unit.id, restarts_clock=restarts_clock):
        moment = now()
        own = Transfer(
            id=uuid7(),
            report_id=report.id,
            from_unit_id=was,
            reason=note,
            asked_by=caller.subject,
            asked_at=moment,
            is_late=False,
            note="",
        )
        report.transfers.append(own)
        _decided(report, caller, note, to=unit.id, restarts_clock=restarts_clock)
    report.transfer_count += 1
    report.unit, report.unit_id = unit, unit.id
    report.supporting = [each for each in report.supporting if each.id != unit.id]
    facts = {"from_unit_id": was, "restarts_clock": restarts_clock, "transfers": report.transfer_count}
    return await move(session, report, Action.TRANSFER, caller, note, **facts)


def _decided(report: Report, caller: Principal, note: str, *, to: UUID | None, restarts_clock: bool) -> bool:
    """Close the request that waits; False when none does."""
    waiting = next((each for each in report.transfers if each.is_approved is None), None)
    if waiting is None:
        return False
    waiting.is_approved, waiting.to_unit_id, waiting.restarts_clock = to is not None, to, restarts_clock
    waiting.decided_by, waiting.decided_at, waiting.note = caller.subject, now(), note
    return True


def void(report: Report, caller: Principal) -> None:
    """A request that nobody need decide any more."""
    _decided(report, caller, "", to=None, restarts_clock=False)
