"""What several documents are made of."""

from reflection import models, schemas
from reflection.schemas.files import public_medium
from reflection.states import Action, RatingReason

_TIMELINE = frozenset(
    {
        Action.ACCEPT,
        Action.MERGE,
        Action.ASSIGN,
        Action.TRANSFER,
        Action.VERIFY,
        Action.START,
        Action.PLAN,
        Action.RESOLVE,
        Action.REOPEN,
        Action.CLOSE,
        Action.EXPIRE,
    }
)
"""Steps that the public sees; the exchange between centre and unit stays inside."""


def names(row: models.Unit | models.Category) -> schemas.Names:
    return schemas.Names(vi=row.name_vi, en=row.name_en)


def unit(row: models.Unit) -> schemas.Unit:
    return schemas.Unit(id=row.id, agency_id=row.agency_id, name=names(row))


def unit_names(row: models.Unit | None) -> schemas.Names | None:
    return names(row) if row else None


def category(row: models.Category) -> schemas.Category:
    return schemas.Category(code=row.code, name=names(row), group=schemas.Names(vi=row.group_vi, en=row.group_en))


def category_entry(row: models.Category) -> schemas.CategoryEntry:
    """A category with what is asked and said before the form."""
    return schemas.CategoryEntry(
        **category(row).model_dump(),
        parent=row.parent_code,
        emergency=said(row.emergency_vi, row.emergency_en),
        stopper=said(row.stopper_vi, row.stopper_en),
        is_urgent=row.is_urgent,
        questions=[question(each) for each in row.questions],
    )


def said(vi: str, en: str) -> schemas.Names | None:
    return schemas.Names(vi=vi, en=en) if vi else None


def question(row: models.Question) -> schemas.Question:
    return schemas.Question(
        code=row.code,
        kind=row.kind,
        is_asked=row.is_asked,
        is_required=row.is_required,
        text=schemas.Names(vi=row.text_vi, en=row.text_en),
        hint=said(row.hint_vi, row.hint_en),
        choices=[
            schemas.Choice(key=each["key"], name=schemas.Names(vi=each["vi"], en=each["en"])) for each in row.choices
        ],
    )


def place(row: models.Report) -> schemas.PublicPlace:
    return schemas.PublicPlace(
        lat=round(row.lat, 5), lon=round(row.lon, 5), address=row.address, ward=row.ward_code, ward_name=row.ward_name
    )


def exact_place(row: models.Report) -> schemas.PublicPlace:
    """For staff, who must find it."""
    if row.exact_lat is None or row.exact_lon is None:
        return place(row)
    exact = {"lat": round(row.exact_lat, 5), "lon": round(row.exact_lon, 5), "address": row.exact_address or ""}
    return place(row).model_copy(update=exact)


def media(row: models.Report, *, of_answer: bool) -> list[schemas.Medium]:
    """Only files whose public copy is ready and not held back."""
    return [public_medium(each, row.id) for each in row.media if each.is_answer == of_answer and each.public_sha256]


def answer(row: models.Report) -> schemas.Answer | None:
    if row.answer is None:
        return None
    return schemas.Answer(
        text=row.answer.text,
        responsible=row.answer.responsible or "",  # a row that is not flushed yet has no defaults
        unit=names(row.answer.unit),
        media=media(row, of_answer=True),
        answered_at=row.answer.answered_at,
    )


def attributes(row: models.Report) -> list[schemas.AttributeAnswer]:
    return [schemas.AttributeAnswer.model_validate(each) for each in row.attributes]


def rating(row: models.Report) -> schemas.RatingGiven | None:
    if row.rating is None:
        return None
    return schemas.RatingGiven(
        rating=row.rating.rating,
        comment=row.rating.comment,
        reasons=[RatingReason(each) for each in row.rating.reasons or ()],
        rated_at=row.rating.rated_at,
    )


def timeline(row: models.Report) -> list[schemas.Step]:
    return [
        schemas.Step(state=each.target, at=each.at, unit=unit_names(each.unit))
        for each in row.history
        if each.action in _TIMELINE
    ]
