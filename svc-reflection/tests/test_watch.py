"""What the clock does by itself: each once, whatever restarts."""

from datetime import UTC, datetime, timedelta

import pytest

from hueioc.outbox import Kind
from reflection import jobs, schemas
from reflection.schemas import Assignment, Moderation
from reflection.service import desk, steps, talking
from reflection.states import Action, Outcome, Priority, RejectReason, State

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def urgent(office, session, clock):
    """A report that is due in 24 hours."""
    report = await office.report()
    data = Moderation(decision="accept", priority=Priority.URGENT)
    await desk.moderate(session, report.id, office.moderator, data, None)
    await desk.assign(session, report.id, office.moderator, Assignment(unit_id=office.unit.id), None)
    await session.flush()
    return report


@pytest.fixture
async def later(session, runtime, clock):
    """`await later(hours=3)`: time passes, and the service does what is due."""

    async def move(**step):
        await session.flush()
        clock.move(timedelta(**step))
        await jobs.run_process(runtime)

    return move


async def lines(session, report, *actions):
    await session.refresh(report)
    return [(line.action, line.note) for line in report.history if line.action in actions]


async def test_half_the_time_four_fifths_and_the_whole_are_told_once_each(urgent, session, later):
    for hours in (11, 2, 1, 6, 4, 1, 30):
        await later(hours=hours)
    assert await lines(session, urgent, Action.WARN, Action.BREACH) == [
        (Action.WARN, "50%"),
        (Action.WARN, "80%"),
        (Action.WARN, "100%"),
        (Action.BREACH, ""),
    ]


async def test_after_a_long_rest_of_the_service_every_warning_is_told_in_its_order(urgent, session, later):
    await later(days=3)
    told = await lines(session, urgent, Action.WARN, Action.BREACH)
    assert [note for _, note in told] == ["50%", "80%", "100%", ""]


async def test_nobody_is_warned_while_the_reporter_is_asked(urgent, office, session, later):
    await office.bring(urgent, State.NEED_INFO)
    await later(hours=50)
    assert await lines(session, urgent, Action.WARN, Action.BREACH) == []


async def test_a_warning_that_was_told_is_not_told_again_after_a_pause_or_an_extension(urgent, office, session, later):
    await later(hours=13)
    await office.bring(urgent, State.NEED_INFO)
    await later(hours=2)
    await talking.resume(session, urgent.id, office.moderator, schemas.Resumption(note="Đã rõ"), None)
    more = schemas.ExtensionRequest(working_days=3, reason="Chờ vật tư")
    await steps.ask_extension(session, urgent.id, office.officer, more, None)
    yes = schemas.ExtensionDecision(decision="approve")
    await steps.decide_extension(session, urgent.id, office.moderator, yes, None)
    await later(hours=1)
    await later(days=9)
    assert [note for _, note in await lines(session, urgent, Action.WARN)] == ["50%", "80%", "100%"]


async def test_an_answer_that_waits_for_review_is_not_overdue_but_the_review_is_late(urgent, office, session, later):
    await office.bring(urgent, State.ANSWERED)
    await later(days=4)
    assert await lines(session, urgent, Action.WARN, Action.BREACH) == []
    assert await lines(session, urgent, Action.DELAY) == [(Action.DELAY, "review")]


async def test_an_urgent_report_that_no_unit_touches_is_told_after_two_hours(urgent, session, later):
    await later(hours=2, seconds=1)
    assert await lines(session, urgent, Action.DELAY) == [(Action.DELAY, "acknowledge")]


async def test_an_urgent_report_that_a_unit_has_taken_up_is_not_told(urgent, office, session, later):
    await office.bring(urgent, State.VERIFYING)
    await later(hours=3)
    assert await lines(session, urgent, Action.DELAY) == []


