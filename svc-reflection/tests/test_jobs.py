"""Timed work."""

from datetime import timedelta

from sqlalchemy import select

from hueioc.outbox import outbox
from reflection import jobs
from reflection.service.announce import SHOWN_AFTER_END
from reflection.service.rebuild import documents
from reflection.states import State

MOMENT = timedelta(seconds=1)
RATING_WINDOW = timedelta(days=30)
FOUR_WEEKS = timedelta(days=28)


async def subjects(session):
    rows = await session.execute(select(outbox.c.subject, outbox.c.headers).order_by(outbox.c.id))
    return [(row.subject, row.headers.get("Hue-Op")) for row in rows]


async def test_a_report_is_closed_when_the_time_for_rating_is_over(office, session, runtime, clock):
    report = await office.report(State.RESOLVED)
    await session.flush()
    clock.move(RATING_WINDOW)
    await jobs.run_process(runtime)
    await session.refresh(report)
    assert report.state is State.RESOLVED
    clock.move(MOMENT)
    await jobs.run_process(runtime)
    await session.refresh(report)
    assert (report.state, report.history[-1].actor) == (State.CLOSED, "system")


async def test_the_documents_of_an_ended_report_are_withdrawn_after_a_week(office, session, runtime, clock):
    report = await office.report(State.REJECTED)
    await session.flush()
    clock.move(SHOWN_AFTER_END + MOMENT)
    await jobs.withdraw_old(runtime)
    assert set(await subjects(session)) == {
        (f"view.reflection.report.{report.id}", "DEL"),
        (f"view.reflection.desk.{report.id}", "DEL"),
    }


async def test_documents_are_withdrawn_once(office, session, runtime, clock):
    await office.report(State.REJECTED)
    await session.flush()
    clock.move(SHOWN_AFTER_END + MOMENT)
    await jobs.withdraw_old(runtime)
    await jobs.withdraw_old(runtime)
    assert len(await subjects(session)) == 2


async def test_the_question_four_weeks_after_closing_shows_a_report_for_another_week(office, session, runtime, clock):
    report = await office.report(State.RESOLVED)
    await session.flush()
    for wait, work in ((RATING_WINDOW, jobs.run_process), (SHOWN_AFTER_END, jobs.withdraw_old)):
        clock.move(wait + MOMENT)
        await work(runtime)
    await session.refresh(report)
    assert report.withdrawn_at
    clock.move(FOUR_WEEKS)
    await jobs.run_process(runtime)
    await session.refresh(report)
    assert report.withdrawn_at is None


async def test_a_withdrawn_report_is_not_rendered_again(office, session, runtime, clock, told):
    await office.report(State.REJECTED)
    await session.flush()
    clock.move(SHOWN_AFTER_END + MOMENT)
    await jobs.withdraw_old(runtime)
    told()
    assert await documents(session, None) == ([], None)


async def test_rebuilding_renders_open_and_lately_ended_reports(office, session, told):
    made = [await office.report(state) for state in (State.RECEIVED, State.RESOLVED, State.REJECTED)]
    told()
    messages, after = await documents(session, None)
    assert after is None
    assert {m.subject for m in messages if ".desk." in m.subject} == {f"view.reflection.desk.{r.id}" for r in made}
