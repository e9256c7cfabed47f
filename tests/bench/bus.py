"""The relay beside raw atomic batches, and the consumer runtime beside bare nats-py with pydantic."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.batch import Packet, publish_batch
from hueioc.bus.connection import Bus
from hueioc.bus.consumer import ConsumerLoop
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer, provision
from hueioc.db import Database
from hueioc.embedded.nats_config import ADMIN
from hueioc.outbox import collect, event_message
from hueioc.relay import Relay, RelayTarget
from tests.bench.figure import Figure
from tests.bench.ledger import EntryBooked, service
from tests.bench.servers import PASSWORD, bench_database, bench_nats, make_tables

ROWS = 20_000
BATCH = 1_000
FILL = 2_000


class Counting:
    """A batch handler that reads every message and stops the clock at the last."""

    def __init__(self) -> None:
        self.count = 0
        self.done = asyncio.Event()

    async def __call__(self, _: AsyncSession, messages: Sequence[Received]) -> None:
        for message in messages:
            message.read(EntryBooked)
        self.count += len(messages)
        if self.count >= ROWS:
            self.done.set()


counting = Counting()
CONSUMER = Consumer(name="bench", stream=service.event_stream, subjects=("evt.ledger.>",), handle_batch=counting)
BARE = Consumer(name="bare", stream=service.event_stream, subjects=("evt.ledger.>",), handle_batch=counting)
SERVICE = replace(service, consumers=(CONSUMER, BARE))


async def relay_rate(bus: Bus, dsn: str, database: Database) -> float:
    """Rows a second from outbox to stream."""
    for begin in range(0, ROWS, FILL):
        async with database.transaction() as session:
            for number in range(begin, begin + FILL):
                event = EntryBooked(entry_id=number, amount_vnd=1, note="y" * 200)
                collect(session, event_message(event, subject_id=str(number), version=1))
    relay = Relay(RelayTarget(service.name, service.event_stream), dsn=dsn, bus=bus)
    began = time.perf_counter()
    relay.start()
    while (await bus.api(f"STREAM.INFO.{service.event_stream}"))["state"]["messages"] < ROWS:
        await asyncio.sleep(0.01)
    took = time.perf_counter() - began
    await relay.stop()
    return ROWS / took


async def raw_rate(bus: Bus) -> float:
    """The same messages as atomic batches, with nothing around them."""
    event = EntryBooked(entry_id=1, amount_vnd=1, note="y" * 200)
    packets: list[Packet] = []
    for number in range(ROWS):
        message = event_message(event, subject_id=str(number), version=1)
        packets.append((message.subject, message.headers | {"Nats-Msg-Id": f"raw-{number}"}, message.payload))
    began = time.perf_counter()
    for begin in range(0, ROWS, BATCH):
        await publish_batch(bus, packets[begin : begin + BATCH], fence={})
    return ROWS / (time.perf_counter() - began)


async def consumer_cpu(bus: Bus, database: Database) -> float:
    """Microseconds of our CPU for one message with its inbox row."""
    loop = ConsumerLoop(service.name, CONSUMER, bus=bus, database=database)
    began = time.process_time()
    loop.start()
    await counting.done.wait()
    took = time.process_time() - began
    await loop.stop()
    return took / ROWS * 1e6


async def bare_cpu(bus: Bus) -> float:
    """nats-py's own fetch, pydantic, acknowledgement; no inbox, no transaction."""
    subscription = await bus.client.jetstream().pull_subscribe_bind(BARE.name, stream=service.event_stream)
    began, count = time.process_time(), 0
    while count < ROWS:
        messages: list[Msg] = await subscription.fetch(500, timeout=5)
        for message in messages:
            EntryBooked.model_validate_json(message.data)
            await message.ack()
        count += len(messages)
    return (time.process_time() - began) / ROWS * 1e6


async def measure(url: str, admin_url: str, dsn: str) -> tuple[float, float, float, float]:
    await make_tables(dsn, service)
    database, bus, admin = Database(dsn), Bus(url, name=service.name), Bus(admin_url, name=ADMIN)
    await admin.connect()
    await provision(admin, [SERVICE])
    await bus.connect()
    relayed = await relay_rate(bus, dsn, database)
    consumed = await consumer_cpu(bus, database)
    bare = await bare_cpu(admin)
    raw = await raw_rate(bus)
    for each in (bus, admin):
        await each.close()
    await database.close()
    return relayed, raw, consumed, bare


def run() -> Iterator[Figure]:
    with bench_database(service.name) as dsn, bench_nats([SERVICE]) as nats:
        urls = nats.url(service.name, PASSWORD), nats.url(ADMIN, PASSWORD)
        relayed, raw, consumed, bare = asyncio.run(measure(*urls, dsn))
    yield Figure(
        name="relay", ours=relayed, peer=raw, peer_name="raw atomic batches of 1,000", goal="≥ 0.5", unit="events/s"
    )
    yield Figure(
        name="consumer", ours=consumed, peer=bare, peer_name="bare nats-py and pydantic", goal="≤ 2", unit="µs CPU"
    )
