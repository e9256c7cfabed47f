"""A notice swaps two days: open deadlines move by it, each once, and the history says so."""

from datetime import date, datetime, timedelta

import pytest

from hueioc.clock import VIETNAM
from hueioc.workdays.days import DayKind
from hueioc.workdays.kept import CalendarDay, CalendarTold, keep_calendar, published_told, version_of
from reflection import jobs, schemas
from reflection.service import clocks, desk
from reflection.states import Action, Priority, State

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
async def assign(office, session):
    """`await assign(priority)`: a report that a unit has, due as the rules say."""

    async def made(priority=Priority.NORMAL):
        report = await office.report()
        accept = schemas.Moderation(decision="accept", priority=priority)
        await desk.moderate(session, report.id, office.moderator, accept, None)
        await desk.assign(session, report.id, office.moderator, schemas.Assignment(unit_id=office.unit.id), None)
        await session.flush()
        return report

    return made


@pytest.fixture
async def assigned(assign, clock):
    """Assigned on Tuesday and due seven working days later, on Thursday the 12th."""
    clock.set(TUESDAY)
    return await assign()


@pytest.fixture
async def notice(session, runtime):
    """`await notice(off=[...], worked=[...])`: a notice comes, and the service does what follows."""

    async def come(*, off=(), worked=(), number=1):
        added = [CalendarDay(date=day, kind=DayKind.SWAP, source="Notice of a test") for day in off]
        added += [CalendarDay(date=day, kind=DayKind.MAKE_UP, source="Notice of a test") for day in worked]
        days = [*published_told().days, *added]
        told = CalendarTold(number=number, version=version_of(number, days), days=days)
        await keep_calendar(session, told)
        await session.flush()
        await jobs.reschedule(runtime)
        return told

    return come


def day_of(report):
    return report.deadline.due_at.astimezone(VIETNAM).date()


async def moves(session, report):
    await session.refresh(report)
    return [line for line in report.history if line.action is Action.RESCHEDULE]


async def test_a_day_off_within_the_term_moves_the_deadline_by_a_working_day(assigned, notice, session):
    assert day_of(assigned) == date(2026, 3, 12)
    told = await notice(off=[date(2026, 3, 9)])
    [line] = await moves(session, assigned)
    assert day_of(assigned) == date(2026, 3, 13)
    assert assigned.deadline.calendar_version == told.version
    assert line.note.startswith("2026-03-12")
    assert "2026-03-13" in line.note


async def test_a_saturday_that_is_worked_brings_it_forward(assigned, notice, session):
    await notice(worked=[date(2026, 3, 7)])
    assert len(await moves(session, assigned)) == 1
    assert day_of(assigned) == date(2026, 3, 11)


async def test_a_notice_of_days_outside_the_term_changes_nothing_but_the_version(assigned, notice, session):
    told = await notice(off=[date(2026, 6, 1)])
    assert await moves(session, assigned) == []
    assert assigned.deadline.calendar_version == told.version


async def test_the_same_notice_twice_moves_it_once(assigned, notice, session):
    await notice(off=[date(2026, 3, 9)])
    await notice(off=[date(2026, 3, 9)])
    assert len(await moves(session, assigned)) == 1


async def test_a_later_notice_takes_the_first_one_back(assigned, notice, session):
    await notice(off=[date(2026, 3, 9)])
    await notice(number=2)
    assert len(await moves(session, assigned)) == 2
    assert day_of(assigned) == date(2026, 3, 12)


async def test_a_date_that_an_operator_chose_stays(assigned, session, notice):
    clocks.start_by_hand(assigned, assigned.deadline.started_at, assigned.deadline.due_at, "Theo hẹn")
    await session.flush()
    await notice(off=[date(2026, 3, 9)])
    assert await moves(session, assigned) == []
    assert day_of(assigned) == date(2026, 3, 12)


async def test_a_planned_day_stays_and_the_deadline_before_it_moves_when_the_plan_is_refused(
    assigned, office, session, notice, runtime
):
    await office.bring(assigned, State.PLANNED)
    planned_for = day_of(assigned)
    await notice(off=[date(2026, 3, 9)])
    assert (await moves(session, assigned), day_of(assigned)) == ([], planned_for)
    await office.bring(assigned, State.RETURNED)
    await session.flush()
    await jobs.reschedule(runtime)
    await session.refresh(assigned)
    assert day_of(assigned) == date(2026, 3, 13)


async def test_an_urgent_report_counts_hours_and_does_not_move(assign, session, clock, notice):
    clock.set(datetime(2026, 3, 6, 9, 0, tzinfo=VIETNAM))
    report = await assign(Priority.URGENT)
    before = report.deadline.due_at
    await notice(worked=[date(2026, 3, 7)])
    assert (await moves(session, report), report.deadline.due_at) == ([], before)


async def test_what_was_overdue_and_is_so_no_more_warns_again_when_its_time_comes(
    assigned, notice, session, clock, runtime
):
    clock.set(datetime(2026, 3, 13, 8, 0, tzinfo=VIETNAM))
    await jobs.run_process(runtime)
    await notice(off=[date(2026, 3, 9)])
    clock.move(timedelta(days=1))
    await jobs.run_process(runtime)
    await session.refresh(assigned)
    assert len([line for line in assigned.history if line.action is Action.BREACH]) == 2


async def test_new_reports_are_counted_by_the_new_calendar(assign, clock, notice):
    clock.set(TUESDAY)
    told = await notice(off=[date(2026, 3, 9)])
    report = await assign()
    assert day_of(report) == date(2026, 3, 13)
    assert report.deadline.calendar_version == told.version
