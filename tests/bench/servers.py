"""Fresh servers for one measurement, so that a bench disturbs no city that is up."""

import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine

from hueioc import tables
from hueioc.db import asyncpg_url
from hueioc.embedded.account import open_scratch_folder
from hueioc.embedded.database import ensure_service_database
from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import ADMIN, SYSTEM, BusUser, NatsPorts, nats_config
from hueioc.embedded.ports import free_port
from hueioc.embedded.postgres import PostgresServer
from hueioc.service import Service

PASSWORD = "of-a-bench-only"


@contextmanager
def scratch_folder() -> Generator[Path]:
    folder = open_scratch_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def bench_postgres() -> Generator[PostgresServer]:
    with scratch_folder() as home:
        server = PostgresServer(home / "postgres", 0)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def bench_database(name: str = "bench") -> Generator[str]:
    """The address of an empty database."""
    with bench_postgres() as server:
        yield ensure_service_database(server, name, PASSWORD).dsn


@contextmanager
def bench_nats(users: Sequence[BusUser]) -> Generator[NatsServer]:
    with scratch_folder() as home:
        ports = NatsPorts(client=free_port(), mqtt=free_port(), monitor=free_port())
        passwords = dict.fromkeys((ADMIN, SYSTEM, *(user.name for user in users)), PASSWORD)
        server = NatsServer(home, nats_config(users, passwords, ports=ports, store=home / "jetstream"), ports)
        server.start()
        try:
            yield server
        finally:
            server.stop()


async def make_tables(dsn: str, service: Service) -> None:
    """The tables of the common library and of `service`."""
    engine = create_async_engine(asyncpg_url(dsn))
    async with engine.begin() as connection:
        for table in (*tables.ALL, *service.metadata.sorted_tables):
            await connection.run_sync(table.create)
    await engine.dispose()
