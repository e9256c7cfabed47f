"""Databases of the services under test: made from their migrations once per worker, rolled back per test."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from hueioc import migrate, tables
from hueioc.db import Database, asyncpg_url, database_errors
from hueioc.embedded.database import ServiceDatabase, ensure_service_database
from hueioc.embedded.postgres import PostgresServer
from hueioc.outbox import write_collected
from hueioc.service import Service, find_service

PASSWORD = "of-a-test-only"  # noqa: S105 - the server lives as long as the test run

_made: dict[str, ServiceDatabase] = {}


def worker_of(request: pytest.FixtureRequest) -> str:
    given: dict[str, str] = getattr(request.config, "workerinput", {})
    return given.get("workerid", "master")


def made_database(server: PostgresServer, worker: str, service: Service | None) -> ServiceDatabase:
    """The migrated database of `service` for this worker; of the mechanism's tables alone when None."""
    name = f"{service.name if service else 'hueioc'}_{worker}"
    if name not in _made:
        made = ensure_service_database(server, name, PASSWORD)
        if service:
            migrate.upgrade(service, made.migrator_dsn)
        else:
            asyncio.run(_create_mechanism(made.dsn))
        _made[name] = made
    return _made[name]


async def _create_mechanism(dsn: str) -> None:
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool)
    async with engine.begin() as connection:
        for table in tables.ALL:
            await connection.run_sync(table.create, checkfirst=True)
    await engine.dispose()


class RollbackDatabase(Database):
    """Every transaction is a savepoint of one outer transaction, which the test never commits."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        async with self._turn:
            session = AsyncSession(self._connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
            with database_errors():
                try:
                    yield session
                    await write_collected(session)
                    await session.commit()
                except BaseException:
                    await session.rollback()
                    raise
                finally:
                    await session.close()

    async def is_ready(self) -> bool:
        return True

    async def close(self) -> None:
        return None


def service_of(request: pytest.FixtureRequest) -> Service | None:
    """The service whose tests these are, named by `SERVICE = "…"` in their conftest; None in the common library."""
    try:
        name: str = request.getfixturevalue("service_name")
    except pytest.FixtureLookupError:
        return None
    return find_service(name)


@pytest.fixture(scope="session")
def made(request: pytest.FixtureRequest, server: PostgresServer) -> Callable[[Service | None], ServiceDatabase]:
    worker = worker_of(request)
    return lambda service: made_database(server, worker, service)


@pytest.fixture
async def database(request: pytest.FixtureRequest, server: PostgresServer) -> AsyncIterator[Database]:
    """The service's database, rolled back after the test."""
    of_test = await asyncio.to_thread(made_database, server, worker_of(request), service_of(request))
    engine = create_async_engine(asyncpg_url(of_test.dsn), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.begin()
        # a test may stop in a debugger; the role's time-outs are tested where they matter
        await connection.execute(text("set local idle_in_transaction_session_timeout = 0"))
        await connection.execute(text("set local transaction_timeout = 0"))
        yield RollbackDatabase(connection)
        await connection.rollback()
    await engine.dispose()


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """One transaction of `database`."""
    async with database.transaction() as session:
        yield session


@pytest.fixture
async def committed_database(request: pytest.FixtureRequest, server: PostgresServer) -> AsyncIterator[Database]:
    """The service's database with real commits, for relays and crashes; every table is emptied afterwards."""
    of_test = await asyncio.to_thread(made_database, server, worker_of(request), service_of(request))
    database = Database(of_test.dsn)
    yield database
    async with database.engine.begin() as connection:
        names = await connection.scalars(
            text(
                "select quote_ident(tablename) from pg_tables"
                " where schemaname = 'public' and tablename <> 'alembic_version'"
            )
        )
        await connection.execute(text(f"truncate {', '.join(names)}"))
    await database.close()


@pytest.fixture
def committed_dsn(request: pytest.FixtureRequest, server: PostgresServer, committed_database: Database) -> str:
    return made_database(server, worker_of(request), service_of(request)).dsn
