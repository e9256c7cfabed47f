"""A proxied request through the gateway, identity checked, beside the usual FastAPI and httpx proxy."""

import asyncio
from collections.abc import Iterator

from hueioc.embedded.ports import free_port
from tests.bench.figure import Figure
from tests.bench.gateway_program import gateway_program
from tests.bench.programs import cpu_per_request_us, program

CLIENTS = 32
SECONDS = 5.0
PATH = "/v1/reports/mine"
LIMIT_US = 120.0


def run() -> Iterator[Figure]:
    behind, beside = free_port(), free_port()
    address = f"http://127.0.0.1:{behind}"
    with (
        program(["tests.bench.apps", "upstream", str(behind)], environment={}, ready=address),
        gateway_program({"reflection": address}) as gateway,
    ):
        headers = {"Authorization": f"Bearer {gateway.token('citizen')}"}
        ours = asyncio.run(
            cpu_per_request_us(gateway.process, gateway.url + PATH, headers, clients=CLIENTS, seconds=SECONDS)
        )
        peer_url = f"http://127.0.0.1:{beside}"
        command = ["tests.bench.apps", "fastapi-proxy", str(beside)]
        with program(command, environment={"BENCH_UPSTREAM": address}, ready=peer_url) as peer:
            theirs = asyncio.run(cpu_per_request_us(peer, peer_url + PATH, headers, clients=CLIENTS, seconds=SECONDS))
    yield Figure(
        name="proxy-rate",
        ours=1e6 / ours,
        peer=1e6 / theirs,
        peer_name="FastAPI and httpx, 32 connections",
        goal="≥ 15",
        unit="requests per core-second",
    )
    yield Figure(
        name="proxy-cpu", ours=ours, peer=LIMIT_US, peer_name="the budget of 120 µs", goal="≤ 1", unit="µs CPU"
    )
