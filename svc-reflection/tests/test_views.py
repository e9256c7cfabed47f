"""The documents that a report becomes."""

import pytest

from hueioc.events import Audience
from hueioc.personal.marks import personal_fields
from reflection import views
from reflection.app import service
from reflection.schemas import OwnReport, RatingCreate
from reflection.service import answering
from reflection.states import PUBLIC, SHOWN_AS, Action, Rating, State

EVERY_VIEW = (*service.views, *(each.view for each in service.lists))


@pytest.mark.parametrize("view", EVERY_VIEW, ids=lambda view: view.name)
def test_no_document_has_a_personal_field(view):
    assert personal_fields(view.schema) == []


@pytest.mark.parametrize("view", EVERY_VIEW, ids=lambda view: view.name)
def test_only_staff_read_what_lies_under_ops(view):
    assert (view.audience is Audience.STAFF) == view.route.startswith("/v1/ops/")


def test_no_two_views_answer_one_url():
    assert len({view.route for view in EVERY_VIEW}) == len(EVERY_VIEW)


@pytest.mark.parametrize("state", [State.ANSWERED, State.RETURNED])
async def test_an_answer_under_review_is_hidden_from_the_public(office, state):
    document = views.public_report(await office.report(state))
    assert (document.state, document.answer) == (State.ASSIGNED, None)
    assert "Đã dọn xong" not in document.model_dump_json()


@pytest.mark.parametrize("state", [State.ANSWERED, State.RETURNED])
async def test_an_answer_under_review_is_hidden_from_the_reporter_too(office, state):
    document = views.own_report(await office.report(state))
    assert (document.state, document.answer, document.can_rate) == (State.ASSIGNED, None, False)


async def test_an_answer_under_review_reads_as_assigned_in_the_feed(office):
    assert views.summary(await office.report(State.ANSWERED)).state is State.ASSIGNED


async def test_staff_see_the_answer_under_review(office):
    document = views.staff_report(await office.report(State.ANSWERED))
    assert (document.state, document.answer.text) == (State.ANSWERED, "Đã dọn xong")
    assert document.actions == [Action.RETURN, Action.RESOLVE, Action.SANCTION]


@pytest.mark.parametrize("state", sorted(PUBLIC - {State.CLOSED}))
async def test_the_public_reads_only_states_it_may_ask_for(office, state):
    assert views.public_report(await office.report(state)).state in SHOWN_AS


async def test_a_resolved_report_shows_its_answer(office):
    document = views.public_report(await office.report(State.RESOLVED))
    assert (document.answer.text, document.answer.unit.vi) == ("Đã dọn xong", office.unit.name_vi)


async def test_the_timeline_leaves_out_what_centre_and_unit_say_to_each_other(office):
    report = await office.report(State.RETURNED)
    await office.bring(report, State.ANSWERED)
    await office.bring(report, State.RESOLVED)
    steps = [step.state for step in views.public_report(report).timeline]
    assert steps == [State.ACCEPTED, State.ASSIGNED, State.RESOLVED]


async def test_a_photo_is_shown_when_its_public_copy_is_ready(office, uploaded):
    report = await office.report(media=[await uploaded(office.citizen)])
    assert views.public_report(report).media == []
    report.media[0].public_sha256, report.media[0].width, report.media[0].height = "a" * 64, 10, 20
    shown = views.public_report(report).media[0]
    assert (shown.url, shown.width) == (f"/v1/reports/{report.id}/media/{'a' * 64}", 10)


async def test_the_sealed_original_of_a_photo_is_named_nowhere(office, uploaded):
    sha256 = await uploaded(office.citizen)
    report = await office.report(State.RESOLVED, media=[sha256])
    for make in (views.public_report, views.staff_report, views.own_report, views.summary):
        assert sha256 not in make(report).model_dump_json()


async def test_places_are_told_to_about_a_metre(office):
    report = await office.report(place={"lat": 16.469812345, "lon": 107.577998765})
    shown = views.public_report(report).place
    assert (shown.lat, shown.lon) == (16.46981, 107.578)


async def test_the_reporter_learns_why_a_report_was_rejected(office):
    report = await office.report(State.REJECTED)
    report.moderation_note = "Ảnh mờ"
    document = views.own_report(report)
    assert (document.state, document.reject_reason, document.note) == (State.REJECTED, "unclear", "Ảnh mờ")


async def test_a_note_of_the_moderation_is_for_rejected_reports_only(office):
    report = await office.report(State.ACCEPTED)
    report.moderation_note = "nội bộ"
    assert views.own_report(report).note == ""


async def test_a_resolved_report_can_be_rated_until_it_is(office, session):
    report = await office.report(State.RESOLVED)
    assert views.own_report(report).can_rate
    await answering.rate(session, office.vault, report.id, office.citizen, RatingCreate(rating=Rating.ACCEPTABLE))
    assert not views.own_report(report).can_rate


@pytest.mark.parametrize("state", [State.RECEIVED, State.RESOLVED])
async def test_nobody_but_the_sealed_row_names_the_reporter(office, state):
    report = await office.report(state, contact={"name": "Trần B", "phone": "0905123456", "email": "b@hue.vn"})
    for make in (views.public_report, views.staff_report, views.own_report, views.summary):
        text = make(report).model_dump_json()
        assert not any(word in text for word in (office.citizen.subject, "Trần B", "0905123456", "b@hue.vn"))


def test_the_reporters_own_document_is_no_shared_view():
    assert OwnReport not in {view.schema for view in EVERY_VIEW}
