"""The database of one service: engine, sessions, the base of its models.

One request, one message, one job is one transaction, committed here and nowhere else (`Database.transaction`).
What a use case publishes is collected in the session and written to the outbox in the same transaction, after
every row it changed is locked, so that outbox ids follow the order in which one entity changed.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import BigInteger, DateTime, MetaData, Uuid, text
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from hueioc.clock import now
from hueioc.errors import BadRequest, Conflict, Text, Unavailable
from hueioc.ids import uuid7
from hueioc.mechanism import NAMING
from hueioc.outbox import write_collected

POOL_WAIT_S = 2.0
CONNECT_TIMEOUT_S = 3.0
COMMAND_TIMEOUT_S = 6.0
"""Longer than a transaction may last (5 s): only a server that does not answer at all is given up by it."""
PATIENCE_S, PATIENCE = 120.0, "2min"
_TIMEOUTS = ("transaction_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
DATABASE_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What asyncpg raises by itself. The last one comes when a connection is lost in the middle of an answer, and is a
kind of neither of the others."""
_CANCELLED_BY_SERVER = {"57014", "25P03", "25P04", "55P03"}
"""statement, idle-in-transaction, transaction and lock time-outs (PostgreSQL appendix A)."""
_UNIQUE_VIOLATION = "23505"
_DATA_EXCEPTION = "22"
"""A value that PostgreSQL cannot hold, such as a text with NUL or a moment outside its calendar."""
_RETRY = {"Retry-After": "1"}


def service_metadata() -> MetaData:
    """A fresh `MetaData` for one service's models, with our naming of constraints."""
    return MetaData(naming_convention=NAMING)


class Model(DeclarativeBase):
    """The abstract base of every service's `Base`: types by annotation, UUIDv7 ids, UTC times."""

    __abstract__ = True
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's form
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        # the value, as text: a new member needs no migration, and the row reads as the API does
        Enum: EnumColumn(
            Enum, native_enum=False, length=40, values_callable=lambda kind: [each.value for each in kind]
        ),
    }


class Identified:
    """A row with a UUIDv7 primary key, and the moments it was made and last changed (UTC)."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, onupdate=now)


class Versioned(Identified):
    """An entity that is published: `version` grows by one with each change and travels as `Hue-Version`."""

    version: Mapped[int] = mapped_column(BigInteger, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}


class DatabaseBusy(Unavailable):
    """No connection, no answer in time, or the server is restarting; nothing was changed."""

    code = "database-busy"
    title = Text("Cơ sở dữ liệu đang bận; hãy thử lại sau giây lát", "The database is busy; try again in a moment")


def asyncpg_url(url: str) -> str:
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


class Database:
    """The pool of one process. Made after a fork, never before."""

    def __init__(self, url: str, *, pool_size: int = 3, is_patient: bool = False) -> None:
        """`is_patient`: for work that nobody waits for, on a machine that is busy: seeding."""
        settings = {"timezone": "UTC"} | (dict.fromkeys(_TIMEOUTS, PATIENCE) if is_patient else {})
        self.engine = create_async_engine(
            asyncpg_url(url),
            pool_size=pool_size,
            max_overflow=0,
            hide_parameters=True,  # they may be personal data, and errors go to the log
            pool_timeout=PATIENCE_S if is_patient else POOL_WAIT_S,
            connect_args={
                "timeout": PATIENCE_S if is_patient else CONNECT_TIMEOUT_S,
                "command_timeout": PATIENCE_S if is_patient else COMMAND_TIMEOUT_S,
                "server_settings": settings,
            },
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """A session whose changes, with the messages collected in it, are committed together at the end."""
        session = AsyncSession(self.engine, expire_on_commit=False)
        with database_errors():
            try:
                yield session
                await write_collected(session)
                await session.commit()
            except TimeoutError:
                await session.invalidate()  # a server that is silent would not answer a rollback either
                raise
            except BaseException:
                await session.rollback()
                raise
            finally:
                await session.close()

    async def is_ready(self) -> bool:
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("select 1"))
        except (DBAPIError, OSError, PoolTimeoutError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        await self.engine.dispose()


class database_errors:  # noqa: N801 - used as a context manager
    """Turns a lost connection, a full pool or a server time-out into 503 and a lost race into 409."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, StaleDataError) or sqlstate_of(error) == _UNIQUE_VIOLATION:
            raise Conflict(headers=_RETRY) from error
        if sqlstate_of(error).startswith(_DATA_EXCEPTION):
            raise BadRequest from error
        if isinstance(error, (PoolTimeoutError, ConnectionError, TimeoutError)):
            raise DatabaseBusy(headers=_RETRY) from error
        if isinstance(error, (DBAPIError, StatementError)) and is_passing_fault(error):
            raise DatabaseBusy(headers=_RETRY) from error


def is_passing_fault(error: StatementError) -> bool:
    """Whether the same statement may succeed later: connection lost, server starting, time-out, deadlock."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = sqlstate_of(error)
    return state[:2] in {"08", "53", "57", "40"} or state in _CANCELLED_BY_SERVER or isinstance(error, OperationalError)


def sqlstate_of(error: BaseException | None) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
