"""The keep-alive connections to one upstream: last used first, bounded, with a bounded queue for them."""

import asyncio
import ssl
from collections import OrderedDict

from hueioc.http.connection import Connection
from hueioc.http.message import Request, encode_head
from hueioc.http.problem import ConnectFailed, DeadlineExceeded, PoolFull, StaleConnection
from hueioc.http.response import Response

CONNECT_TIMEOUT_S = 0.25
IDLE_LIMIT_S = 4.0
"""Below the 5 s after which uvicorn closes an idle connection, so we seldom race with it."""


class Pool:
    """Connections to (host, port). Make it inside the running loop and `close()` it there."""

    def __init__(  # noqa: PLR0913 - each is a fact of the upstream
        self,
        host: str,
        port: int,
        *,
        max_connections: int = 256,
        max_waiting: int = 1024,
        tls: ssl.SSLContext | None = None,
        address: str = "",
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
    ) -> None:
        """`address` is where `host` was found, for callers who must not have it looked up again."""
        self.host = host
        self.port = port
        self._max_connections = max_connections
        self._max_waiting = max_waiting
        self._tls = tls
        self._address = address
        self._connect_timeout_s = connect_timeout_s
        self._authority = (f"[{host}]:{port}" if ":" in host else f"{host}:{port}").encode("ascii")
        self._idle: list[Connection] = []
        self._alive: set[Connection] = set()
        self._slots_taken = 0
        self._waiting: OrderedDict[asyncio.Future[Connection | None], None] = OrderedDict()
        self._is_closed = False

    @property
    def open_connections(self) -> int:
        return self._slots_taken

    @property
    def idle_connections(self) -> int:
        return len(self._idle)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    async def send(self, request: Request, *, timeout_s: float, idle_timeout_s: float | None = None) -> Response:
        """Send and return the head with what is there of the body.

        `timeout_s` bounds everything up to the last byte. With `idle_timeout_s` it ends at the head, and
        then each step of the bodies may take that long: for long downloads, uploads and event streams.
        """
        head = encode_head(request, self._authority)
        ends = asyncio.get_running_loop().time() + timeout_s
        connection = self._take_idle()
        if connection is not None:
            try:
                return await connection.exchange(request, head, timeout_s=timeout_s, idle_s=idle_timeout_s)
            except StaleConnection:
                if not (request.is_replayable and request.is_idempotent):
                    raise
        connection = await self._acquire(ends)
        left = ends - connection.loop.time()
        return await connection.exchange(request, head, timeout_s=left, idle_s=idle_timeout_s)

    async def close(self) -> None:
        """Drop every connection; requests under way fail."""
        self._is_closed = True
        while self._waiting:
            waiter, _ = self._waiting.popitem(last=False)
            if not waiter.done():
                waiter.set_exception(ConnectFailed())
        for connection in list(self._alive):
            connection.close()
        await asyncio.sleep(0)

    def release(self, connection: Connection) -> None:
        """For a connection: a whole exchange is over."""
        if self._is_closed:
            connection.close()
        elif (waiter := self._next_waiter()) is not None:
            waiter.set_result(connection)
        else:
            connection.idle_since = connection.loop.time()
            self._idle.append(connection)

    def dropped(self, connection: Connection) -> None:
        """For a connection: it is gone; its place may be taken."""
        if connection not in self._alive:
            return  # lost while it was being opened: `_connect` gives the place back
        self._alive.remove(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._free_slot()

    def _take_idle(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and connection.loop.time() - connection.idle_since < IDLE_LIMIT_S:
                return connection
            connection.close()
        return None

    async def _acquire(self, ends: float) -> Connection:
        """A connection just used or a new one; never one that has been idle."""
        if self._is_closed:
            raise ConnectFailed
        if self._slots_taken < self._max_connections:
            self._slots_taken += 1
        elif (handed := await self._queue(ends)) is not None:
            return handed
        return await self._connect(ends)

    async def _queue(self, ends: float) -> Connection | None:
        """Wait for a connection, or for the right to open one (None)."""
        if len(self._waiting) >= self._max_waiting:
            raise PoolFull(headers={"Retry-After": "1"})
        waiter: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting[waiter] = None
        try:
            async with asyncio.timeout_at(ends):
                return await waiter
        except (TimeoutError, asyncio.CancelledError) as error:
            self._waiting.pop(waiter, None)
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._give_back(waiter.result())
            if isinstance(error, TimeoutError):
                raise DeadlineExceeded from None
            raise

    def _give_back(self, handed: Connection | None) -> None:
        if handed is None:
            self._free_slot()
        else:
            self.release(handed)

    async def _connect(self, ends: float) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(min(self._connect_timeout_s, max(0.0, ends - loop.time()))):
                _, connection = await loop.create_connection(
                    lambda: Connection(self, loop),
                    self._address or self.host,
                    self.port,
                    ssl=self._tls,
                    server_hostname=self.host if self._tls else None,
                )
        except TimeoutError as error:
            self._free_slot()
            if loop.time() >= ends:
                raise DeadlineExceeded from error
            raise ConnectFailed(headers={"Retry-After": "1"}) from error
        except OSError as error:
            self._free_slot()
            raise ConnectFailed(headers={"Retry-After": "1"}) from error
        except asyncio.CancelledError:
            self._free_slot()
            raise
        if self._is_closed or not connection.is_open:
            connection.close()
            self._free_slot()
            raise ConnectFailed(headers={"Retry-After": "1"})
        self._alive.add(connection)
        return connection

    def _free_slot(self) -> None:
        waiter = self._next_waiter()
        if waiter is None:
            self._slots_taken -= 1
        else:
            waiter.set_result(None)

    def _next_waiter(self) -> asyncio.Future[Connection | None] | None:
        while self._waiting:
            waiter, _ = self._waiting.popitem(last=False)
            if not waiter.done():
                return waiter
        return None
