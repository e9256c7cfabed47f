"""Lượt xem: how often a published report is read. Sums only; the document follows in its own time."""

import asyncio
import json

import pytest
from sqlalchemy import event, select

from hueioc.db import Database
from hueioc.errors import Problem
from hueioc.ids import uuid7
from hueioc.outbox import outbox, write_collected
from hueioc.testing.buses import PASSWORD
from reflection.models import Readership
from reflection.queries import readership, reports
from reflection.service import lists
from reflection.service.announce import publish_documents
from reflection.service.readership import SUBJECT, ReadCounter, read_sums, show_some
from reflection.states import State

BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0"}


@pytest.fixture
async def report(office, session):
    made = await office.report(State.ACCEPTED)
    await write_collected(session)
    return made


@pytest.fixture
def counter(runtime):
    made = ReadCounter(runtime)
    runtime.parts.append(made)
    return made


@pytest.fixture
def away():
    return Database("postgresql://nobody@127.0.0.1:1/none")


@pytest.fixture
def statements():
    """Every statement that goes to the database from now on."""
    watched = []

    def watch(session):
        seen, engine = [], session.bind.sync_engine

        def listener(*given):
            seen.append(given[2])

        event.listen(engine, "before_cursor_execute", listener)
        watched.append((engine, listener))
        return seen

    yield watch
    for engine, listener in watched:
        event.remove(engine, "before_cursor_execute", listener)


async def count_of(session, report_id):
    return await session.scalar(select(Readership.views).where(Readership.report_id == report_id))


async def documents(session):
    """Version, revision and views of each public document of the outbox, in order."""
    await write_collected(session)
    rows = await session.execute(select(outbox.c.headers, outbox.c.payload).order_by(outbox.c.id))
    return [
        (int(row.headers["Hue-Version"]), int(row.headers["Hue-Revision"]), json.loads(row.payload)["views"])
        for row in rows
        if row.headers.get("Hue-Counted")
    ]


async def test_sums_are_added_to_what_there_is(session, report):
    for number in (3, 4):
        await readership.add(session, {report.id: number})
    assert await count_of(session, report.id) == 7


async def test_many_reports_are_one_statement(session, office, statements):
    ids = [(await office.report(State.ACCEPTED)).id for _ in range(3)]
    await session.flush()
    seen = statements(session)
    await readership.add(session, dict.fromkeys(ids, 2))
    assert len(seen) == 1
    assert [await count_of(session, each) for each in ids] == [2, 2, 2]


async def test_what_is_no_report_is_left_out(session, report):
    await readership.add(session, {uuid7(): 5, report.id: 1})
    assert await count_of(session, report.id) == 1


async def test_counting_is_no_version_of_the_report(session, report):
    version, updated_at = report.version, report.updated_at
    await readership.add(session, {report.id: 9})
    again = await reports.lock_report(session, report.id)
    assert (again.version, again.updated_at, again.views) == (version, updated_at, 9)


async def test_a_report_that_nobody_has_read_has_no_views(report):
    assert report.views == 0


async def test_the_page_says_the_number_some_time_later_without_a_new_version(session, report):
    before = await documents(session)
    await readership.add(session, {report.id: 5})
    assert await show_some(session) == 1
    assert await documents(session) == [*before, (report.version, 5, 5)]


async def test_a_document_that_says_the_number_is_not_made_again(session, report):
    await readership.add(session, {report.id: 5})
    await show_some(session)
    before = await documents(session)
    assert await show_some(session) == 0
    assert await documents(session) == before


async def test_the_next_step_of_the_report_says_the_number_too(session, report):
    await readership.add(session, {report.id: 2})
    publish_documents(session, await reports.lock_report(session, report.id))
    assert (await documents(session))[-1] == (report.version, 2, 2)


@pytest.mark.parametrize("state", [State.RECEIVED, State.REJECTED])
async def test_what_is_not_public_gets_no_document_by_being_counted(session, office, state):
    report = await office.report(state)
    await readership.add(session, {report.id: 5})
    await show_some(session)
    assert await documents(session) == []


async def test_a_document_that_was_withdrawn_does_not_come_back_by_being_read(session, report):
    before = await documents(session)
    report.withdrawn_at = report.created_at
    await session.flush()
    await readership.add(session, {report.id: 5})
    await show_some(session)
    assert await documents(session) == before


async def test_those_read_most_are_shown_first_and_few_at_once(session, office, monkeypatch):
    monkeypatch.setattr("reflection.service.readership.SHOWN_AT_ONCE", 2)
    ids = [(await office.report(State.ACCEPTED)).id for _ in range(3)]
    await session.flush()
    await readership.add(session, dict(zip(ids, (1, 30, 20), strict=True)))
    assert await show_some(session) == 2
    assert await readership.not_shown(session, 10) == [ids[0]]


async def test_cards_of_the_feed_say_the_number(session, report):
    await readership.add(session, {report.id: 12})
    assert [item.views for item in (await lists.first_page(session, "all")).items] == [12]


async def test_who_reads_at_the_service_is_counted_there(make_client, counter, report):
    anybody = make_client()
    for _ in range(2):
        assert (await anybody.get(f"/v1/reports/{report.id}", headers=BROWSER)).status_code == 200
    await anybody.get(f"/v1/reports/{report.id}", headers=BROWSER | {"If-None-Match": '"1"'})
    await anybody.get(f"/v1/reports/{report.id}", headers={"User-Agent": "Googlebot/2.1"})
    await anybody.get(f"/v1/reports/{uuid7()}", headers=BROWSER)
    assert counter._pending == {report.id: 2}


async def test_what_the_gateway_tells_is_added(counter, session, report, bus, nats_server, runtime):
    runtime.bus._url = nats_server.url("reflection", PASSWORD)
    await asyncio.wait_for(runtime.bus.connect(), 10)
    await counter._listen()
    await runtime.bus.client.flush()
    for number in (3, 1):
        await bus.publish(SUBJECT, json.dumps({f"report.{report.id}": number}).encode())
    await bus.publish(SUBJECT, b"{")
    async with asyncio.timeout(10):
        while counter._pending[report.id] < 4:
            await asyncio.sleep(0.01)
    await counter.add()
    assert (await count_of(session, report.id), counter._pending) == (4, {})
    await runtime.bus.close()


async def test_a_process_that_ends_writes_what_it_has(counter, session, report):
    counter.note(report.id, 6)
    await counter.stop()
    assert await count_of(session, report.id) == 6


async def test_what_cannot_be_written_now_is_written_later(counter, session, report, runtime, away):
    counter.note(report.id, 6)
    there, counter._database = counter._database, away
    with pytest.raises(Problem):
        await counter.add()
    counter.note(report.id, 1)
    counter._database = there
    await counter.add()
    assert await count_of(session, report.id) == 7


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"1", b'{"report.x":1}', b'{"report.%s":-1}', b'{"report.%s":0}', b'{"report.%s":"7"}', b'{"a":null}'],
)
def test_what_is_no_sum_is_refused(payload):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of its kinds
        read_sums(payload.replace(b"%s", str(uuid7()).encode()))


def test_sums_of_other_views_are_not_ours():
    mine = uuid7()
    assert read_sums(json.dumps({"feed.all": 3, f"report.{mine}": 2}).encode()) == {mine: 2}


def test_nothing_is_kept_of_who_read():
    assert {column.name for column in Readership.__table__.columns} == {"report_id", "views", "shown"}
