"""NATS for tests: one server per worker with the permissions of production, streams made anew for each test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision
from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import ADMIN, SYSTEM, BusUser, NatsPorts, may_publish, nats_config
from hueioc.embedded.ports import free_port
from hueioc.service import Service, installed_services

PASSWORD = "of-a-test-only"  # noqa: S105 - the server lives as long as the test run
ANSWER_S = 10.0


def started_nats(home: Path, users: Sequence[BusUser]) -> NatsServer:
    ports = NatsPorts(client=free_port(), mqtt=free_port(), monitor=free_port())
    passwords = dict.fromkeys((ADMIN, SYSTEM, *(user.name for user in users)), PASSWORD)
    server = NatsServer(home, nats_config(users, passwords, ports=ports, store=home / "jetstream"), ports)
    server.start()
    return server


@pytest.fixture(scope="session")
def bus_services() -> Sequence[Service]:
    """Which services have a user on the bus; a test module may override this."""
    return installed_services()


@pytest.fixture(scope="session")
def nats_servers() -> Iterator[dict[str, NatsServer]]:
    """The servers of this worker, one for each set of users, kept from test to test."""
    kept: dict[str, NatsServer] = {}
    yield kept
    for server in kept.values():
        server.stop()


@pytest.fixture
def nats_server(nats_servers: dict[str, NatsServer], scratch: Path, bus_services: Sequence[Service]) -> NatsServer:
    """A server that knows the users of `bus_services`."""
    users = repr([(each.name, [*may_publish(each)]) for each in bus_services])
    if users not in nats_servers:
        nats_servers[users] = started_nats(scratch / f"nats-{len(nats_servers)}", bus_services)
    return nats_servers[users]


@pytest.fixture
async def bus(nats_server: NatsServer, bus_services: Sequence[Service]) -> AsyncIterator[Bus]:
    """The administrator's connection; streams are empty at the beginning of a test."""
    bus = Bus(nats_server.url(ADMIN, PASSWORD), name=ADMIN)
    await asyncio.wait_for(bus.connect(), ANSWER_S)
    for name in (await bus.api("STREAM.NAMES")).get("streams") or ():
        await bus.api(f"STREAM.DELETE.{name}")
    await provision(bus, bus_services)
    yield bus
    await bus.close()


@pytest.fixture
async def service_bus(nats_server: NatsServer, bus: Bus) -> AsyncIterator[Callable[[str], Awaitable[Bus]]]:
    """Connects as one service, with that service's permissions."""
    opened: list[Bus] = []

    async def connect(name: str) -> Bus:
        mine = Bus(nats_server.url(name, PASSWORD), name=name)
        await asyncio.wait_for(mine.connect(), ANSWER_S)
        opened.append(mine)
        return mine

    yield connect
    for each in opened:
        await each.close()


class Recorder:
    """Keeps every message on its subjects; `until` waits for a number of them."""

    def __init__(self) -> None:
        self.messages: list[Msg] = []
        self._arrived = asyncio.Condition()

    async def on_message(self, message: Msg) -> None:
        async with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()

    async def until(self, number: int, timeout_s: float = ANSWER_S) -> list[Msg]:
        """At least `number` messages, or TimeoutError."""
        async with asyncio.timeout(timeout_s), self._arrived:
            await self._arrived.wait_for(lambda: len(self.messages) >= number)
        return self.messages

    @property
    def subjects(self) -> list[str]:
        return [message.subject for message in self.messages]


@pytest.fixture
async def bus_recorder(bus: Bus) -> AsyncIterator[Callable[[str], Awaitable[Recorder]]]:
    """`await bus_recorder("evt.>")` records from now on."""
    subscriptions: list[Subscription] = []

    async def record(subject: str) -> Recorder:
        recorder = Recorder()
        subscriptions.append(await bus.subscribe(subject, recorder.on_message))
        await bus.client.flush()
        return recorder

    yield record
    for subscription in subscriptions:
        await subscription.unsubscribe()
