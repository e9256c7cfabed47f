"""A document that the gateway answers from memory, beside a FastAPI route that returns the same bytes."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision
from hueioc.embedded.nats_config import ADMIN
from hueioc.embedded.ports import free_port
from hueioc.http import Pool, Request
from tests.bench.event_latency import Writer, visible
from tests.bench.figure import Figure
from tests.bench.gateway_program import GatewayProgram, gateway_program
from tests.bench.ledger import book_fast, service
from tests.bench.programs import cpu_per_request_us, program
from tests.bench.servers import PASSWORD, make_tables

CLIENTS = 32
SECONDS = 5.0
PATH = "/v1/entries/1"


async def published(gateway: GatewayProgram, dsn: str) -> bytes:
    """One document on the gateway's table; its bytes."""
    admin = Bus(gateway.nats.url(ADMIN, PASSWORD), name=ADMIN)
    await admin.connect()
    await provision(admin, [service])
    await admin.close()
    await make_tables(dsn, service)
    writer = Writer(gateway, dsn)
    await writer.start()
    position = b"ledger:%d" % await book_fast(writer.pool, 1)
    writer.relay.wake()
    pool = Pool("127.0.0.1", int(gateway.url.rsplit(":", 1)[1]))
    await visible(pool, PATH.encode(), position)
    answer = await pool.send(Request(b"GET", PATH.encode(), []), timeout_s=5)
    body = bytes(await answer.read())
    await pool.close()
    await writer.stop()
    return body


def run() -> Iterator[Figure]:
    with gateway_program({}, more=[service]) as gateway, tempfile.TemporaryDirectory() as folder:
        file, port = Path(folder) / "body.json", free_port()
        file.write_bytes(asyncio.run(published(gateway, gateway.databases[service.name])))
        peer_url = f"http://127.0.0.1:{port}"
        command = ["tests.bench.apps", "fastapi-bytes", str(port)]
        with program(command, environment={"BENCH_BODY": str(file)}, ready=peer_url) as peer:
            ours, theirs = (
                asyncio.run(cpu_per_request_us(process, url + PATH, {}, clients=CLIENTS, seconds=SECONDS))
                for process, url in ((gateway.process, gateway.url), (peer, peer_url))
            )
    yield Figure(
        name="readmodel-rate",
        ours=1e6 / ours,
        peer=1e6 / theirs,
        peer_name=f"FastAPI returning the same bytes, {CLIENTS} connections",
        goal="≥ 3",
        unit="requests per core-second",
    )
