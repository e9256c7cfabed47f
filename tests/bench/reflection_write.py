"""Durable acknowledged reports over HTTP: identity, idempotency, redaction, sealing, audit, event and document each.

Beside them, in the same PostgreSQL and the same run: pgbench inserting plain rows of the same size over as many
connections, and the same service writing each report in a transaction of its own.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hueioc import migrate
from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision
from hueioc.embedded.database import ServiceDatabase, ensure_service_database
from hueioc.embedded.nats_config import ADMIN
from hueioc.embedded.ports import free_port
from hueioc.embedded.postgres import find_programs
from hueioc.http import Pool, Request
from hueioc.ids import uuid7
from hueioc.service import find_service
from tests.bench.figure import Figure
from tests.bench.gateway_program import SECRET, GatewayProgram, gateway_program
from tests.bench.programs import program
from tests.bench.servers import PASSWORD, bench_postgres, scratch_folder

CLIENTS = 32
SECONDS = 8
CALM_PER_S = 200
TEXT = "Ổ gà lớn trước số nhà 12 đường Lê Lợi, xe máy ngã sáng nay; gọi 0905 123 456 nếu cần"


class Load(NamedTuple):
    per_s: float
    waited_ms: list[float]


def report(number: int) -> tuple[str, bytes]:
    report_id = str(uuid7())
    body = {
        "id": report_id,
        "category": "pothole",
        "description": f"{TEXT} ({number})",
        "place": {"lat": 16.4637, "lon": 107.5909},
        "contact": {"name": "Nguyễn Thị Hoa", "phone": "0905123456"},
    }
    return report_id, json.dumps(body).encode()


class Senders:
    """Clients with a token each, sending to one address."""

    def __init__(self, url: str, tokens: list[str]) -> None:
        self._pool = Pool("127.0.0.1", int(url.rsplit(":", 1)[1]), max_connections=CLIENTS)
        self._tokens = [f"Bearer {token}".encode() for token in tokens]

    async def send(self, number: int) -> float:
        """Milliseconds until the report was acknowledged."""
        report_id, body = report(number)
        headers = [
            (b"authorization", self._tokens[number % len(self._tokens)]),
            (b"idempotency-key", report_id.encode()),
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
        began = time.perf_counter()
        answer = await self._pool.send(Request(b"POST", b"/v1/reports", headers, body), timeout_s=10)
        text = await answer.read()
        if answer.status != 201:
            msg = f"{answer.status}: {text[:300]!r}"
            raise RuntimeError(msg)
        return (time.perf_counter() - began) * 1e3

    async def at_full_speed(self, seconds: float) -> Load:
        waited, ends = list[float](), time.perf_counter() + seconds

        async def client(first: int) -> None:
            number = first
            while time.perf_counter() < ends:
                waited.append(await self.send(number))
                number += CLIENTS

        await asyncio.gather(*(client(number) for number in range(CLIENTS)))
        return Load(len(waited) / seconds, sorted(waited))

    async def at_a_rate(self, per_s: int, seconds: float) -> Load:
        tasks, began = list[asyncio.Task[float]](), time.perf_counter()
        for number in range(int(per_s * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_s - time.perf_counter()))
            tasks.append(asyncio.create_task(self.send(number)))
        return Load(per_s, sorted(await asyncio.gather(*tasks)))

    async def close(self) -> None:
        await self._pool.close()


@contextmanager
def reflection(module: str, gateway: GatewayProgram, database: ServiceDatabase, files: Path) -> Generator[str]:
    """The address of a running service."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "HUE_PORT": str(port),
        "HUE_DATABASE_URL": database.dsn,
        "HUE_NATS_URL": gateway.nats.url("reflection", PASSWORD),
        "HUE_ISSUER": gateway.url,
        "HUE_JWKS_URL": f"{gateway.url}/jwks",
        "HUE_FILES_URL": f"file://{files}",
        "HUE_KEY_ENCRYPTION_KEY": SECRET,
        "HUE_SEARCH_KEY": SECRET,
    }
    subprocess.run(
        [sys.executable, "-c", "from hueioc.run import seed; seed('reflection')"],
        env={**os.environ, **environment},
        check=True,
    )
    with program([module], environment=environment, ready=f"{url}/readyz"):
        yield url


async def full_speed(url: str, tokens: list[str]) -> Load:
    senders = Senders(url, tokens)
    await senders.at_full_speed(1)
    found = await senders.at_full_speed(SECONDS)
    await senders.close()
    return found


async def calmly(url: str, tokens: list[str]) -> Load:
    senders = Senders(url, tokens)
    await senders.at_a_rate(CALM_PER_S, 1)
    found = await senders.at_a_rate(CALM_PER_S, SECONDS)
    await senders.close()
    return found


def pgbench(database: ServiceDatabase) -> float:
    """Plain one-row inserts a second, over as many connections."""
    programs = find_programs()
    script = "insert into bench_plain (value) values (repeat('x', 400));"
    table = "create table bench_plain (id bigint generated always as identity primary key, value text)"
    subprocess.run([str(programs / "psql"), "-q", database.dsn, "-c", table], check=True, stdout=subprocess.DEVNULL)
    command = [
        str(programs / "pgbench"),
        "-n",
        "-f",
        "-",
        "-c",
        str(CLIENTS),
        "-j",
        "2",
        "-T",
        str(SECONDS),
        database.dsn,
    ]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0


async def make_streams(gateway: GatewayProgram) -> None:
    admin = Bus(gateway.nats.url(ADMIN, PASSWORD), name=ADMIN)
    await admin.connect()
    await provision(admin, [find_service("reflection")])
    await admin.close()


def run() -> Iterator[Figure]:
    service = find_service("reflection")
    with gateway_program({}, more=[service]) as gateway, bench_postgres() as server, scratch_folder() as files:
        asyncio.run(make_streams(gateway))
        tokens = [gateway.token("citizen") for _ in range(CLIENTS)]
        full, calm = list[Load](), list[Load]()
        for name, module in (("grouped", "reflection"), ("plain", "tests.bench.plain_reflection")):
            database = ensure_service_database(server, f"reflection_{name}", PASSWORD)
            migrate.upgrade(service, database.migrator_dsn)
            with reflection(module, gateway, database, files) as url:
                calm += [asyncio.run(calmly(url, tokens))] if module == "reflection" else []
                full += [asyncio.run(full_speed(url, tokens))]
        limit = pgbench(ensure_service_database(server, "plain", PASSWORD))
    yield from figures(full[0], full[1], calm[0], limit)


def figures(full: Load, plain: Load, calm: Load, limit: float) -> Iterator[Figure]:
    yield Figure(
        name="reflection-write",
        ours=full.per_s,
        peer=limit,
        peer_name=f"pgbench, plain one-row inserts, {CLIENTS} connections",
        goal="≥ 0.25",
        unit="/s",
    )
    yield Figure(
        name="reflection-write grouped",
        ours=full.per_s,
        peer=plain.per_s,
        peer_name="the same service, a transaction each",
        goal="≥ 3",
        unit="/s",
    )
    p99 = calm.waited_ms[int(len(calm.waited_ms) * 0.99)]
    yield Figure(
        name=f"reflection-write p99 at {CALM_PER_S}/s", ours=p99, peer=50.0, peer_name="the aim", goal="≤ 1", unit="ms"
    )
