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
from http import HTTPStatus
from pathlib import Path

import uvloop

from hueioc import migrate
from hueioc.embedded.database import ServiceDatabase, ensure_service_database
from hueioc.embedded.ports import free_port
from hueioc.embedded.postgres import find_programs
from hueioc.http import Pool, Request
from hueioc.ids import uuid7
from hueioc.service import find_service
from tests.bench import senders
from tests.bench.figure import Figure
from tests.bench.gateway_program import SECRET, GatewayProgram, gateway_program
from tests.bench.programs import program
from tests.bench.senders import Load
from tests.bench.servers import PASSWORD, bench_postgres, scratch_folder

CLIENTS = 32
SECONDS = 8
CALM_PER_S = 200
MOST_PER_S = 8_000
"""So many requests are made before the time runs."""
TEXT = "Ổ gà lớn trước số nhà 12 đường Lê Lợi, xe máy ngã sáng nay; gọi 0905 123 456 nếu cần"


def request(number: int, token: str) -> bytes:
    """A whole POST of a report of its own."""
    report_id = str(uuid7())
    body = json.dumps(
        {
            "id": report_id,
            "category": "pothole",
            "description": f"{TEXT} ({number})",
            "place": {"lat": round(16.44 + number % 97 / 2000, 5), "lon": round(107.55 + number % 89 / 1500, 5)},
            "contact": {"name": "Nguyễn Thị Hoa", "phone": "0905123456"},
        }
    ).encode()
    head = (
        "POST /v1/reports HTTP/1.1",
        "host: 127.0.0.1",
        f"authorization: Bearer {token}",
        f"idempotency-key: {report_id}",
        "content-type: application/json",
        f"content-length: {len(body)}",
    )
    return "\r\n".join((*head, "", "")).encode() + body


async def at_a_rate(port: int, tokens: list[str], per_s: int, seconds: float) -> Load:
    """Requests that come at their moments, whether or not others are still waiting."""
    pool = Pool("127.0.0.1", port, max_connections=CLIENTS)
    ready = [request(number, tokens[number % len(tokens)]) for number in range(int(per_s * seconds))]
    began, tasks = time.perf_counter(), list[asyncio.Task[float]]()
    for number, each in enumerate(ready):
        await asyncio.sleep(max(0.0, began + number / per_s - time.perf_counter()))
        tasks.append(asyncio.create_task(_send(pool, each)))
    waited = await asyncio.gather(*tasks)
    await pool.close()
    return Load(per_s, sorted(waited))


async def _send(pool: Pool, ready: bytes) -> float:
    """Milliseconds until the report was acknowledged."""
    head, _, body = ready.partition(b"\r\n\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[2:])]
    began = time.perf_counter()
    answer = await pool.send(Request(b"POST", b"/v1/reports", headers, body), timeout_s=10)
    text = await answer.read()
    if answer.status != HTTPStatus.CREATED:
        msg = f"{answer.status}: {text[:300]!r}"
        raise RuntimeError(msg)
    return (time.perf_counter() - began) * 1e3


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


def full_speed(port: int, tokens: list[str]) -> Load:
    def ready(seconds: float) -> list[list[bytes]]:
        each = int(MOST_PER_S * seconds / CLIENTS)
        return [[request(number, token) for number in range(each)] for token in tokens]

    uvloop.run(senders.at_full_speed(port, ready(1), 1))
    return uvloop.run(senders.at_full_speed(port, ready(SECONDS), SECONDS))


def calmly(port: int, tokens: list[str]) -> Load:
    uvloop.run(at_a_rate(port, tokens, CALM_PER_S, 1))
    return uvloop.run(at_a_rate(port, tokens, CALM_PER_S, SECONDS))


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


def run() -> Iterator[Figure]:
    service = find_service("reflection")
    with gateway_program({}, more=[service]) as gateway, bench_postgres() as server, scratch_folder() as files:
        tokens = [gateway.token("citizen") for _ in range(CLIENTS)]
        full, calm = list[Load](), list[Load]()
        for name, module in (("grouped", "reflection"), ("plain", "tests.bench.plain_reflection")):
            database = ensure_service_database(server, f"reflection_{name}", PASSWORD)
            migrate.upgrade(service, database.migrator_dsn)
            with reflection(module, gateway, database, files) as url:
                port = int(url.rsplit(":", 1)[1])
                calm += [calmly(port, tokens)] if module == "reflection" else []
                full += [full_speed(port, tokens)]
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
