"""Fresh servers for one measurement, so that a bench disturbs no city that is up."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager

from hueioc.embedded.account import open_scratch_folder
from hueioc.embedded.database import ensure_service_database
from hueioc.embedded.postgres import PostgresServer

PASSWORD = "of-a-bench-only"  # noqa: S105 - the server lives as long as the bench


@contextmanager
def bench_postgres() -> Generator[PostgresServer]:
    home = open_scratch_folder()
    server = PostgresServer(home / "postgres", 0)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def bench_database(name: str = "bench") -> Generator[str]:
    """The address of an empty database."""
    with bench_postgres() as server:
        yield ensure_service_database(server, name, PASSWORD).dsn
