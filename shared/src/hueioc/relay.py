"""The relay: publishes the outbox in order, exactly once, whatever dies when.

Only rows of finished transactions are taken (`xid` below the snapshot's horizon), ordered by id. Every batch is
fenced: it names the sequence after which it must be stored, so of two relays one is refused; the refused one, and
every relay on start, first reads what the stream already holds and marks it. The server's duplicate window is
not relied on. After a commit the writer wakes the relay; it also looks every 200 ms.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from hueioc.bus.batch import DUPLICATE_IN_BATCH, LARGEST_BATCH, WRONG_LAST_SEQUENCE, Packet, publish_batch
from hueioc.bus.connection import Bus, BusDown, BusError, JetStreamError
from hueioc.bus.streams import VIEWS
from hueioc.db import DATABASE_ERRORS
from hueioc.metrics import OUTBOX_BLOCKED, OUTBOX_LAG, RELAY_CONFLICTS, RELAYED
from hueioc.outbox import Kind, Outgoing
from hueioc.outbox_store import Lane, OutboxRow, OutboxStore, Waiting
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

POLL_S = 0.2
ALIVE_EVERY_S = 1.0
BLOCKED_AFTER_S = 1.0
SHORTEST_POLL_S = 0.002
LEAD_RETRY_S = 1.0
LONGEST_WAIT_S = 5.0
FEW = 3
MANY = 24
GATHER_S = 0.015
"""What comes by the dozen is let gather a little: a batch costs nearly the same whatever its size."""
LARGEST_BATCH_BYTES = 4 << 20

Published = Callable[[Sequence[OutboxRow]], Awaitable[None]]


@dataclass(frozen=True)
class RelayTarget:
    """What one relay publishes into: the service's own event stream and its part of the views."""

    service: str
    event_stream: str

    @property
    def lanes(self) -> tuple[Lane, Lane]:
        return (
            Lane(Kind.EVENT, self.event_stream, f"evt.{self.service}.>", whole_stream=True),
            Lane(Kind.VIEW, VIEWS, f"view.{self.service}.>", whole_stream=False),
        )


