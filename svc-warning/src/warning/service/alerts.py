"""Drafts, and their way to a second officer. Nobody approves what the own hand has written or submitted."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import wards
from hueioc.clock import now
from hueioc.errors import FieldError, Text, invalid_field
from hueioc.ids import uuid7
from warning import schemas
from warning.errors import BreaksRules, NotActive, PendingAlready, SameOfficer, UnknownAlert
from warning.models import Alert
from warning.queries import alerts
from warning.rules.cap_check import Finding, errors
from warning.service.announce import announce, move
from warning.service.composing import compose, facts_now
from warning.service.voice import Voice
from warning.states import PENDING, Action, MsgType, ResponseType, State, Urgency


async def find(session: AsyncSession, alert_id: UUID) -> Alert:
    row = await alerts.find(session, alert_id)
    if row is None:
        raise UnknownAlert
    return row


async def lock(session: AsyncSession, alert_id: UUID) -> Alert:
    """With its whole chain, so that no two messages of one danger change at once."""
    row = await find(session, alert_id)
    return next(each for each in await alerts.lock_chain(session, row.chain_id) if each.id == alert_id)


async def draft(session: AsyncSession, data: schemas.AlertWrite, actor: str, origin: str = "", note: str = "") -> Alert:
    """A new danger: the first message of its chain."""
    alert_id = uuid7()
    row = Alert(id=alert_id, chain_id=alert_id, origin=origin, note=note, drafted_by=actor, state=State.DRAFT)
    row.msg_type = MsgType.ALERT
    return await _drafted(session, row, data, actor)


async def draft_update(session: AsyncSession, before: Alert, data: schemas.AlertWrite, actor: str) -> Alert:
    """The next message of a warning in force."""
    _demand_in_force(before, await alerts.lock_chain(session, before.chain_id))
    row = Alert(id=uuid7(), chain_id=before.chain_id, origin=before.origin, drafted_by=actor, state=State.DRAFT)
    row.msg_type = MsgType.UPDATE
    return await _drafted(session, row, data.model_copy(update={"status": before.status}), actor)


async def draft_cancel(session: AsyncSession, before: Alert, data: schemas.CancelWrite, actor: str) -> Alert:
    """Takes a warning in force back; it names the same places, and why."""
    _demand_in_force(before, await alerts.lock_chain(session, before.chain_id))
    same = ("status", "hazard", "risk_level", "severity", "certainty", "onset", "expires", "wards", "polygons")
    row = Alert(
        id=uuid7(),
        chain_id=before.chain_id,
        origin=before.origin,
        state=State.DRAFT,
        msg_type=MsgType.CANCEL,
        urgency=Urgency.PAST,
        response_types=[ResponseType.ALL_CLEAR.value],
        circles=before.circles,
        texts=_cancelling(before.texts, data),
        note=data.reason_vi,
        drafted_by=actor,
        **{name: getattr(before, name) for name in same},
    )
    session.add(row)
    await announce(session, row, Action.DRAFT, actor)
    return row


def _cancelling(texts: dict[str, Any], data: schemas.CancelWrite) -> dict[str, Any]:
    words = (
        ("vi", "Hủy cảnh báo: ", data.reason_vi, "Cảnh báo không còn hiệu lực."),
        ("en", "Cancelled: ", data.reason_en, "The warning holds no longer."),
    )
    return {
        key: {"headline": (begin + texts[key]["headline"])[:140], "description": reason, "instruction": instruction}
        for key, begin, reason, instruction in words
    }


def _demand_in_force(before: Alert, chain: Iterable[Alert]) -> None:
    if before.state is not State.ISSUED or before.msg_type is MsgType.CANCEL or before.expires <= now():
        raise NotActive
    if any(each.state in PENDING for each in chain):
        raise PendingAlready


async def _drafted(session: AsyncSession, row: Alert, data: schemas.AlertWrite, actor: str) -> Alert:
    await _write(session, row, data)
    session.add(row)
    await announce(session, row, Action.DRAFT, actor)
    return row


async def edit(session: AsyncSession, alert_id: UUID, data: schemas.AlertWrite, actor: str) -> Alert:
    """The whole of it anew; whoever edits may not approve it any more."""
    row = await lock(session, alert_id)
    move(row, Action.EDIT)
    await _write(session, row, data)
    row.edited_by, row.submitted_by = actor, ""
    await announce(session, row, Action.EDIT, actor)
    return row


async def _write(session: AsyncSession, row: Alert, data: schemas.AlertWrite) -> None:
    facts = await facts_now(session)
    if data.hazard not in facts.hazards:
        raise invalid_field("/hazard", "Không có loại hiểm họa này", "There is no such hazard")
    if data.risk_level not in facts.levels:
        raise invalid_field("/risk_level", "Không có cấp rủi ro này", "There is no such risk level")
    if unknown := [code for code in data.wards if code not in wards()]:
        raise invalid_field("/wards", f"Không có phường/xã mang mã {unknown[0]}", f"No ward has the code {unknown[0]}")
    if not (data.wards or data.polygons or data.circles):
        raise invalid_field(
            "/wards", "Chọn ít nhất một phường/xã hoặc vẽ một vùng", "Choose a ward at least, or draw an area"
        )
    if data.expires <= now():
        raise invalid_field("/expires", "Thời điểm hết hạn phải ở tương lai", "It must expire in the future")
    row.status, row.hazard, row.risk_level = data.status, data.hazard, data.risk_level
    row.severity = facts.levels[data.risk_level].severity
    row.urgency, row.certainty = data.urgency, data.certainty
    row.response_types = [each.value for each in dict.fromkeys(data.response_types)]
    row.onset, row.expires = data.onset, data.expires.replace(microsecond=0)
    row.texts = data.texts.model_dump()
    row.wards = list(dict.fromkeys(data.wards))
    row.polygons = [[list(pair) for pair in ring] for ring in data.polygons]
    row.circles = [list(circle) for circle in data.circles]


async def submit(session: AsyncSession, alert_id: UUID, actor: str, voice: Voice) -> Alert:
    """The officer stands for it now, also for what the machine has drafted. Raises `BreaksRules`."""
    row = await lock(session, alert_id)
    move(row, Action.SUBMIT)
    row.submitted_by = actor
    await demand_rules(session, row, voice)
    await announce(session, row, Action.SUBMIT, actor)
    return row


async def approve(session: AsyncSession, alert_id: UUID, actor: str) -> Alert:
    row = await lock(session, alert_id)
    if actor in {row.drafted_by, row.edited_by, row.submitted_by}:
        raise SameOfficer
    move(row, Action.APPROVE)
    row.approved_by = actor
    await announce(session, row, Action.APPROVE, actor)
    return row


async def reject(session: AsyncSession, alert_id: UUID, reason: str, actor: str) -> Alert:
    row = await lock(session, alert_id)
    move(row, Action.REJECT)
    await announce(session, row, Action.REJECT, actor, reason=reason)
    return row


async def withdraw(session: AsyncSession, alert_id: UUID, actor: str) -> Alert:
    row = await lock(session, alert_id)
    return await withdraw_locked(session, row, actor)


async def withdraw_locked(session: AsyncSession, row: Alert, actor: str, **facts: Any) -> Alert:
    move(row, Action.WITHDRAW)
    row.ended_at = now()
    await announce(session, row, Action.WITHDRAW, actor, **facts)
    return row


async def demand_rules(session: AsyncSession, row: Alert, voice: Voice) -> None:
    """Every rule of CAP on the message as it would go out now."""
    found = errors(await compose(session, row, voice, await facts_now(session)))
    if found:
        raise BreaksRules(fields=fields_of(found))


def fields_of(found: Iterable[Finding]) -> tuple[FieldError, ...]:
    return tuple(FieldError(each.pointer, Text(*each.words)) for each in found)
