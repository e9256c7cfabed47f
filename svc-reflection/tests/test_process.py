"""The steps between assignment and answer, and what they do to the clock."""

from datetime import date, timedelta
from functools import partial

import pytest

from hueioc.clock import VIETNAM, now
from hueioc.errors import Forbidden
from hueioc.ids import uuid7
from reflection import schemas, views
from reflection.errors import (
    AlreadyExtended,
    CannotMerge,
    ExtensionTooLate,
    ExtensionTooLong,
    InTheFuture,
    MediaMissing,
    MoveNotAllowed,
    NothingToDecide,
    PlannedTooEarly,
    ReasonMissing,
    ResponsibleMissing,
    UnknownUnit,
)
from reflection.queries import desk as near
from reflection.queries import people
from reflection.schemas import Assignment, Moderation, Review
from reflection.service import clocks, desk, merging, steps, talking, transfers
from reflection.states import Action, Outcome, Priority, ReopenCause, State

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def assigned(office, session, priority=Priority.NORMAL, **over):
    """A report with a deadline by the rules."""
    report = await office.report(**over)
    await desk.moderate(session, report.id, office.moderator, Moderation(decision="accept", priority=priority), None)
    await desk.assign(session, report.id, office.moderator, Assignment(unit_id=office.unit.id), None)
    return report


async def ask_more(office, session, report, days=5):
    data = schemas.ExtensionRequest(working_days=days, reason="Chờ vật tư")
    return await steps.ask_extension(session, report.id, office.officer, data, None)


async def decide_more(office, session, report, decision="approve", note=""):
    data = schemas.ExtensionDecision(decision=decision, note=note)
    return await steps.decide_extension(session, report.id, office.moderator, data, None)


async def hand_on(office, session, report, **over):
    data = schemas.TransferDecision(**({"decision": "transfer", "unit_id": office.other_unit.id} | over))
    return await transfers.decide(session, report.id, office.moderator, data, None)


async def test_without_a_date_the_deadline_follows_from_the_rules(office, session, clock):
    report = await assigned(office, session)
    assert report.deadline.due_at.astimezone(VIETNAM).isoformat() == "2026-03-11T23:59:59+07:00"
    assert (report.deadline.rule_version, report.deadline.calendar_version) == ("timed@2022-07-15", "2026-11")


async def test_an_urgent_report_is_due_in_24_hours(office, session, clock):
    report = await assigned(office, session, Priority.URGENT)
    assert report.deadline.due_at - clock.moment == timedelta(hours=24)


async def test_a_date_by_hand_says_so_with_its_reason(office, session):
    report = await office.report(State.ACCEPTED)
    data = Assignment(unit_id=office.unit.id, due_at=now() + DAY, note="Sắp có lễ")
    await desk.assign(session, report.id, office.moderator, data, None)
    assert (report.deadline.rule_version, report.deadline.hand_reason) == (clocks.BY_HAND, "Sắp có lễ")


async def test_several_units_help_the_one_in_the_lead(office, session):
    report = await office.report(State.ACCEPTED)
    data = Assignment(unit_id=office.unit.id, supporting=[office.other_unit.id])
    await desk.assign(session, report.id, office.moderator, data, None)
    assert [each.id for each in views.staff_report(report).supporting] == [office.other_unit.id]


async def test_the_right_category_replaces_the_reporters_and_the_history_says_so(office, session):
    report = await office.report()
    data = Moderation(decision="accept", category="pothole")
    await desk.moderate(session, report.id, office.moderator, data, None)
    assert (report.category_code, report.history[-1].note) == ("pothole", "garbage → pothole.")