class Relay:
    """One per process; the one that holds the advisory lock of its database leads."""

    def __init__(self, target: RelayTarget, *, dsn: str, bus: Bus) -> None:
        self.target = target
        self.leads = asyncio.Event()
        self.reign = 0
        """Grows each time this relay begins to lead: what was published in between, others were not told of."""
        self._dsn = dsn
        self._bus = bus
        self.on_published: Published | None = None
        self._wake = asyncio.Event()
        self._views = asyncio.Lock()
        self._store: OutboxStore | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name="relay")

    def wake(self) -> None:
        """Say that something was committed."""
        self._wake.set()

    async def stop(self) -> None:
        await end(self._task)

    async def _run(self) -> None:
        wait_s = POLL_S
        while True:
            try:
                await self._bus.up.wait()
                async with OutboxStore.open(self._dsn) as store:
                    await self._lead(store)
            except (*BusError, JetStreamError, *DATABASE_ERRORS) as error:
                log.warning("relay_waits", error=str(error) or type(error).__name__, retry_in_s=wait_s)
            finally:
                was_leading = self.leads.is_set()
                self.leads.clear()
            wait_s = POLL_S if was_leading else min(wait_s * 2, LONGEST_WAIT_S)
            await asyncio.sleep(wait_s)

    async def _lead(self, store: OutboxStore) -> None:
        while not await store.try_lead():  # noqa: ASYNC110 - the lock is another process's
            await asyncio.sleep(LEAD_RETRY_S)
        for lane in self.target.lanes:
            await store.catch_up(self._bus, lane)
        self._store = store
        self.reign += 1
        self.leads.set()
        pause_s, said_at = POLL_S, 0.0
        while True:
            self._wake.clear()
            if (moment := time.monotonic()) - said_at > ALIVE_EVERY_S:
                said_at = moment
                await self._say_alive(store)
            if published := await self.publish_pending(store):
                pause_s = SHORTEST_POLL_S
                if MANY <= published <= LARGEST_BATCH // 2:
                    await asyncio.sleep(GATHER_S)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_s):  # `wait_for` loses a cancellation that comes with the wake-up
                    await self._wake.wait()
            # A row may wait only for somebody else's transaction, whose end wakes nobody: look soon, then more seldom.
            pause_s = SHORTEST_POLL_S if self._wake.is_set() else min(pause_s * 2, POLL_S)

    async def _say_alive(self, store: OutboxStore) -> None:
        """Tell the gateways that this service publishes, and up to which position nothing waits."""
        position = await store.published_up_to()
        await self._bus.publish(f"live.{self.target.service}.alive", str(position).encode())
        measure(await store.waiting())

    async def publish_pending(self, store: OutboxStore) -> int:
        """Publish one batch of each kind and mark it; the number of rows."""
        rows = within_bytes(await store.pending())
        if not rows:
            return 0
        published: list[OutboxRow] = []
        for lane in self.target.lanes:
            mine = [row for row in rows if row.kind == lane.kind]
            if mine and not await self._publish(store, lane, mine):
                break
            published += mine
        await store.mark(published)  # also when the second lane was refused: the first one's rows must not come again
        if self.on_published:
            await self.on_published(rows)
        return len(rows)

    async def _publish(self, store: OutboxStore, lane: Lane, rows: Sequence[OutboxRow]) -> bool:
        """False when somebody else had published: what the stream holds is marked now, the rest comes again."""
        sent = rows if lane.whole_stream else newest_per_subject(rows)
        packets = [row.packet(self.target.service, store.epoch) for row in sent]
        async with self._views:
            try:
                await self._send(store, lane, packets)
            except JetStreamError as error:
                if error.code not in {WRONG_LAST_SEQUENCE, DUPLICATE_IN_BATCH}:
                    raise
                RELAY_CONFLICTS.inc()
                await store.catch_up(self._bus, lane)
                return False
        RELAYED.labels(lane.kind.name.lower()).inc(len(rows))
        return True

    async def _send(self, store: OutboxStore, lane: Lane, packets: Sequence[Packet]) -> None:
        """Few messages go one by one, each with its own fence: a batch costs four fsyncs whatever its size."""
        if len(packets) > FEW:
            fence = lane.fence(store.sequences[lane.stream])
            store.sequences[lane.stream] = await publish_batch(self._bus, packets, fence=fence)
            return
        for subject, headers, payload in packets:
            fenced = {**headers, **lane.fence(store.sequences[lane.stream])}
            store.sequences[lane.stream] = await self._bus.publish_durably(subject, payload, fenced)

    async def publish_lists(self, documents: Sequence[tuple[Outgoing, int]]) -> None:
        """Publish rendered lists, each with the position it covers. Only while this relay leads."""
        store, lane = self._store, self.target.lanes[Kind.VIEW]
        if store is None or not self.leads.is_set():
            raise BusDown
        for begin in range(0, len(documents), LARGEST_BATCH):
            packets = [
                list_packet(store, self.target.service, *each) for each in documents[begin : begin + LARGEST_BATCH]
            ]
            async with self._views:
                try:
                    await self._send(store, lane, packets)
                except JetStreamError as error:
                    if error.code == WRONG_LAST_SEQUENCE:
                        await store.catch_up(self._bus, lane)
                    raise


def measure(waiting: Waiting | None) -> None:
    """Show how long rows wait and, when it is for somebody's open transaction, for whose."""
    OUTBOX_LAG.set(waiting.seconds if waiting else 0)
    OUTBOX_BLOCKED.clear()
    if waiting and waiting.is_blocked and waiting.seconds > BLOCKED_AFTER_S:
        OUTBOX_BLOCKED.labels(waiting.database or "", waiting.application or "").set(waiting.seconds)


def list_packet(store: OutboxStore, service: str, message: Outgoing, position: int) -> Packet:
    headers = message.headers | {"Nats-Msg-Id": str(message.event_id), "Hue-Seq": f"{service}:{store.epoch}:{position}"}
    return message.subject, headers, message.payload


def newest_per_subject(rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """Of several documents of one view key only the last one need travel; order by id is kept."""
    newest = {row.subject: row for row in rows}
    return sorted(newest.values(), key=lambda row: row.id)


def within_bytes(rows: Sequence[OutboxRow]) -> Sequence[OutboxRow]:
    total = 0
    for number, row in enumerate(rows):
        total += len(row.payload)
        if total > LARGEST_BATCH_BYTES and number:
            return rows[:number]
    return rows
