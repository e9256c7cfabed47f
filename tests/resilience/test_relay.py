"""The relay publishes every row once, in order, whatever stops it and whoever relays beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest

from hueioc.bus.batch import LARGEST_BATCH, publish_batch
from hueioc.bus.connection import Bus
from hueioc.bus.read import Stored, messages_of
from hueioc.bus.streams import VIEWS
from hueioc.db import Database
from hueioc.events import Audience, Event
from hueioc.outbox import Kind, Outgoing, collect, publish
from hueioc.outbox_store import OutboxRow, OutboxStore
from hueioc.relay import Relay, RelayTarget
from tests.people import until

TARGET = RelayTarget("reflection", "EVT_REFLECTION")
EVENTS, DOCUMENTS = TARGET.lanes
WINDOW_S = 0.2
LONGER_THAN_THE_WINDOW_S = 0.6
MOST_DEADLOCKS = 50
MANY = 8_000
SHORT_MS = 300
"""Many times what marking one piece takes, and less than reading the whole stream does."""

Connect = Callable[[str], Awaitable[Bus]]


class Numbered(Event, type="vn.hue.reflection.report.tested.v1", audience=Audience.STAFF):
    number: int


@pytest.fixture
async def short_window(bus: Bus) -> Bus:
    """Streams that forget after a moment which message ids they have seen."""
    for name in (TARGET.event_stream, VIEWS):
        config = (await bus.api(f"STREAM.INFO.{name}"))["config"]
        await bus.api(f"STREAM.UPDATE.{name}", config | {"duplicate_window": int(WINDOW_S * 1e9)})
    return bus


async def write(database: Database, numbers: range) -> None:
    """A transaction per number: its event, and a document of its own."""
    for number in numbers:
        async with database.transaction() as session:
            publish(session, Numbered(number=number), subject_id=number, version=1)
            headers = {"Hue-Route": f"/tested/{number}", "Hue-Audience": "public", "Hue-Version": "1"}
            collect(session, Outgoing(Kind.VIEW, f"view.reflection.tested.{number}", headers, b"{}"))


async def events_in(bus: Bus) -> list[Stored]:
    return [each async for each in messages_of(bus, TARGET.event_stream, subject=">")]


async def numbers_in(bus: Bus) -> list[int]:
    return [Numbered.model_validate_json(each.payload).number for each in await events_in(bus)]


async def stored_views(bus: Bus) -> int:
    """How many documents were ever stored, those overwritten since counted too."""
    return (await bus.api(f"STREAM.INFO.{VIEWS}"))["state"]["last_seq"]


async def waiting(database: Database) -> int:
    async with database.engine.connect() as connection:
        return (await connection.exec_driver_sql("select count(*) from outbox where published_at is null")).scalar_one()


@asynccontextmanager
async def relaying(dsn: str, bus: Bus) -> AsyncIterator[Relay]:
    relay = Relay(TARGET, dsn=dsn, bus=bus)
    relay.start()
    try:
        yield relay
    finally:
        await relay.stop()


async def publish_and_die(dsn: str, bus: Bus, number: int) -> None:
    """What a relay does up to the moment between the stream's acknowledgement and the mark in the outbox."""
    async with OutboxStore.open(dsn) as store:
        for lane in TARGET.lanes:
            await store.catch_up(bus, lane)
        rows = await store.pending()
        for lane in TARGET.lanes:
            await publish_some(bus, store, [row for row in rows if row.kind == lane.kind][:number])


async def publish_some(bus: Bus, store: OutboxStore, rows: Sequence[OutboxRow]) -> None:
    lane = TARGET.lanes[rows[0].kind]
    packets = [row.packet(TARGET.service, store.epoch) for row in rows]
    await publish_batch(bus, packets, fence=lane.fence(store.sequences[lane.stream]))


async def publish_and_forget_where(dsn: str, bus: Bus, database: Database) -> None:
    """Publish and mark one batch, then lose the place in the stream, as an old backup of the database does."""
    async with OutboxStore.open(dsn) as store:
        await store.catch_up(bus, EVENTS)
        await publish_some(bus, store, await store.pending())
        await store.catch_up(bus, EVENTS)
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("update relay_state set last_sequence = 0")


@pytest.mark.parametrize("published", [1, 4, 10])
async def test_what_was_published_but_not_marked_is_not_published_again_after_the_window(
    committed_database: Database, committed_dsn: str, short_window: Bus, service_bus: Connect, published: int
):
    bus = await service_bus("reflection")
    await write(committed_database, range(10))
    await publish_and_die(committed_dsn, bus, published)
    await asyncio.sleep(LONGER_THAN_THE_WINDOW_S)

    async with relaying(committed_dsn, bus):
        await until(lambda: waiting(committed_database), is_it=lambda number: number == 0)

    assert await numbers_in(bus) == list(range(10))
    assert await stored_views(short_window) == 10


