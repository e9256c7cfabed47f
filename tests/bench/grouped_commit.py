"""Grouped commit beside plain single-row commits, at 64 waiting clients."""

import asyncio
import time
from collections.abc import Iterator, Sequence

import asyncpg

from hueioc.grouped import GroupedCommit
from tests.bench.figure import Figure
from tests.bench.servers import bench_database

CLIENTS = 64
SECONDS = 4.0
TABLE = (
    "create table if not exists bench_rows (id bigint generated always as identity primary key, value text not null)"
)


async def write(connection: asyncpg.Connection, rows: Sequence[str]) -> Sequence[int]:
    found = await connection.fetch("insert into bench_rows (value) select unnest($1::text[]) returning id", list(rows))
    return [row["id"] for row in found]


async def grouped(dsn: str) -> float:
    group: GroupedCommit[str, int] = GroupedCommit(dsn, write)
    group.start()
    count, ends = 0, time.perf_counter() + SECONDS

    async def client() -> None:
        nonlocal count
        while time.perf_counter() < ends:
            await group.submit("x" * 100)
            count += 1

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    await group.stop()
    return count / SECONDS


async def plain(dsn: str) -> float:
    pool = await asyncpg.create_pool(dsn, min_size=CLIENTS, max_size=CLIENTS)
    count, ends = 0, time.perf_counter() + SECONDS

    async def client() -> None:
        nonlocal count
        while time.perf_counter() < ends:
            await pool.execute("insert into bench_rows (value) values ($1)", "x" * 100)
            count += 1

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    await pool.close()
    return count / SECONDS


async def measure(dsn: str) -> tuple[float, float]:
    connection = await asyncpg.connect(dsn)
    await connection.execute(TABLE)
    await connection.close()
    return await grouped(dsn), await plain(dsn)


def run() -> Iterator[Figure]:
    with bench_database() as dsn:
        ours, peer = asyncio.run(measure(dsn))
    yield Figure(
        name="grouped-commit",
        ours=ours,
        peer=peer,
        peer_name="asyncpg, one commit a row, 64 connections",
        goal="≥ 5",
        unit="rows/s",
    )
