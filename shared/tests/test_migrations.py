"""Migrations of every service: up, down and up again, and equal to the models."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from hueioc import migrate, tables
from hueioc.db import asyncpg_url
from hueioc.embedded.database import ensure_service_database
from hueioc.mechanism import MECHANISM
from hueioc.service import installed_services
from hueioc.workdays.kept import WORKDAYS

NOT_OWN = {*MECHANISM.tables, *WORKDAYS.tables}
SERVICES = pytest.mark.parametrize("service", installed_services(), ids=lambda service: service.name)


@pytest.fixture
def empty(server, service):
    """A database of this test alone, at no revision."""
    name = f"migrated_{service.name}"
    yield ensure_service_database(server, name, "of-a-test-only")
    server.psql("postgres", 'drop database :"name" with (force)', {"name": name})


async def asked(dsn, ask):
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(ask)
    await engine.dispose()
    return found


def tables_of(connection):
    return set(inspect(connection).get_table_names())


def columns_of(connection):
    found = inspect(connection)
    return {name: [str(column["type"]) for column in found.get_columns(name)] for name in found.get_table_names()}


@SERVICES
async def test_a_service_goes_up_down_and_up_again(empty, service):
    await asyncio.to_thread(migrate.upgrade, service, empty.migrator_dsn)
    first = await asked(empty.dsn, columns_of)
    await asyncio.to_thread(migrate.downgrade, service, empty.migrator_dsn)
    assert await asked(empty.dsn, tables_of) == {"alembic_version"}
    await asyncio.to_thread(migrate.upgrade, service, empty.migrator_dsn)
    assert await asked(empty.dsn, columns_of) == first


@SERVICES
async def test_the_migrated_schema_is_that_of_the_models(service, empty):
    await asyncio.to_thread(migrate.upgrade, service, empty.migrator_dsn)

    def differences(connection):
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name not in NOT_OWN,
        }
        context = MigrationContext.configure(connection, opts=options)
        return [each for each in compare_metadata(context, service.metadata) if "alembic_version" not in str(each)]

    assert await asked(empty.dsn, differences) == []


@SERVICES
async def test_the_common_tables_are_those_of_the_library(service, empty):
    await asyncio.to_thread(migrate.upgrade, service, empty.migrator_dsn)

    def differences(connection):
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name in MECHANISM.tables,
        }
        return compare_metadata(MigrationContext.configure(connection, opts=options), MECHANISM)

    assert await asked(empty.dsn, differences) == []


@SERVICES
async def test_what_a_migration_makes_belongs_to_the_service(service, empty):
    await asyncio.to_thread(migrate.upgrade, service, empty.migrator_dsn)
    from sqlalchemy import text

    owners = await asked(
        empty.dsn,
        lambda connection: set(
            connection.scalars(text("select tableowner from pg_tables where schemaname = 'public'"))
        ),
    )
    assert owners == {empty.dsn.partition("//")[2].partition(":")[0]}


def test_every_common_table_is_made_by_the_first_migration():
    assert set(MECHANISM.tables) == {table.name for table in tables.ALL}
