"""One change of an alert: its state, its version, its line of history, its event, its document, its proof."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import audit
from hueioc.clock import now
from hueioc.outbox import publish
from warning.errors import NotNow
from warning.events import (
    AlertApproved,
    AlertCancelled,
    AlertDrafted,
    AlertExpired,
    AlertFacts,
    AlertIssued,
    AlertOut,
    AlertRehearsed,
    AlertRejected,
    AlertSubmitted,
    AlertUpdated,
    AlertWithdrawn,
)
from warning.models import Alert, AlertChange
from warning.service.documents import show
from warning.states import MOVES, Action, MsgType, Status

MACHINE = "system"
_EVENTS: dict[Action, type[AlertFacts]] = {
    Action.SUBMIT: AlertSubmitted,
    Action.APPROVE: AlertApproved,
    Action.REJECT: AlertRejected,
    Action.WITHDRAW: AlertWithdrawn,
}
_ISSUED: dict[MsgType, type[AlertOut]] = {
    MsgType.ALERT: AlertIssued,
    MsgType.UPDATE: AlertUpdated,
    MsgType.CANCEL: AlertCancelled,
}


def move(alert: Alert, action: Action) -> None:
    """The new state; raises `NotNow`."""
    allowed, state = MOVES[action]
    if alert.state not in allowed:
        raise NotNow
    alert.state = state


async def announce(session: AsyncSession, alert: Alert, action: Action, actor: str, **facts: Any) -> None:
    """After the row was changed."""
    moment = now()
    alert.updated_at = moment
    await session.flush()
    session.add(AlertChange(alert_id=alert.id, action=action, actor=actor, at=moment, facts=facts))
    await session.flush()
    if event := _event_of(alert, action):
        publish(session, event, subject_id=alert.id, version=alert.version)
    await show(session, alert)
    await audit.record(session, actor, f"alert.{action.value}", str(alert.id), {"version": alert.version})


def _event_of(alert: Alert, action: Action) -> AlertFacts | None:
    """What takes the place of others says so in its own event; the others only change their documents."""
    if action in {Action.DRAFT, Action.EDIT}:
        return AlertDrafted(**_facts(alert), origin=alert.origin)
    if kind := _EVENTS.get(action):
        return kind(**_facts(alert))
    if action is Action.ISSUE and alert.status is not Status.ACTUAL:
        return AlertRehearsed(**_facts(alert))
    if action is Action.ISSUE:
        return _ISSUED[alert.msg_type](**_facts(alert), **_envelope(alert))
    if action is Action.EXPIRE and alert.status is Status.ACTUAL and alert.msg_type is not MsgType.CANCEL:
        return AlertExpired(**_facts(alert), **_envelope(alert))
    return None


def _envelope(alert: Alert) -> dict[str, Any]:
    return {"identifier": alert.identifier, "sender": alert.sender, "sent": alert.sent}


def _facts(alert: Alert) -> dict[str, Any]:
    return {
        "alert_id": alert.id,
        "chain_id": alert.chain_id,
        "status": alert.status,
        "msg_type": alert.msg_type,
        "hazard": alert.hazard,
        "risk_level": alert.risk_level,
        "severity": alert.severity,
        "headline_vi": alert.texts["vi"]["headline"],
        "headline_en": alert.texts["en"]["headline"],
        "wards": tuple(alert.covered or alert.wards),
        "expires": alert.expires,
        "at": alert.updated_at,
    }
