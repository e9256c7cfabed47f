"""Following a whole stream in order without a durable consumer: gap-free, starting anew whenever in doubt."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

import structlog
from nats.aio.msg import Msg

from hueioc.bus.connection import Bus, BusDown, BusError, JetStreamError
from hueioc.bus.pull import ConsumerGone, Limits, Puller, PullSilent
from hueioc.bus.received import place_of
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

LIMITS = Limits(batch=500, max_bytes=4 << 20)
RETRY_S = 0.3
_NANOSECOND = 1_000_000_000
_FORGOTTEN_AFTER_S = 60
OVERLAP = 1_000
"""A log is read again from so far back after an interruption: the server may have lost the end of a stream that it
writes lazily, got it again from its sources and numbered it in another order. The reader knows an event by its id."""


class Start(StrEnum):
    """Where a follower begins, and begins again after a gap."""

    LAST_PER_SUBJECT = "last_per_subject"
    NEW = "new"


class Gap(ConnectionError):
    """A delivery is missing; the consumer is made anew."""


class Follower:
    """Calls `on_batch` with every message, in order. A state is begun again with all newest messages;
    a log goes on a little before the last message it has seen, so that some come twice."""

    def __init__(
        self,
        bus: Bus,
        stream: str,
        *,
        start: Start,
        on_batch: Callable[[list[Msg]], Awaitable[None]],
        on_start: Callable[[], Awaitable[None]] | None = None,
        on_caught_up: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._bus = bus
        self._stream = stream
        self._start = start
        self._on_batch = on_batch
        self._on_start = on_start
        self._on_caught_up = on_caught_up
        self._task: asyncio.Task[None] | None = None
        self.last_sequence: int | None = None
        """Of a log: everything up to here was seen, or was there before; None until it is followed."""
        self._first = 0

    def start(self) -> None:
        self._task = lasting(self._run, name=f"follow-{self._stream}")

    async def stop(self) -> None:
        await end(self._task)

    async def _run(self) -> None:
        while True:
            await self._bus.up.wait()
            name = f"{self._bus.name}-{os.urandom(6).hex()}"
            try:
                await self._follow(name)
            except (*BusError, JetStreamError, ConsumerGone, PullSilent, Gap) as error:
                log.info("follower_starts_anew", stream=self._stream, reason=str(error) or type(error).__name__)
                await asyncio.sleep(RETRY_S)
            finally:
                with contextlib.suppress(*BusError, JetStreamError):
                    await self._bus.api(f"CONSUMER.DELETE.{self._stream}.{name}")

    async def _follow(self, name: str) -> None:
        reconnects = self._bus.reconnects
        created = await self._begin(name)
        if self._on_start:
            await self._on_start()
        caught_up = created["num_pending"] == 0
        if caught_up:
            await self._caught_up()
        puller, expected = Puller(self._bus, self._stream, name), 1
        try:
            while reconnects == self._bus.reconnects:
                messages = await puller.fetch(LIMITS)
                for message in messages:
                    place = place_of(message.reply)
                    if place.consumer_sequence != expected:
                        raise Gap(f"expected delivery {expected}, got {place.consumer_sequence}")
                    expected += 1
                if messages:
                    if self._start is Start.NEW:
                        self.last_sequence = max(self.last_sequence or 0, place_of(messages[-1].reply).stream_sequence)
                    await self._on_batch(messages)
                    if not caught_up and place_of(messages[-1].reply).pending == 0:
                        caught_up = True
                        await self._caught_up()
        finally:
            with contextlib.suppress(*BusError):
                await puller.close()
        raise BusDown

    async def _begin(self, name: str) -> dict[str, Any]:
        if self.last_sequence is not None:
            self._step_back((await self._bus.api(f"STREAM.INFO.{self._stream}"))["state"]["last_seq"])
        created = await self._bus.api(f"CONSUMER.CREATE.{self._stream}.{name}", self._config(name))
        if self._start is Start.NEW and self.last_sequence is None:
            # Remembered, because an interruption before the first message must not lose it.
            self._first = self.last_sequence = created["delivered"]["stream_seq"]
        return created

    def _step_back(self, held: int) -> None:
        """`held`: the last sequence the stream has now. What was there before we first came is never read."""
        last = self.last_sequence or 0
        if held + OVERLAP < last:  # another stream of this name
            self._first = self.last_sequence = 0
        else:
            self._first, self.last_sequence = min(self._first, held), min(last, held)

    async def _caught_up(self) -> None:
        if self._on_caught_up:
            await self._on_caught_up()

    def _config(self, name: str) -> dict[str, Any]:
        config: dict[str, Any] = {
            "name": name,
            "ack_policy": "none",
            "deliver_policy": self._start.value,
            "filter_subject": ">",
            "mem_storage": True,
            "num_replicas": 1,
            "inactive_threshold": _FORGOTTEN_AFTER_S * _NANOSECOND,
            "max_waiting": 8,
        }
        if self._start is Start.NEW and self.last_sequence is not None:
            config |= {
                "deliver_policy": "by_start_sequence",
                "opt_start_seq": max(self._first, self.last_sequence - OVERLAP) + 1,
            }
        return {"stream_name": self._stream, "config": config}
