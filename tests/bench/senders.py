"""Clients that cost next to nothing: ready-made requests over connections that stay open, one at a time on each.

A client that builds its requests while the time runs measures itself, on two cores that it shares with what it asks.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

CREATED = b"HTTP/1.1 201"


class Load(NamedTuple):
    per_s: float
    waited_ms: list[float]
    """Sorted."""


class Connection(asyncio.Protocol):
    """Sends the next of `requests` when the answer to the last one is complete, until the time is over."""

    def __init__(self, requests: Iterator[bytes], ends: float) -> None:
        self.waited_ms: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._ends = ends
        self._transport: asyncio.Transport | None = None
        self._sent_at = 0.0
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self._next()

    def data_received(self, data: bytes) -> None:
        answer = self._answer + data if self._answer else data
        head = answer.find(b"\r\n\r\n")
        if head < 0 or len(answer) < head + 4 + content_length(answer[:head]):
            self._answer = answer
            return
        self._answer = b""
        if not answer.startswith(CREATED):
            self.done.set_exception(RuntimeError(answer[:600].decode(errors="replace")))
            return
        self.waited_ms.append((time.perf_counter() - self._sent_at) * 1e3)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the connection was closed"))

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None) if time.perf_counter() < self._ends else None
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)


def content_length(head: bytes) -> int:
    place = head.lower().find(b"\r\ncontent-length:")
    return int(head[place + 17 :].split(b"\r\n", 1)[0]) if place >= 0 else 0


async def at_full_speed(port: int, requests: Sequence[Sequence[bytes]], seconds: float) -> Load:
    """A connection for each list of requests; a list that is not long enough is an error."""
    loop, ends = asyncio.get_running_loop(), time.perf_counter() + seconds
    clients = [
        (await loop.create_connection(lambda each=each: Connection(iter(each), ends), "127.0.0.1", port))[1]
        for each in requests
    ]
    await asyncio.gather(*(client.done for client in clients))
    if any(len(client.waited_ms) >= len(each) for client, each in zip(clients, requests, strict=True)):
        msg = "a client has run out of requests"
        raise RuntimeError(msg)
    waited = [each for client in clients for each in client.waited_ms]
    return Load(len(waited) / seconds, sorted(waited))
