"""Rows as people see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hueioc.areas.units import wards
from press import models, schemas
from press.schemas import Tag, Words
from press.states import ReasonKind, ResponseState

Names = Mapping[str, Words]
"""How agencies are called, by the code of their tags."""


def places(codes: Sequence[str]) -> list[Tag]:
    known = wards()
    found = [known[code] for code in codes if code in known]
    return [Tag(code=ward.code, name=Words(vi=ward.name_vi, en=ward.name_en)) for ward in found]


def agency(code: str, names: Names) -> Tag:
    return Tag(code=code, name=names.get(code) or Words(vi=code, en=code))


def item(row: models.Item, names: Names) -> schemas.Item:
    return schemas.Item(
        id=row.id,
        source=row.source.name,
        publisher=row.source.publisher,
        title=row.title,
        excerpt=row.excerpt,
        url=row.url,
        published_at=row.published_at,
        is_date_ours=row.is_date_ours,
        story_id=row.story_id,
        copy_of=row.copy_of,
        places=places(row.places),
        agencies=[agency(code, names) for code in row.agencies],
    )


def alert(row: models.Alert | None) -> schemas.Alert | None:
    if row is None:
        return None
    reasons = [
        schemas.Reason(kind=ReasonKind(each["kind"]), name=each["name"], words=each["words"]) for each in row.reasons
    ]
    return schemas.Alert(reasons=reasons, raised_at=row.raised_at, seen_at=row.seen_at)


def summary(
    row: models.Story, names: Names, rung: models.Alert | None, asked: ResponseState | None
) -> schemas.StorySummary:
    return schemas.StorySummary(
        id=row.id,
        title=row.title,
        excerpt=row.excerpt,
        url=row.url,
        first_publisher=row.first_publisher,
        opened_at=row.opened_at,
        last_item_at=row.last_item_at,
        closed_at=row.closed_at,
        tone=row.tone,
        voices=row.voices,
        originals=row.originals,
        copies=row.copies,
        places=places(row.places),
        agencies=[agency(code, names) for code in row.agencies],
        alert=alert(rung),
        response_state=asked,
        version=row.version,
    )


def story(
    head: schemas.StorySummary,
    row: models.Story,
    names: Names,
    items: list[schemas.Item],
    asked: list[schemas.Response],
    reports: list[schemas.NearbyReport],
) -> schemas.Story:
    blames = [
        schemas.Blame(
            agency=agency(each["agency"], names), cue=each["cue"], sentence=each["sentence"], item_id=each["item_id"]
        )
        for each in row.blames
    ]
    return schemas.Story(**head.model_dump(), blames=blames, items=items, responses=asked, reports=reports)


def nearby(row: models.CitizenReport) -> schemas.NearbyReport:
    (place,) = places([row.ward])
    return schemas.NearbyReport(id=row.report_id, code=row.code, category=row.category, place=place, reported_at=row.at)


def response(
    row: models.Response, names: Names, history: Sequence[models.ResponseChange], at: datetime
) -> schemas.Response:
    return schemas.Response(
        id=row.id,
        item=item(row.item, names),
        unit_id=row.unit_id,
        unit=Words(vi=row.unit_vi, en=row.unit_en),
        question=row.question,
        state=row.state,
        assigned_at=row.assigned_at,
        due_at=row.due_at,
        is_overdue=row.state is not ResponseState.PUBLISHED and row.due_at < at,
        rule=row.rule_code,
        rule_source=row.rule_source,
        answer=row.answer,
        answered_at=row.answered_at,
        published_at=row.published_at,
        correction=row.correction,
        correction_url=row.correction_url,
        corrected_at=row.corrected_at,
        history=[schemas.HistoryLine(action=line.action, at=line.at, note=line.note) for line in history],
        version=row.version,
    )


def public_answer(row: models.Response) -> schemas.PublicAnswer:
    return schemas.PublicAnswer(
        id=row.id,
        title=row.item.title,
        excerpt=row.item.excerpt,
        url=row.item.url,
        publisher=row.item.source.publisher,
        reported_at=row.item.published_at,
        unit=Words(vi=row.unit_vi, en=row.unit_en),
        question=row.question,
        answer=row.published_answer,
        published_at=row.published_at or row.updated_at,
        is_in_time=row.published_at is not None and row.published_at <= row.due_at,
        correction=row.correction,
        correction_url=row.correction_url,
        version=row.version,
    )


def source(row: models.Source) -> schemas.SourceShown:
    return schemas.SourceShown.model_validate(row, from_attributes=True)


def watch(row: models.Watch) -> schemas.WatchShown:
    return schemas.WatchShown.model_validate(row, from_attributes=True)
