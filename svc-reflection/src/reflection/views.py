"""The documents that reports become: for the public, for staff, for the reporter, for lists. Pure."""

from hueioc.events import Audience
from hueioc.views import View
from reflection import models, schemas
from reflection.rules.moves import staff_actions
from reflection.states import UNDER_REVIEW, Action, State

SERVICE = "reflection"

REPORT = View(
    service=SERVICE,
    name="report",
    route="/v1/reports/{key}",
    schema=schemas.Report,
    audience=Audience.PUBLIC,
    most_keys=5_000,
)
STAFF_REPORT = View(
    service=SERVICE,
    name="desk",
    route="/v1/ops/reports/{key}",
    schema=schemas.StaffReport,
    audience=Audience.STAFF,
    most_keys=5_000,
)
FEED = View(
    service=SERVICE, name="feed", route="/v1/reports", schema=schemas.ReportPage, audience=Audience.PUBLIC, most_keys=1
)
QUEUE = View(
    service=SERVICE, name="queue", route="/v1/ops/queue", schema=schemas.Queue, audience=Audience.STAFF, most_keys=1
)
STATISTICS = View(
    service=SERVICE,
    name="statistics",
    route="/v1/ops/statistics",
    schema=schemas.Statistics,
    audience=Audience.STAFF,
    most_keys=1,
)
CATEGORIES = View(
    service=SERVICE,
    name="categories",
    route="/v1/report-categories",
    schema=schemas.Categories,
    audience=Audience.PUBLIC,
    most_keys=1,
)
UNITS = View(
    service=SERVICE, name="units", route="/v1/units", schema=schemas.Units, audience=Audience.PUBLIC, most_keys=1
)

_TIMELINE = frozenset({Action.ACCEPT, Action.ASSIGN, Action.RESOLVE, Action.CLOSE})
"""Steps that the public sees; the exchange between centre and unit stays inside."""


def names(row: models.Unit | models.Category) -> schemas.Names:
    return schemas.Names(vi=row.name_vi, en=row.name_en)


def unit(row: models.Unit) -> schemas.Unit:
    return schemas.Unit(id=row.id, agency_id=row.agency_id, name=names(row))


def unit_names(row: models.Unit | None) -> schemas.Names | None:
    return names(row) if row else None


def category(row: models.Category) -> schemas.Category:
    return schemas.Category(code=row.code, name=names(row), group=schemas.Names(vi=row.group_vi, en=row.group_en))


def place(row: models.Report) -> schemas.PublicPlace:
    return schemas.PublicPlace(
        lat=round(row.lat, 5), lon=round(row.lon, 5), address=row.address, ward=row.ward_code, ward_name=row.ward_name
    )


def media(row: models.Report, *, of_answer: bool) -> list[schemas.Medium]:
    """Only photos whose public copy is ready."""
    return [
        schemas.Medium(
            sha256=each.public_sha256,
            media_type="image/jpeg",
            width=each.width or 0,
            height=each.height or 0,
            url=f"/v1/reports/{row.id}/media/{each.public_sha256}",
        )
        for each in row.media
        if each.is_answer == of_answer and each.public_sha256
    ]


def answer(row: models.Report) -> schemas.Answer | None:
    if row.answer is None:
        return None
    return schemas.Answer(
        text=row.answer.text,
        unit=names(row.answer.unit),
        media=media(row, of_answer=True),
        answered_at=row.answer.answered_at,
    )


def rating(row: models.Report) -> schemas.RatingGiven | None:
    if row.rating is None:
        return None
    return schemas.RatingGiven(rating=row.rating.rating, comment=row.rating.comment, rated_at=row.rating.rated_at)


def timeline(row: models.Report) -> list[schemas.Step]:
    return [
        schemas.Step(state=each.target, at=each.at, unit=unit_names(each.unit))
        for each in row.history
        if each.action in _TIMELINE
    ]


def _common(row: models.Report) -> dict[str, object]:
    return {
        "id": row.id,
        "code": row.code,
        "state": row.state,
        "priority": row.priority,
        "category": category(row.category),
        "description": row.description,
        "place": place(row),
        "media": media(row, of_answer=False),
        "unit": unit_names(row.unit),
        "reported_at": row.created_at,
        "updated_at": row.updated_at,
        "due_at": row.deadline.due_at if row.deadline else None,
        "answer": answer(row),
        "rating": rating(row),
        "timeline": timeline(row),
        "version": row.version,
    }


def public_report(row: models.Report) -> schemas.Report:
    """What everybody may read. An answer under review reads as still assigned, without the answer."""
    common = _common(row)
    if row.state in UNDER_REVIEW:
        common |= {"state": State.ASSIGNED, "answer": None}
    return schemas.Report.model_validate(common)


def staff_report(row: models.Report) -> schemas.StaffReport:
    more = {
        "unit_id": row.unit_id,
        "reject_reason": row.reject_reason,
        "assign_note": row.assign_note,
        "actions": staff_actions(row.state),
    }
    return schemas.StaffReport.model_validate(_common(row) | more)


def own_report(row: models.Report) -> schemas.OwnReport:
    more = {
        "reject_reason": row.reject_reason,
        "note": row.moderation_note if row.state is State.REJECTED else "",
        "can_rate": row.state in {State.RESOLVED, State.CLOSED} and row.rating is None,
    }
    return schemas.OwnReport.model_validate(public_report(row).model_dump() | more)


def _shown_state(row: models.Report) -> State:
    return State.ASSIGNED if row.state in UNDER_REVIEW else row.state


def summary(row: models.Report) -> schemas.ReportSummary:
    photos = media(row, of_answer=False)
    return schemas.ReportSummary(
        id=row.id,
        code=row.code,
        state=_shown_state(row),
        category=names(row.category),
        description=row.description,
        place=place(row),
        photo=photos[0] if photos else None,
        unit=unit_names(row.unit),
        reported_at=row.created_at,
        due_at=row.deadline.due_at if row.deadline else None,
        rating=row.rating.rating if row.rating else None,
    )


def queue_item(row: models.Report) -> schemas.QueueItem:
    photos = media(row, of_answer=False)
    return schemas.QueueItem(
        id=row.id,
        code=row.code,
        state=row.state,
        priority=row.priority,
        category=names(row.category),
        description=row.description,
        ward_name=row.ward_name,
        lat=round(row.lat, 5),
        lon=round(row.lon, 5),
        photo=photos[0] if photos else None,
        unit=unit_names(row.unit),
        unit_id=row.unit_id,
        reported_at=row.created_at,
        due_at=row.deadline.due_at if row.deadline else None,
        updated_at=row.updated_at,
        version=row.version,
    )


def history_entry(row: models.Change) -> schemas.HistoryEntry:
    return schemas.HistoryEntry(
        action=row.action,
        source=row.source,
        target=row.target,
        actor=row.actor,
        actor_role=row.actor_role,
        note=row.note,
        at=row.at,
        version=row.version,
    )