async def test_a_question_to_the_reporter_stops_the_clock_and_the_answer_starts_it(office, session, clock):
    report = await assigned(office, session, Priority.URGENT)
    due = report.deadline.due_at
    clock.move(HOUR)
    await office.bring(report, State.NEED_INFO)
    assert (report.state, report.deadline.paused_at) == (State.NEED_INFO, clock.moment)
    clock.move(10 * HOUR)
    data = schemas.InformationGiven(text="Số 5 Lê Lợi, gọi 0905123456")
    await talking.inform(session, office.vault, report.id, office.citizen, data)
    assert (report.state, report.deadline.due_at, report.deadline.paused_at) == (State.ASSIGNED, due + 10 * HOUR, None)
    texts = [each.text for each in (await talking.messages(session, report.id)).items]
    assert texts == ["Ở đâu ạ?", "Số 5 Lê Lợi, gọi [điện thoại]"]


async def test_a_question_before_moderation_shows_the_report_to_nobody(office):
    report = await office.report()
    await office.bring(report, State.NEED_INFO)
    assert not report.is_public


async def test_the_unit_has_the_time_that_was_left_when_the_centre_goes_on_without_an_answer(office, session, clock):
    report = await assigned(office, session)
    await office.bring(report, State.NEED_INFO)
    data = schemas.Resumption(note="Đã gọi điện hỏi")
    await talking.resume(session, report.id, office.moderator, data, None)
    assert (report.state, report.state_before) == (State.ASSIGNED, None)


async def test_a_request_for_transfer_is_hidden_from_the_public_and_the_clock_runs_on(office, session):
    report = await office.report(State.TRANSFER_REQUESTED)
    assert views.public_report(report).state is State.ASSIGNED
    assert report.deadline.paused_at is None
    assert report.transfers[0].is_approved is None


async def test_a_unit_keeps_what_the_centre_does_not_transfer(office, session):
    report = await office.report(State.IN_PROGRESS)
    await office.bring(report, State.TRANSFER_REQUESTED)
    await hand_on(office, session, report, decision="refuse", note="Thuộc đơn vị")
    assert (report.state, report.unit_id, report.transfer_count) == (State.IN_PROGRESS, office.unit.id, 0)


async def test_a_transfer_keeps_the_clock_unless_the_centre_starts_it_anew(office, session, clock):
    report = await assigned(office, session)
    due = report.deadline.due_at
    await office.bring(report, State.TRANSFER_REQUESTED)
    clock.move(2 * DAY)
    await hand_on(office, session, report)
    assert (report.unit_id, report.deadline.due_at, report.transfer_count) == (office.other_unit.id, due, 1)
    await hand_on(office, session, report, unit_id=office.unit.id, restart_clock=True)
    assert (report.deadline.number, report.transfer_count, report.deadline.due_at > due) == (2, 2, True)
    assert [each.restarts_clock for each in report.transfers] == [False, True]


async def test_a_request_after_the_working_day_for_asking_is_told_as_late(office, session, clock):
    report = await assigned(office, session)
    clock.move(2 * DAY)
    await office.bring(report, State.TRANSFER_REQUESTED)
    assert report.transfers[0].is_late


async def test_a_transfer_names_another_unit(office, session):
    report = await office.report(State.TRANSFER_REQUESTED)
    for unit_id in (None, office.unit.id, uuid7()):
        with pytest.raises(UnknownUnit):
            await hand_on(office, session, report, unit_id=unit_id)


async def test_a_refusal_needs_its_reason(office, session):
    report = await office.report(State.TRANSFER_REQUESTED)
    with pytest.raises(ReasonMissing):
        await hand_on(office, session, report, decision="refuse")


async def test_more_time_is_given_once_and_the_first_date_is_kept(office, session, clock):
    report = await assigned(office, session)
    first = report.deadline.due_at
    await ask_more(office, session, report)
    await decide_more(office, session, report)
    assert (report.deadline.first_due_at, report.deadline.is_extended) == (first, True)
    assert report.deadline.due_at.astimezone(VIETNAM).date() == date(2026, 3, 18)
    with pytest.raises(AlreadyExtended):
        await ask_more(office, session, report)


