"""What was asked, decided and said on the way, as documents show it."""

from datetime import datetime
from uuid import UUID

from reflection import models, schemas
from reflection.states import Action
from reflection.views.parts import exact_place

DECISIONS = frozenset({Action.UPHOLD, Action.OVERTURN})


def names(row: models.Unit | None) -> schemas.Names | None:
    return schemas.Names(vi=row.name_vi, en=row.name_en) if row else None


def public_sanction(row: models.Sanction) -> schemas.PublicSanction:
    return schemas.PublicSanction(article=row.article, amount_vnd=row.amount_vnd, decided_at=row.decided_at)


def sanction(row: models.Sanction) -> schemas.Sanction:
    return schemas.Sanction(
        **public_sanction(row).model_dump(), minutes_number=row.minutes_number, decision_number=row.decision_number
    )


def suggestions(row: models.Report) -> list[schemas.Suggestion]:
    return [
        schemas.Suggestion(
            unit_id=UUID(each["unit_id"]),
            unit=schemas.Names(vi=each["vi"], en=each["en"]),
            is_lead=each["part"] == "lead",
            rule=each["rule"],
        )
        for each in row.suggestion or ()
    ]


def clock(row: models.Deadline | None) -> schemas.Clock | None:
    return schemas.Clock.model_validate(row, from_attributes=True) if row else None


def extension(row: models.Extension) -> schemas.Extension:
    return schemas.Extension.model_validate(row, from_attributes=True)


def transfer(row: models.Transfer) -> schemas.Transfer:
    return schemas.Transfer.model_validate(row, from_attributes=True)


def plan(row: models.Plan) -> schemas.Plan:
    return schemas.Plan.model_validate(row, from_attributes=True)


def message(row: models.Message, unit: models.Unit | None) -> schemas.Message:
    return schemas.Message(id=row.id, author=row.author, unit=names(unit), text=row.text, sent_at=row.sent_at)


def field_note(row: models.FieldNote, unit: models.Unit | None) -> schemas.FieldNote:
    return schemas.FieldNote(
        id=row.id,
        author=row.author,
        unit=names(unit),
        text=row.text,
        photos=row.photos,
        written_at=row.written_at,
    )


def lock(row: models.AccountLock) -> schemas.AccountLock:
    return schemas.AccountLock.model_validate(row, from_attributes=True)


def appeal(row: models.Appeal, report: models.Report, reader: str) -> schemas.Appeal:
    """As the centre reads it; `reader` is who asks."""
    return schemas.Appeal(
        report_id=report.id,
        code=report.code,
        state=report.state,
        category=schemas.Names(vi=report.category.name_vi, en=report.category.name_en),
        description=report.description,
        text=row.text,
        appealed_at=row.appealed_at,
        reject_reason=row.reject_reason,
        reject_note=row.reject_note,
        rejected_at=row.rejected_at,
        can_decide=row.is_upheld is None and row.rejected_by != reader,
        is_upheld=row.is_upheld,
        note=row.note,
        decided_at=row.decided_at,
        version=report.version,
    )


def own_appeal(row: models.Report) -> schemas.OwnAppeal | None:
    """The reporter's appeal as the history has it."""
    asked = next((each for each in row.history if each.action is Action.APPEAL), None)
    if asked is None:
        return None
    found = next((each for each in row.history if each.action in DECISIONS), None)
    return schemas.OwnAppeal(
        text=asked.note,
        appealed_at=asked.at,
        is_upheld=found.action is Action.UPHOLD if found else None,
        note=found.note if found else "",
        decided_at=found.at if found else None,
    )


def template(row: models.AnswerTemplate) -> schemas.Template:
    return schemas.Template(
        id=row.id,
        name=row.name,
        category=row.category_code,
        outcome=row.outcome,
        text=row.text_vi,
        changed_at=row.changed_at,
    )


def shortlist_item(row: models.Report, added_at: datetime) -> schemas.ShortlistItem:
    place = exact_place(row)
    return schemas.ShortlistItem(
        report_id=row.id,
        code=row.code,
        state=row.state,
        category=schemas.Names(vi=row.category.name_vi, en=row.category.name_en),
        ward_name=row.ward_name,
        lat=place.lat,
        lon=place.lon,
        due_at=row.deadline.due_at if row.deadline else None,
        added_at=added_at,
    )


def hidden_words(row: models.HiddenWords) -> schemas.HiddenWordsMade:
    return schemas.HiddenWordsMade(
        id=row.id,
        places=row.places,
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
        can_undo=row.undone_at is None and row.sealed_words is not None,
    )
