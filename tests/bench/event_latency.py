"""From commit to the answer of the gateway, at 300 writes a second: one entity's document, and a statistic.

Each write is one transaction of a service (entity, event, document); right after its commit the gateway is asked for
the document with `Hue-Min-Seq`, which it answers when it holds that write. The time includes that HTTP request.
"""

import asyncio
import gc
import time
from collections.abc import Iterator
from typing import NamedTuple

import asyncpg

from hueioc.bus.connection import Bus
from hueioc.db import Database
from hueioc.http import Pool, Request
from hueioc.lists import ListLeader
from hueioc.relay import Relay, RelayTarget
from tests.bench.figure import Figure
from tests.bench.gateway_program import GatewayProgram, gateway_program
from tests.bench.ledger import book, book_fast, service
from tests.bench.servers import PASSWORD, make_tables

PER_S = 300
SECONDS = 8
ENTITIES = 1_000
LIST_EVERY = 10


class Times(NamedTuple):
    """Milliseconds."""

    entity: list[float]
    listed: list[float]


class Writer:
    """The service's side: its database, its relay, its lists."""

    def __init__(self, gateway: GatewayProgram, dsn: str) -> None:
        self._dsn = dsn
        self.database = Database(dsn)
        self.bus = Bus(gateway.nats.url(service.name, PASSWORD), name=service.name)
        self.relay = Relay(RelayTarget(service.name, service.event_stream), dsn=dsn, bus=self.bus)
        self.lists = ListLeader(service.lists, database=self.database, relay=self.relay)
        self.relay.on_published = self.lists.mark

    async def start(self) -> None:
        self.pool = await asyncpg.create_pool(self._dsn, min_size=3, max_size=3)
        await self.bus.connect()
        self.relay.start()
        self.lists.start()
        await self.relay.leads.wait()
        for begin in range(0, ENTITIES, 100):
            async with self.database.transaction() as session:
                for number in range(begin, begin + 100):
                    await book(session, number)
        self.relay.wake()
        await asyncio.sleep(1)

    async def stop(self) -> None:
        await self.lists.stop()
        await self.relay.stop()
        await self.bus.close()
        await self.pool.close()
        await self.database.close()


async def one(writer: Writer, pool: Pool, number: int, times: Times) -> None:
    position = b"ledger:%d" % await book_fast(writer.pool, number % ENTITIES)
    committed = time.perf_counter()
    writer.relay.wake()
    await visible(pool, b"/v1/entries/%d" % (number % ENTITIES), position)
    times.entity.append((time.perf_counter() - committed) * 1e3)
    if number % LIST_EVERY == 0:
        await visible(pool, b"/v1/entries", position)
        times.listed.append((time.perf_counter() - committed) * 1e3)


async def visible(pool: Pool, path: bytes, position: bytes) -> None:
    """Ask until the gateway itself answers (it passes on, and fails, what it does not hold within 250 ms)."""
    while True:
        answer = await pool.send(Request(b"GET", path, [(b"hue-min-seq", position)]), timeout_s=5)
        await answer.read()
        if answer.status == 200:
            return


async def write_for(writer: Writer, pool: Pool, seconds: int, times: Times) -> None:
    tasks: list[asyncio.Task[None]] = []
    began = time.perf_counter()
    for number in range(PER_S * seconds):
        await asyncio.sleep(max(0.0, began + number / PER_S - time.perf_counter()))
        tasks.append(asyncio.create_task(one(writer, pool, number, times)))
    await asyncio.gather(*tasks)


async def measure(gateway: GatewayProgram, dsn: str) -> Times:
    await make_tables(dsn, service)
    writer, times = Writer(gateway, dsn), Times([], [])
    await writer.start()
    pool = Pool("127.0.0.1", int(gateway.url.rsplit(":", 1)[1]))
    await write_for(writer, pool, 1, Times([], []))  # connections and plans are there from then on
    gc.collect()
    gc.freeze()  # as a service does when it is up (`hueioc.run`)
    await write_for(writer, pool, SECONDS, times)
    await pool.close()
    await writer.stop()
    return Times(sorted(times.entity), sorted(times.listed))


def at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def run() -> Iterator[Figure]:
    with gateway_program({}, more=[service]) as gateway:
        times = asyncio.run(measure(gateway, gateway.databases[service.name]))
    for name, value, limit in (
        ("entity p50", at(times.entity, 0.5), 5.0),
        ("entity p99", at(times.entity, 0.99), 25.0),
        ("list p99", at(times.listed, 0.99), 150.0),
    ):
        yield Figure(name=f"event-latency {name}", ours=value, peer=limit, peer_name="the aim", goal="≤ 1", unit="ms")
