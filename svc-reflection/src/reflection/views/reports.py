"""The documents of a report: for everybody, for staff, for the reporter, for lists."""

from reflection import models, schemas
from reflection.rules.moves import staff_actions
from reflection.schemas.files import own_file, staff_file
from reflection.states import UNDER_REVIEW, Action, State
from reflection.views import records
from reflection.views.parts import (
    answer,
    attributes,
    category,
    exact_place,
    media,
    names,
    place,
    rating,
    timeline,
    unit,
    unit_names,
)


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
        "attributes": attributes(row),
        "outcome": row.outcome,
        "planned_for": row.plans[-1].planned_for if row.plans and row.plans[-1].refused_at is None else None,
        "first_due_at": row.deadline.first_due_at if row.deadline else None,
        "sanctions": [records.public_sanction(each) for each in row.sanctions],
        "duplicate_of": row.merged_into_id,
        "merged_count": row.merged_count,
        "transfer_count": row.transfer_count,
        "reopen_count": row.reopen_count,
        "supporters": row.supporters or 0,  # a row that is not flushed yet has no defaults
        "comments": row.comment_count or 0,
        "views": row.views,
        "version": row.version,
    }


def public_report(row: models.Report) -> schemas.Report:
    """What everybody may read: an answer, and what came of it, only when the operations centre has published it."""
    common = _common(row) | {"state": _shown_state(row)}
    if row.answer is not None and row.answer.accepted_at is None:
        common |= {"answer": None, "outcome": None}
    return schemas.Report.model_validate(common)


def staff_report(row: models.Report) -> schemas.StaffReport:
    last = row.extensions[-1] if row.extensions else None
    actions = staff_actions(
        row.state,
        waits_for_extension=last is not None and last.is_approved is None,
        may_extend=row.deadline is not None and not row.deadline.is_extended,
        has_unit=row.unit_id is not None,
        waits_for_appeal=waits_for_appeal(row),
    )
    more = {
        "place": exact_place(row),
        "unit_id": row.unit_id,
        "agency_id": row.unit.agency_id if row.unit else None,
        "supporting": [unit(each) for each in row.supporting],
        "source": row.source,
        "reject_reason": row.reject_reason,
        "appeal": records.own_appeal(row),
        "assign_note": row.assign_note,
        "actions": actions,
        "suggestion": records.suggestions(row),
        "claimed_by": row.claimed_by,
        "claimed_at": row.claimed_at,
        "clock": records.clock(row.deadline),
        "extensions": [records.extension(each) for each in row.extensions],
        "transfers": [records.transfer(each) for each in row.transfers],
        "plans": [records.plan(each) for each in row.plans],
        "sanction_records": [records.sanction(each) for each in row.sanctions],
        "state_since": row.state_since,
        "recurrence_of": row.recurrence_of_id,
        "files": [staff_file(each, row.id) for each in row.media],
    }
    return schemas.StaffReport.model_validate(_common(row) | more)


def own_report(row: models.Report) -> schemas.OwnReport:
    appeal = records.own_appeal(row)
    more = {
        "reject_reason": row.reject_reason,
        "note": row.moderation_note if row.state is State.REJECTED else "",
        "place": exact_place(row),
        "files": [own_file(each, row.id) for each in row.media if not (each.is_answer or each.is_partners)],
        "can_appeal": row.state is State.REJECTED and appeal is None,
        "appeal_until": row.appeal_until,
        "appeal": appeal,
        "can_rate": can_rate(row),
        "can_reopen": row.state is State.RESOLVED and row.reopen_count == 0,
        "is_asked": row.state is State.NEED_INFO,
        "is_asked_again": is_asked_again(row),
    }
    return schemas.OwnReport.model_validate(public_report(row).model_dump() | more)


def is_asked_again(row: models.Report) -> bool:
    done = {change.action for change in row.history}
    return Action.ASK_AGAIN in done and Action.FOLLOW_UP not in done


def waits_for_appeal(row: models.Report) -> bool:
    appeal = records.own_appeal(row)
    return appeal is not None and appeal.is_upheld is None


def can_rate(row: models.Report) -> bool:
    """Once for each time it was resolved, until it is closed."""
    return row.state is State.RESOLVED and (row.rating is None or row.rating.rated_at < row.state_since)


def _shown_state(row: models.Report) -> State:
    return State.ASSIGNED if row.state in UNDER_REVIEW else row.state


def summary(row: models.Report) -> schemas.ReportSummary:
    photos = [each for each in media(row, of_answer=False) if each.kind == "image"]
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
        supporters=row.supporters or 0,
        views=row.views,
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