async def test_more_time_than_the_rule_allows_is_refused(office, session):
    report = await assigned(office, session)
    with pytest.raises(ExtensionTooLong) as refusal:
        await ask_more(office, session, report, days=8)
    assert refusal.value.fields[0].pointer == "/working_days"


async def test_after_the_deadline_nobody_asks_for_more_time(office, session, clock):
    report = await assigned(office, session)
    clock.move(20 * DAY)
    with pytest.raises(ExtensionTooLate):
        await ask_more(office, session, report)


async def test_after_the_deadline_nobody_gives_more_time_either(office, session, clock):
    report = await assigned(office, session)
    await ask_more(office, session, report)
    clock.move(20 * DAY)
    with pytest.raises(ExtensionTooLate):
        await decide_more(office, session, report)
    await decide_more(office, session, report, "refuse", "Đã quá hạn")
    assert not report.deadline.is_extended


async def test_nothing_is_decided_that_nobody_asked_for(office, session):
    with pytest.raises(NothingToDecide):
        await decide_more(office, session, await assigned(office, session))


async def test_a_plan_has_a_day_and_a_document_and_is_no_solution(office):
    report = await office.report(State.PLANNED)
    shown = views.public_report(report)
    assert (shown.state, shown.outcome, shown.planned_for) == (
        State.PLANNED,
        Outcome.PLANNED,
        report.plans[0].planned_for,
    )


