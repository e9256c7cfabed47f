"""An answer: status and fields at once, the body whole when it was small, else in chunks as the reader takes them."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Self

from hueioc.errors import TooLarge
from hueioc.http.message import Headers
from hueioc.http.problem import DeadlineExceeded

if TYPE_CHECKING:
    from hueioc.http.connection import Connection

HIGH_WATER = 256 * 1024
"""Bytes kept for a slow reader before the socket is no longer read."""
LOW_WATER = 64 * 1024


class Response:
    """Iterate over it once, or `read()` it, or `close()` it; a body left unread keeps its connection busy."""

    __slots__ = ("_chunks", "_connection", "_error", "_size", "_waiter", "headers", "idle_timeout_s", "status")

    def __init__(self, connection: "Connection", idle_timeout_s: float | None) -> None:
        self.status = 0
        self.headers: Headers = []
        """End-to-end fields, names in lower case."""
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._connection: Connection | None = connection
        self._error: BaseException | None = None
        self._waiter: asyncio.Future[None] | None = None
        self.idle_timeout_s = idle_timeout_s

    @property
    def is_whole(self) -> bool:
        """True when the rest of the body is here already, so `whole()` answers without waiting."""
        return self._connection is None and self._error is None

    def whole(self) -> bytes:
        """Take what is left of a body that `is_whole`."""
        chunks = self._chunks
        body = chunks[0] if len(chunks) == 1 else b"".join(chunks)
        chunks.clear()
        self._size = 0
        return body

    async def read(self, limit: int = 16 * 1024 * 1024) -> bytes:
        """The whole body; raises TooLarge (and drops the connection) beyond `limit` bytes."""
        if self.is_whole and self._size <= limit:
            return self.whole()
        parts: list[bytes] = []
        size = 0
        async for chunk in self:
            size += len(chunk)
            if size > limit:
                self.close()
                raise TooLarge
            parts.append(chunk)
        return b"".join(parts)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._chunks:
            if self._error is not None:
                raise self._error
            if self._connection is None:
                raise StopAsyncIteration
            await self._wait(self._connection)
        chunk = self._chunks.popleft()
        self._size -= len(chunk)
        if self._connection is not None and self._size <= LOW_WATER:
            self._connection.resume_reading()
        return chunk

    def close(self) -> None:
        """Give up the rest of the body; a connection that still carries it is dropped."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.abandon(self)
        self._chunks.clear()

    async def _wait(self, connection: "Connection") -> None:
        self._waiter = connection.loop.create_future()
        try:
            async with asyncio.timeout(self.idle_timeout_s):
                await self._waiter
        except TimeoutError:
            self.close()
            raise DeadlineExceeded from None
        except asyncio.CancelledError:
            self.close()
            raise
        finally:
            self._waiter = None

    def feed(self, chunk: bytes) -> bool:
        """For the connection: keep a chunk; True when the socket should rest."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        return self._size > HIGH_WATER

    def end(self, error: BaseException | None = None) -> None:
        """For the connection: nothing more will come."""
        self._connection = None
        self._error = error
        self.wake()

    def wake(self) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)
