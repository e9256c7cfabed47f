"""What scene reflection tells the other services. No word about the reporter and no free text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from hueioc.events import Audience, Event
from reflection.models import Report
from reflection.states import Action, Priority, Rating, RejectReason

PLACE_DECIMALS = 5
"""As in the documents: about a metre."""


class _Facts(Event, type="vn.hue.reflection.report.changed.v1", audience=Audience.STAFF):
    """What every event of a report says. Not published itself."""

    report_id: UUID
    code: str
    category: str
    priority: Priority
    lat: float
    lon: float
    ward: str | None
    unit_id: UUID | None
    due_at: datetime | None
    at: datetime


class ReportReceived(_Facts, type="vn.hue.reflection.report.received.v1", audience=Audience.STAFF):
    """A citizen has sent a report; it is not public yet."""


class ReportRejected(_Facts, type="vn.hue.reflection.report.rejected.v1", audience=Audience.STAFF):
    """The operations centre has not taken it."""

    reason: RejectReason


class ReportAccepted(_Facts, type="vn.hue.reflection.report.accepted.v1", audience=Audience.PUBLIC):
    """It was moderated and is public now."""


class ReportAssigned(_Facts, type="vn.hue.reflection.report.assigned.v1", audience=Audience.PUBLIC):
    """A unit is responsible, with a due date."""


class ReportAnswered(_Facts, type="vn.hue.reflection.report.answered.v1", audience=Audience.AGENCY):
    """The unit has answered; the answer waits for review."""

    agency_id: UUID


class ReportReturned(_Facts, type="vn.hue.reflection.report.returned.v1", audience=Audience.AGENCY):
    """The operations centre has sent the answer back."""

    agency_id: UUID


class ReportResolved(_Facts, type="vn.hue.reflection.report.resolved.v1", audience=Audience.PUBLIC):
    """The answer is published."""


class ReportRated(_Facts, type="vn.hue.reflection.report.rated.v1", audience=Audience.PUBLIC):
    """The reporter has rated the answer."""

    rating: Rating


class ReportClosed(_Facts, type="vn.hue.reflection.report.closed.v1", audience=Audience.PUBLIC):
    """The time for rating is over."""


class ReportChanged(_Facts, type="vn.hue.reflection.report.pictured.v1", audience=Audience.STAFF):
    """The public copies of its photos are ready."""


PUBLISHED = (
    ReportReceived,
    ReportRejected,
    ReportAccepted,
    ReportAssigned,
    ReportAnswered,
    ReportReturned,
    ReportResolved,
    ReportRated,
    ReportClosed,
    ReportChanged,
)


def event_of(action: Action, report: Report) -> Event:
    """The event that `action` on `report` publishes."""
    facts = facts_of(report)
    match action:
        case Action.REJECT if report.reject_reason:
            return ReportRejected(**facts, reason=report.reject_reason)
        case Action.ANSWER if report.unit:
            return ReportAnswered(**facts, agency_id=report.unit.agency_id)
        case Action.RETURN if report.unit:
            return ReportReturned(**facts, agency_id=report.unit.agency_id)
        case Action.RATE if report.rating:
            return ReportRated(**facts, rating=report.rating.rating)
        case _:
            return _PLAIN[action](**facts)


_PLAIN: dict[Action, type[_Facts]] = {
    Action.SUBMIT: ReportReceived,
    Action.ACCEPT: ReportAccepted,
    Action.ASSIGN: ReportAssigned,
    Action.RESOLVE: ReportResolved,
    Action.CLOSE: ReportClosed,
    Action.PICTURE: ReportChanged,
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
