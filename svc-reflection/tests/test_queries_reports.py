"""Statements that find, narrow and order."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hueioc.clock import now
from hueioc.paging import Cursor, PageQuery
from reflection.models import Category
from reflection.queries import queue, reports
from reflection.queries.reports import ReportFilter
from reflection.states import PUBLIC, Priority, State

ALL = PageQuery(100, None)


async def ids(session, wanted, page=ALL):
    return [row.id for row in await reports.list_reports(session, wanted, page)]


async def test_the_newest_report_comes_first(office, session, clock):
    first = await office.report()
    clock.move(timedelta(minutes=1))
    second = await office.report()
    assert await ids(session, ReportFilter()) == [second.id, first.id]


async def test_reports_of_one_moment_are_ordered_by_id(office, session, clock):
    made = [(await office.report()).id for _ in range(3)]
    assert await ids(session, ReportFilter()) == sorted(made, reverse=True)


async def test_a_page_asks_for_one_row_more_than_it_holds(office, session):
    for _ in range(3):
        await office.report()
    assert len(await ids(session, ReportFilter(), PageQuery(2, None))) == 3


async def test_walking_the_pages_gives_every_report_once_while_others_come_in(office, session, clock):
    made = []
    for minute in range(7):
        clock.move(timedelta(minutes=minute % 2))  # some at one moment
        made.append((await office.report()).id)
    seen, after = [], None
    while True:
        rows = await reports.list_reports(session, ReportFilter(), PageQuery(2, after))
        seen += [row.id for row in rows[:2]]
        if len(rows) <= 2:
            break
        after = Cursor(rows[1].created_at, rows[1].id)
        clock.move(timedelta(minutes=1))
        await office.report()
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize(
    "wanted",
    [
        ReportFilter(states=PUBLIC),
        ReportFilter(category="garbage"),
        ReportFilter(ward="19753"),
        ReportFilter(states=frozenset({State.ASSIGNED})),
    ],
)
async def test_a_list_is_narrowed(office, session, wanted):
    fitting = await office.report(State.ASSIGNED)
    await office.report(category="pothole", place={"lat": 16.229, "lon": 108.06})
    assert await ids(session, wanted) == [fitting.id]


async def test_a_list_is_narrowed_to_a_unit(office, session):
    fitting = await office.report(State.ASSIGNED)
    await office.report()
    assert await ids(session, ReportFilter(unit_id=office.unit.id)) == [fitting.id]


async def test_a_list_is_narrowed_to_the_reporter(office, session):
    own = await office.report()
    await office.report(by=office.stranger)
    token = office.vault.token("subject", office.citizen.subject)
    assert await ids(session, ReportFilter(person_token=token)) == [own.id]


async def test_the_queue_is_ordered_by_what_must_be_done_first_then_priority_then_age(office, session, clock):
    waiting = await office.report()
    clock.move(timedelta(minutes=1))
    urgent = await office.report(State.ACCEPTED)
    urgent.priority = Priority.URGENT
    late, later = await office.report(State.ASSIGNED), await office.report(State.ASSIGNED)
    late.deadline.due_at, later.deadline.due_at = now() - timedelta(days=1), now() + timedelta(days=1)
    await session.flush()
    rows, total = await queue.open_queue(session)
    assert [row.id for row in rows] == [late.id, waiting.id, urgent.id, later.id]
    assert total == 4


async def test_what_waits_for_the_centre_is_never_cut_off_by_what_is_due_later(office, session, clock, monkeypatch):
    for _ in range(3):
        await office.report(State.ASSIGNED)
    clock.move(timedelta(minutes=5))
    new = await office.report()
    await session.flush()
    monkeypatch.setattr(queue, "LONGEST_QUEUE", 2)
    rows, _ = await queue.open_queue(session)
    assert rows[0].id == new.id


async def test_the_queue_of_a_unit_has_what_is_its_own_to_do(office, session):
    await office.report()
    mine = [await office.report(state) for state in (State.ASSIGNED, State.ANSWERED, State.RETURNED)]
    await office.report(State.RESOLVED)
    rows, total = await queue.open_queue(session, office.unit.id)
    assert {row.id for row in rows} == {report.id for report in mine}
    assert total == 3
    assert await queue.open_queue(session, office.other_unit.id) == ([], 0)


async def test_a_queue_longer_than_its_limit_says_how_many_there_are(office, session, monkeypatch):
    monkeypatch.setattr(queue, "LONGEST_QUEUE", 2)
    for _ in range(3):
        await office.report()
    rows, total = await queue.open_queue(session)
    assert (len(rows), total) == (2, 3)


async def test_only_running_clocks_are_overdue(office, session):
    for state in (State.ASSIGNED, State.RETURNED, State.ANSWERED, State.RESOLVED):
        (await office.report(state)).deadline.due_at = now() - timedelta(hours=1)
    await session.flush()
    assert await reports.count_overdue(session, now()) == 2


async def test_categories_are_those_in_force(session, clock):
    before = {row.code for row in await reports.all_categories(session)}
    garbage = await session.scalar(select(Category).where(Category.code == "garbage"))
    garbage.valid_to = clock.moment
    await session.flush()
    assert before - {row.code for row in await reports.all_categories(session)} == {"garbage"}
    assert await reports.find_category(session, "garbage", clock.moment - timedelta(seconds=1))
