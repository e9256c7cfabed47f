"""Streams and consumers as data, and the one place that makes them (the embedded start, or a deployment job)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.connection import Bus, JetStreamError
from hueioc.outbox import RETENTION

if TYPE_CHECKING:
    from nats.aio.msg import Msg

    from hueioc.bus.received import Received
    from hueioc.runtime import Runtime
    from hueioc.service import Service

VIEWS = "VIEWS"
EVENTS = "EVENTS"
DEAD_LETTERS = "DLQ"
MQTT_IN = "MQTT_IN"

STREAM_NOT_FOUND = 10059
STORE_FAILED = 10049
UPDATE_REFUSED = 10052
CREATE_TRIES, CREATE_AGAIN_S = 10, 0.2
ACK_WAIT = timedelta(seconds=30)
MAX_DELIVER = 8
RETRY_DELAYS_S = (1, 5, 30, 120, 600, 1800, 3600)
"""Explicit delays of a refused message: a consumer's own `backoff` is not applied to a NAK."""

_NANOSECOND = 1_000_000_000
_MB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """A durable pull consumer of one service. Exactly one of `handle`, `handle_batch` and `handle_with` is given.

    A handler runs in the transaction that also writes the inbox row, so its effect happens once.
    `latest_only` drops a message whose `Hue-Version` is not above the one already seen for its subject id:
    for folds that keep a state, not for counters.
    """

    name: str
    stream: str
    subjects: tuple[str, ...]
    handle: "Callable[[AsyncSession, Received], Awaitable[None]] | None" = None
    handle_batch: "Callable[[AsyncSession, Sequence[Received]], Awaitable[None]] | None" = None
    handle_with: "Callable[[Runtime, AsyncSession, Received], Awaitable[None]] | None" = None
    """As `handle`, for an effect that also needs a port of the process."""
    batch: int = 500
    reads: "Callable[[Msg], Received] | None" = None
    """How a message is read when it is no CloudEvent (`hueioc.bus.devices`)."""
    latest_only: bool = False
    retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S
    """How long a refused message waits after its first, second, … delivery; the last one holds for all that follow."""
    max_deliver: int = MAX_DELIVER
    ack_wait: timedelta = ACK_WAIT
    """How long a batch may take; what a process had in hand when it died comes again after this."""

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.handle, self.handle_batch, self.handle_with)) != 1:
            raise TypeError(f"consumer {self.name}: give handle, handle_batch or handle_with")

    def bound(self, runtime: "Runtime") -> "Consumer":
        """This consumer with the ports of one process."""
        handle_with = self.handle_with
        if handle_with is None:
            return self

        async def handle(session: AsyncSession, message: "Received") -> None:
            await handle_with(runtime, session, message)

        return replace(self, handle=handle, handle_with=None)

    def config(self) -> dict[str, Any]:
        return {
            "durable_name": self.name,
            "ack_policy": "explicit",
            "ack_wait": int(self.ack_wait.total_seconds() * _NANOSECOND),
            "max_deliver": -1,  # the runtime moves a poison message to the dead letters itself, and never drops one
            "max_ack_pending": 4 * self.batch,
            "max_waiting": 64,
            "deliver_policy": "all",
            "filter_subjects": list(self.subjects),
        }


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One JetStream stream; times in seconds, sizes in bytes."""

    name: str
    subjects: tuple[str, ...] = ()
    max_age: timedelta = RETENTION
    max_bytes: int = 256 * _MB
    discard_new: bool = True
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def config(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "subjects": list(self.subjects),
            "retention": "limits",
            "storage": "file",
            "num_replicas": 1,
            "discard": "new" if self.discard_new else "old",
            "max_age": int(self.max_age.total_seconds()) * _NANOSECOND,
            "max_bytes": self.max_bytes,
            "duplicate_window": 120 * _NANOSECOND,
            "compression": "s2",
            "allow_direct": True,
            "deny_delete": True,
            **self.more,
        }


def event_stream(service: "Service") -> Stream:
    """Refuses new events rather than lose old ones; the outbox waits."""
    return Stream(
        name=service.event_stream, subjects=(f"evt.{service.name}.>",), more={"allow_atomic": True, "deny_purge": True}
    )


def common_streams(services: Sequence["Service"]) -> list[Stream]:
    """The compacted views, one feed of all events for the live stream, dead letters, and MQTT from devices."""
    sources = [{"name": service.event_stream} for service in services]
    return [
        Stream(
            name=VIEWS,
            subjects=("view.>",),
            max_age=timedelta(0),
            max_bytes=64 * _MB,
            more={
                "max_msgs_per_subject": 1,
                "allow_atomic": True,
                "allow_msg_ttl": True,
                "discard": "old",
                "deny_delete": False,
            },
        ),
        Stream(
            name=EVENTS,
            max_age=timedelta(hours=24),
            discard_new=False,
            # A copy: what a power failure takes from its end comes again from the sources. Synced one by one, as a
            # source writes, it cost more than all else the server does for an event.
            more={"sources": sources, "persist_mode": "async"},
        ),
        Stream(name=DEAD_LETTERS, subjects=("dlq.>",), max_age=timedelta(days=90), more={"deny_delete": False}),
        Stream(name=MQTT_IN, subjects=("devices.>",), max_age=timedelta(days=3)),
    ]


async def provision(bus: Bus, services: Sequence["Service"]) -> None:
    """Make or update every stream and durable consumer. Needs the administrator's user; safe to repeat."""
    for service in services:
        await ensure_stream(bus, event_stream(service))
    for stream in common_streams(services):
        await ensure_stream(bus, stream)
    for service in services:
        for consumer in service.consumers:
            await ensure_consumer(bus, consumer)


async def ensure_stream(bus: Bus, stream: Stream) -> None:
    try:
        await bus.api(f"STREAM.UPDATE.{stream.name}", stream.config())
    except JetStreamError as error:
        if error.code == UPDATE_REFUSED and "sources" in stream.more:
            stream = await _gone(bus, stream)
        elif error.code != STREAM_NOT_FOUND:
            raise
        await _create_stream(bus, stream)


async def _gone(bus: Bus, stream: Stream) -> Stream:
    """A copy that cannot become what it shall be is made anew from its sources; none of its numbers comes twice."""
    last = (await bus.api(f"STREAM.INFO.{stream.name}"))["state"]["last_seq"]
    await bus.api(f"STREAM.DELETE.{stream.name}")
    return replace(stream, more={**stream.more, "first_seq": last + 1})


async def _create_stream(bus: Bus, stream: Stream) -> None:
    """A stream of this name that was deleted a moment ago may still be on its way out of the folder."""
    for _ in range(CREATE_TRIES - 1):
        try:
            await bus.api(f"STREAM.CREATE.{stream.name}", stream.config())
        except JetStreamError as error:
            if error.code != STORE_FAILED:
                raise
            await asyncio.sleep(CREATE_AGAIN_S)
        else:
            return
    await bus.api(f"STREAM.CREATE.{stream.name}", stream.config())


async def ensure_consumer(bus: Bus, consumer: Consumer) -> None:
    body = {"stream_name": consumer.stream, "config": consumer.config()}
    await bus.api(f"CONSUMER.CREATE.{consumer.stream}.{consumer.name}", body)
