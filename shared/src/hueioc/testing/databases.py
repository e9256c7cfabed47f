"""Databases of the services under test: made from their migrations once per worker, rolled back per test.

A service's reference data (what its `seed` writes) is there in every test.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from hueioc import migrate, tables
from hueioc.auth.jwks import JwksCache
from hueioc.db import Database, asyncpg_url, database_errors
from hueioc.embedded.database import ServiceDatabase, ensure_service_database
from hueioc.embedded.postgres import PostgresServer
from hueioc.outbox import write_collected
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.testing.apps import settings_for_tests, test_keys
from hueioc.testing.named import service_of

PASSWORD = "of-a-test-only"  # noqa: S105 - the server lives as long as the test run
PATIENT = {"timezone": "UTC", "transaction_timeout": "0", "idle_in_transaction_session_timeout": "0"}
"""A test may stop in a debugger; the role's time-outs are tested where they matter."""

_made: dict[str, ServiceDatabase] = {}


def made_database(server: PostgresServer, service: Service | None) -> ServiceDatabase:
    """The migrated and seeded database of `service` in this worker; of the mechanism's tables alone when None."""
    name = service.name if service else "hueioc"
    if name not in _made:
        made = ensure_service_database(server, name, PASSWORD)
        if service:
            migrate.upgrade(service, made.migrator_dsn)
        asyncio.run(_prepare(service, made.dsn))
        _made[name] = made
    return _made[name]


async def _prepare(service: Service | None, dsn: str) -> None:
    if service:
        await seed(service, Database(dsn, pool_size=1))
        return
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool)
    async with engine.begin() as connection:
        for table in tables.ALL:
            await connection.run_sync(table.create, checkfirst=True)
    await engine.dispose()


async def seed(service: Service, database: Database) -> None:
    """Write the reference data of `service` and close `database`."""
    if service.seed:
        runtime = Runtime.make(service, settings_for_tests(service, "/nonexistent"), JwksCache(test_keys))
        runtime.database = database
        await service.seed(runtime)
    await database.close()


class RollbackDatabase(Database):
    """Every transaction is a savepoint of one outer transaction, which the test never commits."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        async with self._turn, self.savepoint() as session:
            yield session

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[AsyncSession]:
        """As `transaction`, but others may take their turns inside of it."""
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


@pytest.fixture
async def service_database(request: pytest.FixtureRequest, server: PostgresServer) -> ServiceDatabase:
    """How to reach the database of the service under test, of this worker."""
    return await asyncio.to_thread(made_database, server, service_of(request))


@pytest.fixture(scope="session")
async def engines() -> AsyncIterator[dict[str, AsyncEngine]]:
    """One engine for each database of this worker, kept from test to test."""
    kept: dict[str, AsyncEngine] = {}
    yield kept
    for engine in kept.values():
        await engine.dispose()


@pytest.fixture
async def database(
    service_database: ServiceDatabase, engines: dict[str, AsyncEngine]
) -> AsyncIterator[RollbackDatabase]:
    """The service's database, rolled back after the test."""
    dsn = service_database.dsn
    if dsn not in engines:
        engines[dsn] = create_async_engine(asyncpg_url(dsn), pool_size=1, connect_args={"server_settings": PATIENT})
    async with engines[dsn].connect() as connection:
        await connection.begin()
        yield RollbackDatabase(connection)
        await connection.rollback()


@pytest.fixture
async def session(database: RollbackDatabase) -> AsyncIterator[AsyncSession]:
    """One transaction of `database`; what it has flushed is seen by the app under test, and the other way round."""
    async with database.savepoint() as session:
        yield session


@pytest.fixture
async def committed_database(
    request: pytest.FixtureRequest, service_database: ServiceDatabase
) -> AsyncIterator[Database]:
    """The service's database with real commits, for relays and crashes; afterwards only reference data is in it."""
    database = Database(service_database.dsn)
    yield database
    async with database.engine.begin() as connection:
        names = await connection.scalars(
            text(
                "select quote_ident(tablename) from pg_tables"
                " where schemaname = 'public' and tablename <> 'alembic_version'"
            )
        )
        await connection.execute(text(f"truncate {', '.join(names)} restart identity"))
    if service := service_of(request):
        await seed(service, Database(service_database.dsn, pool_size=1))
    await database.close()


@pytest.fixture
def committed_dsn(committed_database: Database, service_database: ServiceDatabase) -> str:
    return service_database.dsn
