"""Migrations of one service: Alembic, each service its own history, expand and contract."""

import asyncio

from alembic import command, context, op
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from hueioc import tables
from hueioc.db import asyncpg_url
from hueioc.mechanism import MECHANISM
from hueioc.outbox import Xid8
from hueioc.service import Service
from hueioc.workdays.kept import WORKDAYS

LOCK_TIMEOUT = "5s"
URL = "hue_url"

ischema_names["xid8"] = Xid8  # pyright: ignore[reportArgumentType] - so that databases can be compared with models


def config_of(service: Service, database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(service.migrations).replace("%", "%%"))
    config.attributes[URL] = database_url
    return config


def upgrade(service: Service, database_url: str, revision: str = "head") -> None:
    """Bring the database of `service` to `revision`."""
    command.upgrade(config_of(service, database_url), revision)


def downgrade(service: Service, database_url: str, revision: str = "base") -> None:
    command.downgrade(config_of(service, database_url), revision)


def revise(service: Service, database_url: str, message: str) -> None:
    """Write a new migration from the difference between the models and the database at head."""
    command.revision(config_of(service, database_url), message, autogenerate=True)


def run_environment(metadata: MetaData) -> None:
    """All that a service's `migrations/env.py` calls."""
    asyncio.run(_run_online(metadata))


async def _run_online(metadata: MetaData) -> None:
    engine = create_async_engine(asyncpg_url(context.config.attributes[URL]), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate, metadata)
        await connection.commit()
    await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_is_services_own,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _is_services_own(name: str | None, kind: str, _: object) -> bool:
    """The tables of the common library are not a service's to change."""
    return kind != "table" or (name not in MECHANISM.tables and name not in WORKDAYS.tables)


def create_mechanism_tables() -> None:
    """The tables of `hueioc` itself, as the first migration of a service makes them."""
    for table in tables.ALL:
        table.create(op.get_bind())


def drop_mechanism_tables() -> None:
    for table in reversed(tables.ALL):
        table.drop(op.get_bind())


def create_calendar_table() -> None:
    """For services that compute terms (`hueioc.workdays.kept`), in a migration of their own."""
    WORKDAYS.create_all(op.get_bind())


def drop_calendar_table() -> None:
    WORKDAYS.drop_all(op.get_bind())
