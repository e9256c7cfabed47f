"""A page of 100 reports out of 200,000, and a 304 at the gateway, beside a FastAPI route that has the same bytes."""

import asyncio
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from hueioc import migrate
from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision
from hueioc.embedded.database import ensure_service_database
from hueioc.embedded.nats_config import ADMIN
from hueioc.embedded.ports import free_port
from hueioc.service import find_service
from tests.bench._many_reports import fill
from tests.bench.figure import Figure
from tests.bench.gateway_program import GatewayProgram, gateway_program
from tests.bench.programs import cpu_per_request_us, program
from tests.bench.reflection_write import reflection
from tests.bench.servers import PASSWORD, bench_postgres, scratch_folder

CLIENTS = 16
SECONDS = 5.0
PAGE = "/v1/reports?limit=100"
VIEW = "/v1/reports"
WAIT_S = 20.0


def get(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - loopback
        return answer.read(), answer.headers.get("ETag") or ""


def tag_of_view(gateway: GatewayProgram) -> str:
    """Waits until the gateway has folded the list."""
    ends = time.monotonic() + WAIT_S
    while time.monotonic() < ends:
        try:
            return get(gateway.url + VIEW)[1]
        except urllib.error.HTTPError:
            time.sleep(0.2)
    raise TimeoutError("the gateway has no list")


def cpu(process: psutil.Process, url: str, headers: dict[str, str] | None = None, *, status: int = 200) -> float:
    return asyncio.run(cpu_per_request_us(process, url, headers or {}, clients=CLIENTS, seconds=SECONDS, status=status))


def process_of(url: str) -> psutil.Process:
    port = int(url.rsplit(":", 1)[1])
    own = psutil.Process(os.getpid()).children(recursive=True)
    return next(each for each in own if port in {c.laddr.port for c in each.net_connections("tcp") if not c.raddr})


def bare(body: bytes, folder: Path) -> float:
    """CPU of a FastAPI route that returns `body`."""
    file, port = folder / "body.json", free_port()
    file.write_bytes(body)
    url = f"http://127.0.0.1:{port}"
    command = ["tests.bench.apps", "fastapi-bytes", str(port)]
    with program(command, environment={"BENCH_BODY": str(file)}, ready=url) as peer:
        return cpu(peer, url + PAGE)


async def make_streams(gateway: GatewayProgram) -> None:
    admin = Bus(gateway.nats.url(ADMIN, PASSWORD), name=ADMIN)
    await admin.connect()
    await provision(admin, [find_service("gateway"), find_service("reflection")])
    await admin.close()


def run() -> Iterator[Figure]:
    service = find_service("reflection")
    with gateway_program({}, more=[service]) as gateway, bench_postgres() as server, scratch_folder() as folder:
        asyncio.run(make_streams(gateway))
        database = ensure_service_database(server, service.name, PASSWORD)
        migrate.upgrade(service, database.migrator_dsn)
        with reflection("reflection", gateway, database, folder):
            pass  # its reference data is there now
        asyncio.run(fill(database.migrator_dsn))
        with reflection("reflection", gateway, database, folder) as url:
            body, _ = get(url + PAGE)
            page = cpu(process_of(url), url + PAGE)
            tag = tag_of_view(gateway)
            unchanged = cpu(gateway.process, gateway.url + VIEW, {"If-None-Match": tag}, status=304)
        peer = bare(body, folder)
    yield from figures(page, unchanged, peer)


def figures(page: float, unchanged: float, peer: float) -> Iterator[Figure]:
    unit = "requests per core-second"
    name = "FastAPI, the same bytes"
    yield Figure(name="reflection-list", ours=1e6 / page, peer=1e6 / peer, peer_name=name, goal="≥ 0.6", unit=unit)
    yield Figure(
        name="reflection-list 304", ours=1e6 / unchanged, peer=1e6 / peer, peer_name=name, goal="≥ 5", unit=unit
    )
