"""The leader that renders lists, counters and statistics after commit, from one snapshot of committed state.

Only the process whose relay leads renders; dirty keys are gathered for up to 50 ms; each document is stamped with
the position it covers (every transaction below the snapshot's horizon). On becoming leader everything is rendered.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.connection import BusError, JetStreamError
from hueioc.db import DATABASE_ERRORS, Database
from hueioc.errors import Problem
from hueioc.outbox import Outgoing
from hueioc.outbox_store import OutboxRow
from hueioc.relay import Relay
from hueioc.tasks import end, lasting
from hueioc.views import ListView

log = structlog.get_logger(__name__)

GATHER_S = 0.05
LONGEST_GATHER_S = 0.12
"""Rendering takes at most a fifth of the time, unless lists would come later than 150 ms."""
RETRY_S = 0.5
_STAMP = text(
    "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 as position,"
    " (extract(epoch from clock_timestamp()) * 1000)::bigint as version"
)


@dataclass(frozen=True)
class Rendered:
    """One list document and the position (transaction id) up to which it is complete."""

    message: Outgoing
    position: int


class ListLeader:
    """Renders the `lists` of one service and hands them to its relay for fenced publication."""

    def __init__(self, lists: Sequence[ListView], *, database: Database, relay: Relay) -> None:
        self._lists = lists
        self._database = database
        self._relay = relay
        self._dirty: set[tuple[int, str]] = set()
        self._changed = asyncio.Event()
        self._took_s = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name="lists")

    async def stop(self) -> None:
        await end(self._task)

    async def mark(self, rows: Sequence[OutboxRow]) -> None:
        """Called by the relay with what it has just published."""
        for number, each in enumerate(self._lists):
            for row in rows:
                self._dirty.update((number, key) for key in each.touched_by(row))
        if self._dirty:
            self._changed.set()

    async def _run(self) -> None:
        while True:
            await self._relay.leads.wait()
            try:
                await self._everything_dirty()
                await self._while_leading()
            except (
                *BusError,
                JetStreamError,
                SQLAlchemyError,
                *DATABASE_ERRORS,
                Problem,
            ) as error:
                log.warning("lists_wait", error=str(error) or type(error).__name__)
                await asyncio.sleep(RETRY_S)

    async def _everything_dirty(self) -> None:
        async with self._database.transaction() as session:
            for number, each in enumerate(self._lists):
                self._dirty.update((number, key) for key in await each.keys(session))
        self._changed.set()

    async def _while_leading(self) -> None:
        due = {number: time.monotonic() + each.refresh_s for number, each in enumerate(self._lists) if each.refresh_s}
        reign = self._relay.reign
        while self._relay.leads.is_set() and self._relay.reign == reign:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RETRY_S):
                    await self._changed.wait()
            await self._refresh(due)
            if not self._dirty:
                self._changed.clear()
                continue
            await asyncio.sleep(max(GATHER_S, min(self._took_s * 4, LONGEST_GATHER_S)))
            self._changed.clear()
            dirty, self._dirty = self._dirty, set()
            began = time.monotonic()
            try:
                await self._render(sorted(dirty))
                self._took_s = time.monotonic() - began
            except BaseException:
                self._dirty |= dirty
                raise

    async def _refresh(self, due: dict[int, float]) -> None:
        moment = time.monotonic()
        for number in [number for number, at in due.items() if at <= moment]:
            async with self._database.transaction() as session:
                self._dirty.update((number, key) for key in await self._lists[number].keys(session))
            due[number] = moment + self._lists[number].refresh_s

    async def _render(self, dirty: Sequence[tuple[int, str]]) -> None:
        async with self._database.transaction() as session:
            await session.execute(text("set transaction isolation level repeatable read, read only"))
            stamp = (await session.execute(_STAMP)).one()
            rendered = [
                Rendered(message, stamp.position)
                for number, key in dirty
                if (message := await self._one(session, self._lists[number], key, stamp.version))
            ]
        await self._relay.publish_lists([(each.message, each.position) for each in rendered])

    @staticmethod
    async def _one(session: AsyncSession, each: ListView, key: str, version: int) -> Outgoing | None:
        """None for a document that cannot be: the others must come all the same, and it is told in the log."""
        try:
            return each.view.message(key, await each.render(session, key), version=version)
        except (SQLAlchemyError, Problem, *DATABASE_ERRORS):
            raise  # of the transaction that all share
        except Exception as error:
            log.exception("list_not_rendered", view=each.view.name, key=key, error=type(error).__name__)
            return None
