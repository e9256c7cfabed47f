"""500 clients of /v1/stream, 50 events a second: from the publish on the bus to each client's socket."""

import asyncio
import time
from collections.abc import Iterator

from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision
from hueioc.embedded.nats_config import ADMIN
from hueioc.outbox import event_message
from tests.bench.event_latency import at
from tests.bench.figure import Figure
from tests.bench.gateway_program import GatewayProgram, gateway_program
from tests.bench.ledger import EntryBooked, service
from tests.bench.servers import PASSWORD

CLIENTS = 500
PER_S = 50
SECONDS = 10
LIMIT_MS = 50.0
REQUEST = b"GET /v1/stream HTTP/1.1\r\nHost: hue.bench\r\nAccept: text/event-stream\r\n\r\n"
MARK = b'"note":"'


class Listener(asyncio.Protocol):
    """One client: notes when each event arrives. A moment stands in the event itself."""

    def __init__(self, times: list[float]) -> None:
        self._times = times

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(REQUEST)

    def data_received(self, data: bytes) -> None:
        arrived, place = time.monotonic_ns(), data.find(MARK)
        while place >= 0:
            end = data.index(b'"', place + len(MARK))
            self._times.append((arrived - int(data[place + len(MARK) : end])) / 1e6)
            place = data.find(MARK, end)


async def measure(gateway: GatewayProgram) -> list[float]:
    """Milliseconds, sorted. The clients share one core with nobody but the publisher."""
    admin = Bus(gateway.nats.url(ADMIN, PASSWORD), name=ADMIN)
    await admin.connect()
    await provision(admin, [service])
    bus = Bus(gateway.nats.url(service.name, PASSWORD), name=service.name)
    await bus.connect()
    times: list[float] = []
    port = int(gateway.url.rsplit(":", 1)[1])
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(lambda: Listener(times), "127.0.0.1", port) for _ in range(CLIENTS)]
    await asyncio.sleep(2)
    began = time.perf_counter()
    for number in range(PER_S * SECONDS):
        await asyncio.sleep(max(0.0, began + number / PER_S - time.perf_counter()))
        event = EntryBooked(entry_id=number, amount_vnd=1, note=str(time.monotonic_ns()))
        message = event_message(event, subject_id=str(number), version=1)
        await bus.client.publish(message.subject, message.payload, headers=message.headers)
    await asyncio.sleep(1)
    for transport, _ in opened:
        transport.close()
    await bus.close()
    await admin.close()
    expected = CLIENTS * PER_S * SECONDS
    if len(times) < expected:
        raise RuntimeError(f"{expected - len(times)} of {expected} deliveries are missing")
    return sorted(times)


def run() -> Iterator[Figure]:
    with gateway_program({}, more=[service]) as gateway:
        times = asyncio.run(measure(gateway))
    for share in (0.5, 0.99):
        yield Figure(
            name=f"stream p{int(share * 100)}, {CLIENTS} clients, {PER_S} events/s",
            ours=at(times, share),
            peer=LIMIT_MS,
            peer_name="the aim",
            goal="≤ 1",
            unit="ms",
        )
