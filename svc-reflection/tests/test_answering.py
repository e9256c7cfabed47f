"""The unit answers; the reporter rates."""

import pytest

from hueioc.errors import Forbidden
from reflection.errors import (
    AlreadyRated,
    EvidenceMissing,
    MediaMissing,
    MoveNotAllowed,
    NotYours,
    UnknownReport,
)
from reflection.schemas import AnswerCreate, RatingCreate
from reflection.service import answering
from reflection.states import Action, Rating, State

GOOD = RatingCreate(rating=Rating.SATISFIED, comment="Cảm ơn, gọi 0905123456")


async def letter(office, uploaded, by):
    return AnswerCreate(outcome="resolved", text="Đã xử lý. Liên hệ 0905 123 456", media=[await uploaded(by)])


async def test_an_answer_waits_for_review(office):
    report = await office.report(State.ANSWERED)
    assert (report.state, report.answer.text, report.answer.unit.id) == (
        State.ANSWERED,
        "Đã dọn xong",
        office.unit.id,
    )


async def test_numbers_of_persons_are_kept_out_of_the_letter(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = await letter(office, uploaded, office.officer)
    await answering.answer(session, report.id, office.officer, data, None)
    assert "0905" not in report.answer.text
    assert "0905" not in report.history[-1].note


async def test_an_answer_needs_evidence(office, session):
    report = await office.report(State.ASSIGNED)
    with pytest.raises(EvidenceMissing) as refusal:
        await answering.answer(
            session, report.id, office.officer, AnswerCreate(outcome="resolved", text="Xong", media=[]), None
        )
    assert refusal.value.fields[0].pointer == "/media"


async def test_the_evidence_must_be_the_officers_own_upload(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = await letter(office, uploaded, office.citizen)
    with pytest.raises(MediaMissing):
        await answering.answer(session, report.id, office.officer, data, None)


async def test_an_officer_of_another_unit_cannot_answer(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = await letter(office, uploaded, office.colleague)
    with pytest.raises(Forbidden):
        await answering.answer(session, report.id, office.colleague, data, None)


async def test_the_operations_centre_may_answer_for_a_unit(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = await letter(office, uploaded, office.moderator)
    await answering.answer(session, report.id, office.moderator, data, None)
    assert report.answer.unit.id == office.unit.id


async def test_what_was_not_assigned_cannot_be_answered(office, session, uploaded):
    report = await office.report(State.ACCEPTED)
    data = await letter(office, uploaded, office.moderator)
    with pytest.raises(MoveNotAllowed):
        await answering.answer(session, report.id, office.moderator, data, None)


async def test_a_returned_answer_is_replaced_and_the_history_keeps_the_first(office, session, uploaded):
    report = await office.report(State.RETURNED)
    first = [medium.sha256 for medium in report.media]
    data = AnswerCreate(outcome="resolved", text="Đã làm lại", media=[await uploaded(office.officer)])
    await answering.answer(session, report.id, office.officer, data, None)
    assert (report.answer.text, [m.sha256 for m in report.media]) == ("Đã làm lại", data.media)
    assert data.media != first
    assert [line.note for line in report.history if line.action is Action.ANSWER] == ["Đã dọn xong", "Đã làm lại"]


async def test_the_photos_of_the_report_stay_when_the_answer_is_replaced(office, session, uploaded):
    own = await uploaded(office.citizen)
    report = await office.report(State.RETURNED, media=[own])
    await office.bring(report, State.ANSWERED)
    await session.refresh(report)
    assert [medium.sha256 for medium in report.media if not medium.is_answer] == [own]


async def test_the_reporter_rates_the_answer(office, session):
    report = await office.report(State.RESOLVED)
    await answering.rate(session, office.vault, report.id, office.citizen, GOOD)
    assert (report.rating.rating, report.state) == (Rating.SATISFIED, State.RESOLVED)
    assert "0905" not in report.rating.comment


async def test_the_one_who_rates_is_not_named_in_the_history(office, session):
    report = await office.report(State.RESOLVED)
    await answering.rate(session, office.vault, report.id, office.citizen, GOOD)
    assert report.history[-1].actor == "reporter"


async def test_a_rating_makes_a_new_version(office, session, clock):
    report = await office.report(State.RESOLVED)
    before = report.version
    await answering.rate(session, office.vault, report.id, office.citizen, GOOD)
    assert report.version == before + 1


async def test_an_answer_is_rated_once(office, session):
    report = await office.report(State.RESOLVED)
    await answering.rate(session, office.vault, report.id, office.citizen, GOOD)
    with pytest.raises(AlreadyRated):
        await answering.rate(session, office.vault, report.id, office.citizen, GOOD)


async def test_only_the_reporter_rates(office, session):
    report = await office.report(State.RESOLVED)
    with pytest.raises(NotYours):
        await answering.rate(session, office.vault, report.id, office.stranger, GOOD)


async def test_what_is_not_resolved_cannot_be_rated(office, session):
    report = await office.report(State.ANSWERED)
    with pytest.raises(MoveNotAllowed):
        await answering.rate(session, office.vault, report.id, office.citizen, GOOD)


async def test_another_persons_report_looks_as_if_it_did_not_exist(office, session):
    report = await office.report()
    with pytest.raises(UnknownReport):
        await answering.own(session, office.vault, report.id, office.stranger)
