"""What scene reflection tells the other services. No word about the reporter and no free text."""

from typing import Any

from hueioc.events import Event
from reflection.events.report import (
    PUBLISHED,
    ReportAccepted,
    ReportAnswered,
    ReportAppealed,
    ReportAsked,
    ReportAskedAgain,
    ReportAssigned,
    ReportAttached,
    ReportChanged,
    ReportClaimed,
    ReportClosed,
    ReportCommented,
    ReportDeadlineWarned,
    ReportDelayed,
    ReportExtended,
    ReportExtensionAsked,
    ReportFacts,
    ReportFollowedUp,
    ReportInformed,
    ReportMerged,
    ReportMessaged,
    ReportNotExtended,
    ReportOverdue,
    ReportOverturned,
    ReportPlanned,
    ReportRated,
    ReportReceived,
    ReportRedacted,
    ReportRejected,
    ReportReleased,
    ReportReopened,
    ReportRescheduled,
    ReportResolved,
    ReportReturned,
    ReportSanctioned,
    ReportStarted,
    ReportSupported,
    ReportTransferAsked,
    ReportTransferred,
    ReportTransferRefused,
    ReportUnmerged,
    ReportUpheld,
    ReportVerified,
)
from reflection.models import Report
from reflection.states import Action, Outcome

__all__ = ["PLACE_DECIMALS", "PUBLISHED", "event_of", "facts_of"]

PLACE_DECIMALS = 5
"""As in the documents: about a metre."""


def event_of(action: Action, report: Report, **more: Any) -> Event:
    """The event that `action` on `report` publishes; `more` is what only this event says."""
    kind = _KINDS[action]
    if action is Action.EXPIRE and report.reject_reason:
        kind = ReportRejected
    return kind(**facts_of(report), **_own_facts(kind, report), **more)


def _own_facts(kind: type[ReportFacts], report: Report) -> dict[str, Any]:
    outcome = report.outcome or Outcome.UNSTATED
    if kind is ReportRejected:
        return {"reason": report.reject_reason}
    if kind in _FOR_THE_AGENCY and report.unit:
        return {"agency_id": report.unit.agency_id}
    if kind is ReportAccepted:
        return {"recurrence_of": report.recurrence_of_id}
    if kind is ReportRated and report.rating:
        return {"rating": report.rating.rating}
    if kind is ReportResolved and report.answer:
        return {"outcome": outcome, "answered_at": report.answer.answered_at}
    return {"outcome": outcome} if kind is ReportClosed else {}


_FOR_THE_AGENCY = (ReportAnswered, ReportReturned)
_KINDS: dict[Action, type[ReportFacts]] = {
    Action.SUBMIT: ReportReceived,
    Action.ACCEPT: ReportAccepted,
    Action.ASSIGN: ReportAssigned,
    Action.REJECT: ReportRejected,
    Action.APPEAL: ReportAppealed,
    Action.UPHOLD: ReportUpheld,
    Action.OVERTURN: ReportOverturned,
    Action.ANSWER: ReportAnswered,
    Action.RETURN: ReportReturned,
    Action.RESOLVE: ReportResolved,
    Action.RATE: ReportRated,
    Action.CLOSE: ReportClosed,
    Action.EXPIRE: ReportClosed,
    Action.ASK: ReportAsked,
    Action.INFORM: ReportInformed,
    Action.MERGE: ReportMerged,
    Action.UNMERGE: ReportUnmerged,
    Action.ASK_TRANSFER: ReportTransferAsked,
    Action.TRANSFER: ReportTransferred,
    Action.REFUSE_TRANSFER: ReportTransferRefused,
    Action.VERIFY: ReportVerified,
    Action.START: ReportStarted,
    Action.PLAN: ReportPlanned,
    Action.ASK_EXTENSION: ReportExtensionAsked,
    Action.EXTEND: ReportExtended,
    Action.REFUSE_EXTENSION: ReportNotExtended,
    Action.SANCTION: ReportSanctioned,
    Action.REOPEN: ReportReopened,
    Action.ASK_AGAIN: ReportAskedAgain,
    Action.FOLLOW_UP: ReportFollowedUp,
    Action.MESSAGE: ReportMessaged,
    Action.WARN: ReportDeadlineWarned,
    Action.BREACH: ReportOverdue,
    Action.DELAY: ReportDelayed,
    Action.RESCHEDULE: ReportRescheduled,
    Action.PICTURE: ReportChanged,
    Action.ATTACH: ReportAttached,
    Action.REDACT: ReportRedacted,
    Action.COMMENT: ReportCommented,
    Action.SUPPORT: ReportSupported,
    Action.CLAIM: ReportClaimed,
    Action.RELEASE: ReportReleased,
}


def facts_of(report: Report) -> dict[str, Any]:
    return {
        "report_id": report.id,
        "code": report.code,
        "category": report.category_code,
        "priority": report.priority,
        "lat": round(report.lat, PLACE_DECIMALS),
        "lon": round(report.lon, PLACE_DECIMALS),
        "ward": report.ward_code,
        "unit_id": report.unit_id,
        "due_at": report.deadline.due_at if report.deadline else None,
        "at": report.updated_at,
    }