async def test_a_plan_needs_a_day_to_come_and_a_document_of_its_own(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    plan = {"document": await uploaded(office.officer), "reason": "Chờ vốn"}
    today = schemas.PlanCreate(planned_for=now().astimezone(VIETNAM).date(), **plan)
    with pytest.raises(PlannedTooEarly):
        await steps.plan(session, report.id, office.officer, today, None)
    foreign = schemas.PlanCreate(planned_for=now().date() + 9 * DAY, **(plan | {"document": "0" * 64}))
    with pytest.raises(MediaMissing):
        await steps.plan(session, report.id, office.officer, foreign, None)


async def test_a_plan_that_the_centre_sends_back_has_the_old_deadline_again(office, session):
    report = await assigned(office, session)
    due = report.deadline.due_at
    await office.bring(report, State.PLANNED)
    assert report.deadline.due_at != due
    await desk.review(session, report.id, office.moderator, Review(decision="return", note="Làm được ngay"), None)
    assert (report.state, report.deadline.due_at, report.outcome) == (State.RETURNED, due, None)


async def test_a_sanction_shows_the_article_and_the_fine_and_never_the_numbers_of_the_case(office, session):
    report = await office.report(State.IN_PROGRESS)
    data = {
        "minutes_number": "12/BB",
        "decision_number": "34/QD",
        "article": "Điều 25 NĐ 45/2022",
        "amount_vnd": 750_000,
    }
    given = schemas.SanctionCreate(**data, decided_at=now().astimezone(VIETNAM).date())
    await steps.sanction(session, report.id, office.officer, given, None)
    text = views.public_report(report).model_dump_json()
    assert "750000" in text
    assert not any(number in text for number in ("12/BB", "34/QD"))
    assert views.staff_report(report).sanction_records[0].decision_number == "34/QD"
    later = given.model_copy(update={"decided_at": now().date() + 3 * DAY})
    with pytest.raises(InTheFuture):
        await steps.sanction(session, report.id, office.officer, later, None)


@pytest.mark.parametrize("state", [State.VERIFYING, State.IN_PROGRESS])
async def test_what_the_unit_does_is_public(office, state):
    report = await office.report(state)
    assert views.public_report(report).timeline[-1].state is state


async def test_another_unit_takes_no_step(office, session):
    report = await office.report(State.ASSIGNED)
    with pytest.raises(Forbidden):
        await steps.progress(session, report.id, office.colleague, schemas.Progress(step="start"), None)


async def test_a_clock_stops_when_the_answer_was_given_not_when_it_was_accepted(office, session, clock):
    report = await assigned(office, session)
    await office.bring(report, State.ANSWERED)
    given_at = clock.moment
    clock.move(9 * DAY)
    await office.bring(report, State.RESOLVED)
    assert report.deadline.stopped_at == given_at


async def test_a_returned_answer_has_the_same_deadline(office, session, clock):
    report = await assigned(office, session)
    due = report.deadline.due_at
    await office.bring(report, State.ANSWERED)
    clock.move(DAY)
    await office.bring(report, State.RETURNED)
    assert (report.deadline.due_at, report.deadline.stopped_at) == (due, None)


async def test_an_answer_that_was_sent_back_stays_hidden_whatever_comes_next(office):
    report = await office.report(State.RETURNED)
    await office.bring(report, State.IN_PROGRESS)
    shown = views.public_report(report)
    assert (shown.state, shown.answer, shown.outcome) == (State.IN_PROGRESS, None, None)


async def test_closed_is_not_fixed_the_outcome_is_published_apart(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = {"text": "Không thuộc thẩm quyền", "media": [await uploaded(office.officer)], "outcome": "not_our_remit"}
    await desk_answer(session, report, office, data | {"responsible": "Công ty Điện lực Huế"})
    assert views.public_report(report).outcome is None
    await office.bring(report, State.RESOLVED)
    assert views.public_report(report).outcome is Outcome.NOT_OUR_REMIT


async def test_not_our_remit_says_whose_it_is(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = {"text": "Cột điện không do phường quản lý", "media": [await uploaded(office.officer)]}
    with pytest.raises(ResponsibleMissing):
        await desk_answer(session, report, office, data | {"outcome": "not_our_remit"})
    await desk_answer(session, report, office, data | {"outcome": "not_our_remit", "responsible": "Điện lực Huế"})
    await office.bring(report, State.RESOLVED)
    assert views.public_report(report).answer.responsible == "Điện lực Huế"


async def test_a_body_is_named_only_where_it_is_not_our_remit(office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = {"text": "Đã dọn", "media": [await uploaded(office.officer)], "responsible": "Điện lực Huế"}
    await desk_answer(session, report, office, data | {"outcome": "resolved"})
    assert report.answer.responsible == ""


async def test_the_centre_that_decides_it_is_not_our_remit_names_the_body(office, session):
    report = await office.report(State.ANSWERED)
    review = partial(desk.review, session, report.id, office.moderator)
    with pytest.raises(ResponsibleMissing):
        await review(schemas.Review(decision="resolve", outcome="not_our_remit"), None)
    await review(schemas.Review(decision="resolve", outcome="not_our_remit", responsible="Điện lực Huế"), None)
    assert views.public_report(report).answer.responsible == "Điện lực Huế"


async def desk_answer(session, report, office, data):
    from reflection.service import answering

    await answering.answer(session, report.id, office.officer, schemas.AnswerCreate(**data), None)


async def test_a_duplicate_follows_the_first_report_and_is_counted_there(office, session):
    first, second = await office.report(State.ASSIGNED), await office.report(State.ACCEPTED, by=office.stranger)
    await merging.merge(session, office.addresses, second.id, office.moderator, schemas.Merge(into=first.id), None)
    assert (second.state, second.outcome, first.merged_count) == (State.DUPLICATE, Outcome.DUPLICATE, 1)
    assert views.public_report(second).duplicate_of == first.id
    tokens = {office.vault.token("subject", each.subject) for each in (office.citizen, office.stranger)}
    assert set(await near.subscribers(session, first.id)) == tokens
    assert await people.is_following(session, first.id, office.vault.token("recipient", office.stranger.subject))


async def test_what_follows_a_duplicate_follows_the_first(office, session):
    first, second, third = [await office.report(State.ACCEPTED) for _ in range(3)]
    await merging.merge(session, office.addresses, third.id, office.moderator, schemas.Merge(into=second.id), None)
    await merging.merge(session, office.addresses, second.id, office.moderator, schemas.Merge(into=first.id), None)
    assert (third.merged_into_id, second.merged_into_id, first.merged_count) == (first.id, first.id, 2)


async def test_what_was_no_duplicate_goes_on_where_it_was(office, session, clock):
    first, second = await office.report(State.ACCEPTED), await assigned(office, session, Priority.URGENT)
    due = second.deadline.due_at
    await merging.merge(session, office.addresses, second.id, office.moderator, schemas.Merge(into=first.id), None)
    clock.move(5 * HOUR)
    await merging.unmerge(session, second.id, office.moderator, schemas.Unmerge(note="Hai chỗ khác nhau"), None)
    assert (second.state, second.deadline.due_at) == (State.ASSIGNED, due + 5 * HOUR)
    assert (second.merged_into_id, second.outcome, first.merged_count) == (None, None, 0)


async def test_a_report_is_merged_neither_into_itself_nor_into_what_nobody_sees(office, session):
    hidden, public = await office.report(), await office.report(State.ACCEPTED)
    for into in (public.id, hidden.id):
        with pytest.raises(CannotMerge):
            await merging.merge(session, office.addresses, public.id, office.moderator, schemas.Merge(into=into), None)


async def test_a_settled_report_is_not_merged(office, session):
    first, settled = await office.report(State.ACCEPTED), await office.report(State.RESOLVED)
    with pytest.raises(MoveNotAllowed):
        await merging.merge(session, office.addresses, settled.id, office.moderator, schemas.Merge(into=first.id), None)


async def test_the_same_thing_at_the_same_place_again_is_told_as_recurrence(office):
    earlier = await office.report(State.RESOLVED)
    again = await office.report(State.ACCEPTED)
    elsewhere = await office.report(State.ACCEPTED, place={"lat": 16.4705, "lon": 107.5779})
    assert (again.recurrence_of_id, elsewhere.recurrence_of_id) == (earlier.id, None)


async def test_a_recurrence_opens_the_first_again_with_three_working_days(office, session, clock):
    report = await office.report(State.REOPENED)
    assert report.deadline.due_at.astimezone(VIETNAM).date() == date(2026, 3, 5)
    assert (report.deadline.number, report.reopen_count, report.outcome) == (2, 1, None)
    assert report.history[-1].action is Action.REOPEN
    assert ReopenCause.RECURRENCE


async def test_the_desk_is_shown_the_unit_that_the_rules_name_and_which_rule(office):
    report = await office.report(State.ACCEPTED)
    lead, support = views.staff_report(report).suggestion
    assert (lead.unit.vi, lead.is_lead, lead.rule) == (
        "Công ty CP Môi trường và Công trình đô thị Huế",
        True,
        "garbage/*@2025-07-01",
    )
    assert (support.unit.vi, support.is_lead) == ("UBND phường Phú Xuân", False)


async def test_a_matter_of_the_ward_goes_to_its_committee(office):
    report = await office.report(State.ACCEPTED, category="pavement-encroachment")
    (only,) = views.staff_report(report).suggestion
    assert (only.unit.vi, only.is_lead) == ("UBND phường Phú Xuân", True)


async def test_every_step_is_one_version_and_one_line(office, session, clock):
    report = await assigned(office, session)
    for state in (State.VERIFYING, State.NEED_INFO):
        await office.bring(report, state)
    await talking.resume(session, report.id, office.moderator, schemas.Resumption(note="Đã rõ"), None)
    await ask_more(office, session, report)
    await decide_more(office, session, report)
    for state in (State.TRANSFER_REQUESTED, State.PLANNED):
        if state is State.PLANNED:
            await hand_on(office, session, report, decision="refuse", note="Thuộc đơn vị")
        await office.bring(report, state)
    versions = [line.version for line in report.history]
    assert versions == list(range(1, len(versions) + 1)) == list(range(1, report.version + 1))
