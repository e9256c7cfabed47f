"""Grouped commit: many waiting requests become one statement and one fsync; one bad row fails alone.

For the few hot routes and all high-rate ingest (architecture, write path b). A caller is answered only after the
transaction that holds its row is committed.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

import asyncpg
import structlog

from hueioc.db import DATABASE_ERRORS, DatabaseBusy
from hueioc.errors import BadRequest
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

Row = TypeVar("Row")
Result = TypeVar("Result")
Write = Callable[[asyncpg.Connection, Sequence[Row]], Awaitable[Sequence[Result]]]
"""Writes rows in the transaction it is given, as one statement, and returns one result per row, in order."""

MOST_WAITING = 10_000
COMMAND_TIMEOUT_S = 5.0
PLAN = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_bitmapscan": "off",
}
"""A group looks up a few rows by their keys. A plan made while the tables were small would read them from end to end,
and is kept until they are analysed; a plan made anew for every group costs more than the group."""
RECONNECT_S = 0.2
SERVER_AWAY = frozenset({"08", "53", "57"})
"""Classes of SQLSTATE that say nothing of the row: connection lost, no resources, server going down."""


@dataclass(frozen=True)
class _Waiting(Generic[Row, Result]):
    row: Row
    done: asyncio.Future[Result]


class GroupedCommit(Generic[Row, Result]):
    """`await group.submit(row)` from any number of tasks. Make it inside the loop, `start` and `stop` it there."""

    def __init__(
        self,
        dsn: str,
        write: "Write[Row, Result]",
        *,
        writers: int = 2,
        largest: int = 500,
        is_one_statement: bool = False,
    ) -> None:
        """`is_one_statement`: all that must hold together is one statement, which is its own transaction."""
        self._dsn = dsn
        self._is_one_statement = is_one_statement
        self._write = write
        self._writers = writers
        self._largest = largest
        self._waiting: deque[_Waiting[Row, Result]] = deque()
        self._arrived = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [lasting(self._run, name=f"grouped-{n}") for n in range(self._writers)]

    async def stop(self) -> None:
        """Ends the writers; whoever still waits gets `DatabaseBusy` and knows that nothing was written."""
        for task in self._tasks:
            await end(task)
        while self._waiting:
            _fail(self._waiting.popleft(), DatabaseBusy())

    async def submit(self, row: Row) -> Result:
        """The row's result, after its commit.

        Raises `DatabaseBusy`, `BadRequest` for a value that cannot be stored, or what the database says of this row.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise DatabaseBusy(headers={"Retry-After": "1"})
        waiting: _Waiting[Row, Result] = _Waiting(row, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._arrived.set()
        return await waiting.done

    async def _run(self) -> None:
        while True:
            try:
                await self._connect_and_serve()
            except Exception as error:  # noqa: BLE001 - a writer that ended would leave every later request waiting
                log.warning("grouped_commit_begins_anew", error=str(error) or type(error).__name__)
                self._refuse_all()
                await asyncio.sleep(RECONNECT_S)

    async def _connect_and_serve(self) -> None:
        connection = await asyncpg.connect(
            self._dsn, timeout=3, command_timeout=COMMAND_TIMEOUT_S, server_settings=PLAN
        )
        try:
            await self._serve(connection)
        finally:
            connection.terminate()

    async def _serve(self, connection: asyncpg.Connection) -> None:
        while not connection.is_closed():
            while not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._largest))]
            try:
                await self._commit(connection, group)
            except BaseException:
                for each in group:
                    _fail(each, DatabaseBusy(headers={"Retry-After": "1"}))
                raise

    async def _commit(self, connection: asyncpg.Connection, group: Sequence[_Waiting[Row, Result]]) -> None:
        try:
            async with nullcontext() if self._is_one_statement else connection.transaction():
                results = await self._write(connection, [each.row for each in group])
        except (*DATABASE_ERRORS, ValueError, TypeError) as error:
            if connection.is_closed() or getattr(error, "sqlstate", "")[:2] in SERVER_AWAY:
                for each in group:
                    _fail(each, DatabaseBusy(headers={"Retry-After": "1"}))
            elif len(group) == 1:
                _fail(group[0], BadRequest() if isinstance(error, asyncpg.DataError) else error)
            else:
                for each in group:
                    await self._commit(connection, [each])
            return
        except (OSError, TimeoutError):
            for each in group:
                _fail(each, DatabaseBusy(headers={"Retry-After": "1"}))
            return
        for each, result in zip(group, results, strict=True):
            if not each.done.done():
                each.done.set_result(result)

    def _refuse_all(self) -> None:
        while self._waiting:
            _fail(self._waiting.popleft(), DatabaseBusy(headers={"Retry-After": "1"}))


def _fail(waiting: "_Waiting[Row, Result]", error: BaseException) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(error)
