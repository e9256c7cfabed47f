"""A group of writes whose connection dies, or whose work fails in a way nobody foresaw, leaves nobody waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest

from hueioc.db import Database, DatabaseBusy
from hueioc.grouped import GroupedCommit

ANSWERED_WITHIN_S = 10.0
ROWS = 500
Group = GroupedCommit[int, int]


@pytest.fixture
async def table(committed_database: Database) -> AsyncIterator[None]:
    async with committed_database.engine.begin() as connection:
        await connection.exec_driver_sql("create table grouped_rows (number int primary key)")
    yield
    async with committed_database.engine.begin() as connection:
        await connection.exec_driver_sql("drop table grouped_rows")


async def write(connection: asyncpg.Connection, rows: Sequence[int]) -> Sequence[int]:
    await connection.execute("insert into grouped_rows select unnest($1::int[]) on conflict do nothing", list(rows))
    return rows


@asynccontextmanager
async def group_of(dsn: str, work: Callable[..., object] = write) -> AsyncIterator[Group]:
    group: Group = GroupedCommit(dsn, work, writers=2, largest=20)
    group.start()
    try:
        yield group
    finally:
        await group.stop()


async def insist(group: Group, number: int) -> int:
    while True:
        try:
            return await group.submit(number)
        except DatabaseBusy:
            await asyncio.sleep(0.01)


async def test_whoever_waits_is_answered_when_connections_are_killed(
    committed_database: Database, committed_dsn: str, table: None
):
    async with group_of(committed_dsn) as group, asyncio.timeout(ANSWERED_WITHIN_S), asyncio.TaskGroup() as tasks:
        sending = [tasks.create_task(insist(group, number)) for number in range(ROWS)]
        killer = await asyncpg.connect(committed_dsn)
        while not all(task.done() for task in sending):
            await killer.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where usename = current_user and pid <> pg_backend_pid() and application_name = ''"
            )
            await asyncio.sleep(0.05)
        await killer.close()

    await committed_database.engine.dispose()  # the pool's own connections were killed too
    async with committed_database.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select count(*) from grouped_rows")).scalar_one() == ROWS


async def test_an_unforeseen_failure_does_not_end_the_writers(committed_dsn: str, table: None):
    async def fail_at_first(connection: asyncpg.Connection, rows: Sequence[int]) -> Sequence[int]:
        if 1 in rows:
            raise KeyError("nobody thought of this")
        return await write(connection, rows)

    async with group_of(committed_dsn, fail_at_first) as group, asyncio.timeout(ANSWERED_WITHIN_S):
        for _ in range(3):
            with pytest.raises(DatabaseBusy):
                await group.submit(1)
        assert await insist(group, 2) == 2


async def test_a_row_that_cannot_be_stored_fails_alone(committed_dsn: str, table: None):
    async with group_of(committed_dsn) as group, asyncio.timeout(ANSWERED_WITHIN_S):
        results = await asyncio.gather(*(group.submit(number) for number in (1, 2**40, 3)), return_exceptions=True)

    assert (results[0], results[2]) == (1, 3)
    assert getattr(results[1], "status", None) == 400