async def test_a_long_catching_up_keeps_no_transaction_open(
    committed_database: Database, committed_dsn: str, short_window: Bus, service_bus: Connect
):
    """Reading the stream may take longer than a transaction may, and must not begin anew for ever."""
    bus = await service_bus("reflection")
    async with committed_database.transaction() as session:
        for number in range(MANY):
            publish(session, Numbered(number=number), subject_id=number, version=1)
    for _ in range(MANY // LARGEST_BATCH):
        await publish_and_forget_where(committed_dsn, bus, committed_database)
    async with committed_database.engine.begin() as connection:
        await connection.exec_driver_sql("update outbox set published_at = null")

    async with OutboxStore.open(f"{committed_dsn}?transaction_timeout={SHORT_MS}") as store:
        await store.catch_up(bus, EVENTS)

    assert await waiting(committed_database) == 0


async def test_a_running_relay_notices_that_another_has_published_its_rows(
    committed_database: Database, committed_dsn: str, short_window: Bus, service_bus: Connect
):
    bus = await service_bus("reflection")
    async with OutboxStore.open(committed_dsn) as store:
        for lane in TARGET.lanes:
            await store.catch_up(bus, lane)
        await write(committed_database, range(10))
        await publish_and_die(committed_dsn, bus, 6)
        await asyncio.sleep(LONGER_THAN_THE_WINDOW_S)
        relay = Relay(TARGET, dsn=committed_dsn, bus=bus)

        while await relay.publish_pending(store):
            pass

    assert await numbers_in(bus) == list(range(10))
    assert await stored_views(short_window) == 10


async def test_of_two_relays_one_leads_and_the_other_takes_over(
    committed_database: Database, committed_dsn: str, short_window: Bus, service_bus: Connect
):
    first_bus, second_bus = await service_bus("reflection"), await service_bus("reflection")
    async with relaying(committed_dsn, first_bus) as first:
        await asyncio.wait_for(first.leads.wait(), 5)
        async with relaying(committed_dsn, second_bus) as second:
            await write(committed_database, range(20))
            assert not second.leads.is_set()
            await first.stop()
            await write(committed_database, range(20, 40))
            await asyncio.wait_for(second.leads.wait(), 5)
            await until(lambda: waiting(committed_database), is_it=lambda number: number == 0)

    assert await numbers_in(second_bus) == list(range(40))


async def test_two_relays_that_both_believe_to_lead_publish_nothing_twice(
    committed_database: Database, committed_dsn: str, short_window: Bus, service_bus: Connect
):
    buses = [await service_bus("reflection"), await service_bus("reflection")]
    written = asyncio.Event()

    async def relay_without_lock(bus: Bus) -> None:
        relay = Relay(TARGET, dsn=committed_dsn, bus=bus)
        async with OutboxStore.open(committed_dsn) as store:
            for lane in TARGET.lanes:
                await store.catch_up(bus, lane)
            while await relay.publish_pending(store) or not written.is_set():
                await asyncio.sleep(0)

    async def begin_anew_after_a_deadlock(bus: Bus) -> None:
        """Both mark the same rows; one of them is sent away, and begins anew as every relay does."""
        for _ in range(MOST_DEADLOCKS):
            try:
                return await relay_without_lock(bus)
            except asyncpg.DeadlockDetectedError:
                continue
        raise AssertionError("too many deadlocks")

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for bus in buses:
            group.create_task(begin_anew_after_a_deadlock(bus))
        await asyncio.gather(*(write(committed_database, range(n, n + 50)) for n in (0, 50, 100)))
        written.set()

    assert await waiting(committed_database) == 0
    found = await events_in(buses[0])
    assert sorted(await numbers_in(buses[0])) == list(range(150))
    ids = [int(each.headers["Hue-Outbox"]) for each in found]
    assert ids == sorted(ids)
    assert len({each.headers["Hue-Seq"].split(":")[1] for each in found}) == 1


async def test_a_document_written_twice_is_published_once_and_newest(
    committed_database: Database, committed_dsn: str, short_window: Bus, service_bus: Connect
):
    bus = await service_bus("reflection")
    for version in ("1", "2", "3"):
        async with committed_database.transaction() as session:
            headers = {"Hue-Route": "/tested/one", "Hue-Audience": "public", "Hue-Version": version}
            collect(session, Outgoing(Kind.VIEW, "view.reflection.tested.one", headers, version.encode()))

    async with relaying(committed_dsn, bus):
        await until(lambda: waiting(committed_database), is_it=lambda number: number == 0)

    stored = [each async for each in messages_of(bus, VIEWS, subject="view.reflection.>")]
    assert [each.payload for each in stored] == [b"3"]
    assert await stored_views(short_window) == 1
