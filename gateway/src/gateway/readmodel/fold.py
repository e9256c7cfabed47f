"""Follows the stream of views: first every newest document, then every change."""

import asyncio
import time

import structlog
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from gateway.readmodel.entry import Document
from gateway.readmodel.table import Table
from hueioc.bus.connection import Bus
from hueioc.bus.ordered import Follower, Start
from hueioc.bus.received import stored_at
from hueioc.bus.streams import VIEWS
from hueioc.views import COUNTED, EVICT, REVISION

log = structlog.get_logger(__name__)

LIVE = "live.*.alive"


class Fold:
    """Keeps `table` equal to the stream. `complete` is set once the table holds all that the stream held."""

    def __init__(self, bus: Bus, table: Table) -> None:
        self._bus = bus
        self._table = table
        self.complete = asyncio.Event()
        self.changed = asyncio.Condition()
        self._live: Subscription | None = None
        self._follower = Follower(
            bus, VIEWS, start=Start.LAST_PER_SUBJECT, on_batch=self._fold, on_start=self._begin, on_caught_up=self._end
        )

    def start(self) -> None:
        self._follower.start()

    async def stop(self) -> None:
        await self._follower.stop()

    async def _begin(self) -> None:
        self._table.begin_sweep()
        if self._live is None:  # it comes back by itself after a reconnect
            self._live = await self._bus.subscribe(LIVE, self._heard)

    async def _end(self) -> None:
        self._table.end_sweep()
        if not self.complete.is_set():
            log.info("read_models_complete", keys=len(self._table))
        self.complete.set()

    async def _fold(self, messages: list[Msg]) -> None:
        for message in messages:
            fold_message(self._table, message)
        async with self.changed:
            self.changed.notify_all()

    async def _heard(self, message: Msg) -> None:
        service = message.subject.split(".")[1]
        self._table.heard(service, int(message.data or b"0"))
        async with self.changed:
            self.changed.notify_all()


def fold_message(table: Table, message: Msg) -> None:
    """One view message into the table; one that is not ours is left out and logged."""
    headers = message.headers or {}
    try:
        version = int(headers["Hue-Version"])
        if operation := headers.get("Hue-Op"):
            table.remove(message.subject, version + 1 if operation == EVICT else version)
            return
        service, epoch, position = headers["Hue-Seq"].split(":")
        document = Document(
            route=headers["Hue-Route"],
            subject=message.subject,
            service=service,
            audience=headers["Hue-Audience"],
            version=version,
            epoch=epoch,
            position=int(position),
            stored_at=stored_at(message.reply) or time.time(),
            body=message.data,
            revision=int(headers.get(REVISION, 0)),
            is_counted=COUNTED in headers,
        )
    except (KeyError, ValueError) as error:
        log.error("view_unreadable", subject=message.subject, error=str(error))  # noqa: TRY400 - no stack: the message is at fault
        return
    table.fold(document)