async def test_a_report_that_nobody_classifies_is_told_after_five_minutes_and_after_an_hour(
    office, session, clock, later
):
    report = await office.report()
    for step in ({"minutes": 4}, {"minutes": 2}, {"minutes": 2}, {"hours": 1}, {"hours": 3}):
        await later(**step)
    assert [note for _, note in await lines(session, report, Action.DELAY)] == ["classify_target", "classify"]


async def test_a_report_that_was_late_before_is_told_as_late_when_it_waits_again(office, session, clock, later):
    report = await office.report()
    await later(hours=2)
    await talking.ask(session, report.id, office.moderator, schemas.InformationRequest(question="Ở đâu ạ?"), None)
    clock.move(timedelta(hours=1))
    told = schemas.InformationGiven(text="Trước số nhà 12")
    await talking.inform(session, office.vault, report.id, office.citizen, told)
    await later(hours=2)
    assert [note for _, note in await lines(session, report, Action.DELAY)] == ["classify_target", "classify"] * 2


async def test_what_is_urgent_by_its_category_is_late_at_night_too(office, session, clock, later):
    clock.set(datetime(2026, 3, 2, 18, tzinfo=UTC))  # 01:00 in Hue
    report = await office.report(category="wires-down")
    assert report.priority is Priority.URGENT
    await later(minutes=6)
    assert [note for _, note in await lines(session, report, Action.DELAY)] == ["classify_target"]


async def test_what_comes_at_night_is_not_late_before_the_morning(office, session, clock, later):
    clock.set(datetime(2026, 3, 2, 19, tzinfo=UTC))  # 02:00 in Hue
    report = await office.report()
    await later(hours=5)
    assert await lines(session, report, Action.DELAY) == []
    await later(minutes=36)
    assert [note for _, note in await lines(session, report, Action.DELAY)] == ["classify_target"]


async def test_a_request_for_transfer_is_decided_within_an_hour(office, session, clock, later):
    report = await office.report(State.TRANSFER_REQUESTED)
    await later(hours=1, seconds=1)
    assert await lines(session, report, Action.DELAY) == [(Action.DELAY, "transfer_decision")]


async def test_a_public_report_whose_reporter_is_silent_is_closed_without_being_fixed(office, session, clock, later):
    report = await office.report(State.NEED_INFO)
    await later(hours=72)
    await session.refresh(report)
    assert report.state is State.NEED_INFO
    await later(seconds=1)
    await session.refresh(report)
    assert (report.state, report.outcome) == (State.CLOSED, Outcome.NO_INFORMATION)


async def test_a_hidden_report_whose_reporter_is_silent_is_rejected(office, session, clock, later):
    report = await office.report()
    await office.bring(report, State.NEED_INFO)
    await later(hours=73)
    await session.refresh(report)
    assert (report.state, report.reject_reason) == (State.REJECTED, RejectReason.NO_INFORMATION)


async def test_after_the_rating_window_it_is_closed_and_four_weeks_later_asked_about_once(
    office, session, clock, later
):
    report = await office.report(State.RESOLVED)
    await later(days=31)
    await later(days=27)
    assert await lines(session, report, Action.ASK_AGAIN) == []
    await later(days=2)
    await later(days=40)
    assert await lines(session, report, Action.CLOSE, Action.ASK_AGAIN) == [(Action.CLOSE, ""), (Action.ASK_AGAIN, "")]


async def test_every_warning_is_an_event_of_its_own_version(urgent, told, later, runtime, session):
    from sqlalchemy import select

    from hueioc.outbox import outbox

    await later(days=2)
    rows = (
        await session.execute(
            select(outbox.c.subject, outbox.c.headers).where(outbox.c.kind == Kind.EVENT).order_by(outbox.c.id)
        )
    ).all()
    assert [row.subject.rsplit(".", 1)[1] for row in rows] == ["delayed", *["deadline_warned"] * 3, "overdue"]
    versions = [int(row.headers["Hue-Version"]) for row in rows]
    assert versions == sorted(set(versions))
