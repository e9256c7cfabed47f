"""The operations centre moderates, assigns and reviews."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.clock import now
from hueioc.errors import PreconditionFailed
from hueioc.ids import uuid7
from reflection import views
from reflection.errors import DueInThePast, MoveNotAllowed, ReasonMissing, UnknownReport, UnknownUnit
from reflection.schemas import Assignment, Moderation, Review
from reflection.service import desk
from reflection.states import RULES, Action, Priority, RejectReason, State


def assignment(office, **over):
    return Assignment(**({"unit_id": office.unit.id, "due_at": now() + timedelta(days=7)} | over))


async def test_an_accepted_report_has_the_priority_that_was_given(office, session):
    report = await office.report()
    data = Moderation(decision="accept", priority=Priority.URGENT)
    await desk.moderate(session, report.id, office.moderator, data, 1)
    assert (report.state, report.priority) == (State.ACCEPTED, Priority.URGENT)


HOUSE = {"lat": 16.46987, "lon": 107.57791, "address": "12 Lê Lợi"}


async def test_a_report_that_becomes_a_matter_at_home_shows_the_quarter_and_no_longer_the_house(office, session):
    report = await office.report(place=HOUSE)
    data = Moderation(decision="accept", category="noise")
    shown = views.public_report(await desk.moderate(session, report.id, office.moderator, data, None))
    staff = views.staff_report(report)
    assert (shown.place.lat, shown.place.lon, shown.place.address) == (16.47, 107.578, "")
    assert (staff.place.lat, staff.place.address) == (HOUSE["lat"], HOUSE["address"])


async def test_a_report_that_is_no_matter_at_home_shows_its_place(office, session):
    report = await office.report(place=HOUSE, category="noise")
    data = Moderation(decision="accept", category="garbage")
    shown = views.public_report(await desk.moderate(session, report.id, office.moderator, data, None))
    assert (shown.place.lat, shown.place.address) == (HOUSE["lat"], HOUSE["address"])
    assert report.exact_lat is None


async def test_a_rejection_needs_a_reason(office, session):
    report = await office.report()
    with pytest.raises(ReasonMissing) as refusal:
        await desk.moderate(session, report.id, office.moderator, Moderation(decision="reject"), None)
    assert refusal.value.fields[0].pointer == "/reason"


async def test_a_rejection_keeps_its_reason_and_note(office, session):
    report = await office.report()
    data = Moderation(decision="reject", reason=RejectReason.ABUSIVE, note="Lời lẽ\r\nxúc phạm")
    await desk.moderate(session, report.id, office.moderator, data, None)
    assert (report.reject_reason, report.moderation_note) == (RejectReason.ABUSIVE, "Lời lẽ\nxúc phạm")


async def test_a_rejection_is_written_into_the_audit(office, session):
    report = await office.report(State.REJECTED)
    row = (await session.execute(select(audit.c.actor, audit.c.action, audit.c.subject))).one()
    assert tuple(row) == ("moderator-1", "report.rejected", str(report.id))


async def test_a_report_is_moderated_once(office, session):
    report = await office.report(State.ACCEPTED)
    with pytest.raises(MoveNotAllowed):
        await desk.moderate(session, report.id, office.moderator, Moderation(decision="accept"), None)


async def test_a_version_that_is_not_the_last_is_refused(office, session):
    report = await office.report(State.ACCEPTED)
    with pytest.raises(PreconditionFailed) as refusal:
        await desk.assign(session, report.id, office.moderator, assignment(office), report.version - 1)
    assert refusal.value.extra == {"version": report.version}


async def test_a_report_that_does_not_exist_cannot_be_moderated(office, session):
    with pytest.raises(UnknownReport):
        await desk.moderate(session, uuid7(), office.moderator, Moderation(decision="accept"), None)


async def test_an_assigned_report_has_a_unit_and_a_due_date(office, session):
    report, due_at = await office.report(State.ACCEPTED), now() + timedelta(days=3)
    await desk.assign(session, report.id, office.moderator, assignment(office, due_at=due_at, note="Gấp"), None)
    assert (report.unit.id, report.deadline.due_at, report.assign_note) == (office.unit.id, due_at, "Gấp")


async def test_a_due_date_in_the_past_is_refused(office, session):
    report = await office.report(State.ACCEPTED)
    with pytest.raises(DueInThePast) as refusal:
        await desk.assign(session, report.id, office.moderator, assignment(office, due_at=now()), None)
    assert refusal.value.fields[0].pointer == "/due_at"


async def test_a_unit_that_is_not_in_the_registry_is_refused(office, session):
    report = await office.report(State.ACCEPTED)
    with pytest.raises(UnknownUnit):
        await desk.assign(session, report.id, office.moderator, assignment(office, unit_id=uuid7()), None)


async def test_a_report_is_transferred_by_assigning_it_again(office, session):
    report = await office.report(State.ASSIGNED)
    await desk.assign(session, report.id, office.moderator, assignment(office, unit_id=office.other_unit.id), None)
    assert report.unit.id == office.other_unit.id
    assert [(line.action, line.unit.id) for line in report.history[-2:]] == [
        (Action.ASSIGN, office.unit.id),
        (Action.TRANSFER, office.other_unit.id),
    ]


async def test_a_report_that_waits_for_moderation_is_not_assigned(office, session):
    report = await office.report()
    with pytest.raises(MoveNotAllowed):
        await desk.assign(session, report.id, office.moderator, assignment(office), None)


async def test_a_good_answer_resolves_the_report(office):
    assert (await office.report(State.RESOLVED)).state is State.RESOLVED


async def test_an_answer_goes_back_only_with_a_reason(office, session):
    report = await office.report(State.ANSWERED)
    with pytest.raises(ReasonMissing) as refusal:
        await desk.review(session, report.id, office.moderator, Review(decision="return", note="  "), None)
    assert refusal.value.fields[0].pointer == "/note"


async def test_a_returned_answer_says_why_in_the_history(office):
    report = await office.report(State.RETURNED)
    assert (report.history[-1].action, report.history[-1].note) == (Action.RETURN, "Thiếu ảnh hiện trường")


async def test_what_was_not_answered_cannot_be_reviewed(office, session):
    report = await office.report(State.ASSIGNED)
    with pytest.raises(MoveNotAllowed):
        await desk.review(session, report.id, office.moderator, Review(decision="resolve"), None)


async def test_every_step_writes_one_line_with_the_version_it_made(office):
    report = await office.report(State.RESOLVED)
    assert [line.version for line in report.history] == [1, 2, 3, 4, 5]
    assert report.version == 5
    assert {line.rule_version for line in report.history} == {RULES}


async def test_two_steps_at_one_moment_are_two_versions(office, clock):
    assert (await office.report(State.RESOLVED)).version == 5
