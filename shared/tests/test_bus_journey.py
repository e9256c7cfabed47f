"""From the outbox of one transaction to the effect of a consumer: the simple cases, on real NATS."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from nats.aio.msg import Msg
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, insert, select

from hueioc.bus import inbox
from hueioc.bus.consumer import ConsumerLoop
from hueioc.bus.inbox import inbox as remembered
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer, provision
from hueioc.events import Audience, Event
from hueioc.outbox import event_message, outbox, publish
from hueioc.relay import Relay, RelayTarget

CONSUMER = "counter"


class Counted(Event, type="vn.hue.sample.thing.counted.v1", audience=Audience.STAFF):
    number: int


class Kept:
    """A consumer that writes what it is given, and fails where it is told to."""

    def __init__(self):
        self.batches, self.poison = [], set()
        self.table = Table("kept_by_test", MetaData(), Column("number", Integer), Column("subject", Text))

    async def __call__(self, session, messages):
        numbers = [message.read(Counted).number for message in messages]
        for message, number in zip(messages, numbers, strict=True):
            await session.execute(insert(self.table).values(number=number, subject=message.subject_id))
        self.batches.append(numbers)
        if self.poison.intersection(numbers):
            raise RuntimeError("poison")

    async def numbers(self, database):
        async with database.transaction() as session:
            return sorted((await session.scalars(select(self.table.c.number))).all())


@pytest.fixture
async def kept(committed_database):
    made = Kept()
    async with committed_database.engine.begin() as connection:
        await connection.run_sync(made.table.create)
    yield made
    async with committed_database.engine.begin() as connection:
        await connection.run_sync(made.table.drop)


@pytest.fixture(scope="module")
def bus_services():
    consumers = tuple(
        Consumer(name=name, stream="EVT_SAMPLE", subjects=("evt.sample.>",), handle_batch=lambda *_: None)
        for name in (CONSUMER, "latest")
    )
    sample = SimpleNamespace(name="sample", event_stream="EVT_SAMPLE", consumers=consumers, folds_views=False, hears=())
    return [sample]


@pytest.fixture
async def consume(bus, service_bus, committed_database, kept, bus_services):
    await provision(bus, bus_services)
    own, loops = await service_bus("sample"), []

    def start(name=CONSUMER, **more):
        consumer = Consumer(name=name, stream="EVT_SAMPLE", subjects=("evt.sample.>",), handle_batch=kept, **more)
        loops.append(ConsumerLoop("sample", consumer, bus=own, database=committed_database))
        loops[-1].start()
        return loops[-1]

    yield start
    for loop in loops:
        await loop.stop()


@pytest.fixture
async def send(bus):
    async def put(number, subject="s", version=1):
        message = event_message(Counted(number=number), subject_id=subject, version=version)
        headers = message.headers | {"Nats-Msg-Id": str(message.event_id)}
        await bus.publish_durably(message.subject, message.payload, headers)
        return message

    return put


async def until(find, wanted):
    async with asyncio.timeout(15):
        while (found := await find()) != wanted:
            await asyncio.sleep(0.02)
    return found


def received(number, subject="s", version=1):
    message = event_message(Counted(number=number), subject_id=subject, version=version)
    return Received(Msg(None, message.subject, "", message.payload, message.headers))


async def test_what_was_committed_is_published_in_order(
    bus, bus_recorder, committed_database, committed_dsn, service_bus
):
    recorder = await bus_recorder("evt.sample.>")
    relay = Relay(RelayTarget("sample", "EVT_SAMPLE"), dsn=committed_dsn, bus=await service_bus("sample"))
    relay.start()
    try:
        for begin in (0, 3):
            async with committed_database.transaction() as session:
                for number in range(begin, begin + 3):
                    publish(session, Counted(number=number), subject_id="s", version=number + 1)
            relay.wake()
        messages = await recorder.until(6)
        assert [json.loads(message.data)["number"] for message in messages] == [0, 1, 2, 3, 4, 5]

        async def unpublished():
            async with committed_database.transaction() as session:
                waiting = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))
                return await session.scalar(waiting)

        await until(unpublished, 0)
    finally:
        await relay.stop()


async def test_a_published_message_says_where_it_comes_from(
    bus, bus_recorder, committed_database, committed_dsn, service_bus
):
    recorder = await bus_recorder("evt.sample.>")
    relay = Relay(RelayTarget("sample", "EVT_SAMPLE"), dsn=committed_dsn, bus=await service_bus("sample"))
    relay.start()
    try:
        async with committed_database.transaction() as session:
            publish(session, Counted(number=1), subject_id="s", version=1)
        relay.wake()
        headers = (await recorder.until(1))[0].headers
        assert headers["Nats-Msg-Id"] == headers["ce-id"]
        service, epoch, position = headers["Hue-Seq"].split(":")
        assert (service, position.isdigit(), bool(epoch)) == ("sample", True, True)
    finally:
        await relay.stop()


async def test_waiting_messages_are_one_batch_and_one_transaction(consume, send, kept, committed_database):
    for number in range(20):
        await send(number)
    consume()
    await until(lambda: kept.numbers(committed_database), list(range(20)))
    assert len(kept.batches) == 1


async def test_a_poison_message_does_not_hold_up_its_neighbours(consume, send, kept, committed_database):
    kept.poison = {3}
    for number in range(6):
        await send(number)
    consume()
    await until(lambda: kept.numbers(committed_database), [0, 1, 2, 4, 5])


async def test_what_is_no_event_goes_to_the_dead_letters(consume, send, kept, committed_database, bus, bus_recorder):
    letters = await bus_recorder("dlq.>")
    await bus.publish_durably("evt.sample.thing.broken", b"{}", {"x": "y"})
    await send(1)
    consume()
    await until(lambda: kept.numbers(committed_database), [1])
    (letter,) = await letters.until(1)
    assert letter.subject == f"dlq.sample.{CONSUMER}"
    assert "ce-id is missing" in letter.headers["Hue-Dlq-Reason"]


async def test_a_message_delivered_twice_has_one_effect(send, kept, committed_database, consume):
    message = await send(1)
    loop = consume()
    await until(lambda: kept.numbers(committed_database), [1])
    again = Msg(loop._bus.client, message.subject, "$JS.ACK.S.c.1.1.1.1.0", message.payload, message.headers)
    await loop._apply([Received(again)])
    assert await kept.numbers(committed_database) == [1]


async def test_a_fold_takes_the_newest_of_each_thing(consume, send, kept, committed_database):
    for number, version in ((1, 1), (3, 3), (2, 2)):
        await send(number, "a", version)
    await send(9, "b", 1)
    consume("latest", latest_only=True)
    await until(lambda: kept.numbers(committed_database), [3, 9])


async def test_a_message_is_seen_once(session):
    first, second = received(1), received(2)
    assert await inbox.unseen(session, "c", [first, second, first]) == [first, second]
    assert await inbox.unseen(session, "c", [second, first]) == []
    assert await inbox.unseen(session, "another", [second]) == [second]
    assert await session.scalar(select(func.count()).select_from(remembered)) == 3


async def test_only_what_is_newer_passes(session):
    old, new, other = received(1, version=1), received(2, version=5), received(3, "b", 1)
    assert await inbox.newer(session, "c", [old, new, other]) == [new, other]
    assert await inbox.newer(session, "c", [received(4, version=4)]) == []
    assert [m.version for m in await inbox.newer(session, "c", [received(4, version=6)])] == [6]
