"""Pulling messages so that a silent server is noticed: every request expires, beats, and has a deadline here.

A pull request can die with a server and leave its client waiting for ever (nats.go#890, nats-server#2397),
so each one has an inbox of its own time, a heartbeat, and a deadline on our side.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import orjson
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from hueioc.bus.connection import Bus

HEARTBEAT_S = 5
EXPIRES_S = 20
GRACE_S = 5
STALLED_S = 0.05
"""How long a half-full batch waits for more when the server has more but sends none (acknowledgements pending)."""
BEAT = "100"
NO_RESPONDERS = "503"
NOTHING_PENDING = ".0"
_NANOSECOND = 1_000_000_000


class PullSilent(ConnectionError):
    """Neither message nor heartbeat came in time, or the bus was away; the request is given up and made anew."""


class ConsumerGone(ConnectionError):
    """The server says that the consumer was deleted or is unknown (no responders)."""


@dataclass(frozen=True)
class Limits:
    """What one request asks for. `wait` false: answer at once with what is there."""

    batch: int
    max_bytes: int = 0
    wait: bool = True


class Puller:
    """Batches of one consumer. One request is open at a time and serves as many batches as it has room for."""

    def __init__(self, bus: Bus, stream: str, consumer: str) -> None:
        self._bus = bus
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._queue: asyncio.Queue[Msg | None] = asyncio.Queue()
        self._subscription: Subscription | None = None
        self._inbox = ""
        self._number = 0
        self._open = ""
        self._room = 0

    async def open(self) -> None:
        self._inbox = self._bus.new_inbox()
        self._subscription = await self._bus.client.subscribe(
            self._inbox + ".*", cb=self._arrived, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        self._bus.after_reconnect.add(self._interrupt)

    async def close(self) -> None:
        self._bus.after_reconnect.discard(self._interrupt)
        if self._subscription and self._bus.connected:
            await self._subscription.unsubscribe()
        self._subscription = None

    async def _arrived(self, message: Msg) -> None:
        self._queue.put_nowait(message)

    def _interrupt(self) -> None:
        self._queue.put_nowait(None)

    async def fetch(self, limits: Limits) -> list[Msg]:
        """At least one message, or none when the request expired. Raises `PullSilent`, `ConsumerGone`, `BusDown`."""
        if self._subscription is None:
            await self.open()
        if not self._open:
            self._number += 1
            self._open = f"{self._inbox}.{self._number}"
            self._room = limits.batch
            await self._bus.client.publish(self._next, orjson.dumps(_body(limits)), reply=self._open)
        messages: list[Msg] = []
        while len(messages) < limits.batch:
            message = await self._take(HEARTBEAT_S + GRACE_S if not messages else STALLED_S)
            if message is None:
                break
            if message.reply:
                messages.append(message)
                self._room -= 1
                if self._room == 0:
                    self._open = ""
                    break
                if self._queue.empty() and message.reply.endswith(NOTHING_PENDING):
                    break
            elif self._ends_request(message):
                break
        return messages

    async def _take(self, wait_s: float) -> Msg | None:
        """The next delivery; None when some are in hand and the server has stalled; `PullSilent` otherwise."""
        try:
            message = self._queue.get_nowait() if self._queue.qsize() else await self._next_within(wait_s)
        except TimeoutError as error:
            if wait_s == STALLED_S:
                return None
            raise PullSilent(self._next) from error
        if message is None and wait_s == STALLED_S:
            self._interrupt()  # once more, when what is in hand is handled
        elif message is None:
            raise PullSilent("the bus was away")
        return message

    async def _next_within(self, wait_s: float) -> Msg | None:
        async with asyncio.timeout(wait_s):
            return await self._queue.get()

    def _ends_request(self, message: Msg) -> bool:
        headers = message.headers or {}
        status, description = headers.get("Status", ""), headers.get("Description", "")
        if message.subject != self._open or status == BEAT:
            return False
        self._open = ""
        if status == NO_RESPONDERS or "onsumer deleted" in description:
            raise ConsumerGone(description or self._next)
        return True


def _body(limits: Limits) -> dict[str, Any]:
    body: dict[str, Any] = {"batch": limits.batch}
    if limits.wait:
        body |= {"expires": EXPIRES_S * _NANOSECOND, "idle_heartbeat": HEARTBEAT_S * _NANOSECOND}
    else:
        body["no_wait"] = True
    if limits.max_bytes:
        body["max_bytes"] = limits.max_bytes
    return body
