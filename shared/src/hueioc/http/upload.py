"""A streamed request body on its way out: framed, no faster than the peer reads it."""

import asyncio
from collections.abc import AsyncIterable, Callable

from hueioc.errors import BadRequest
from hueioc.http.problem import DeadlineExceeded, UpstreamBroken


class Upload:
    """Writes `body` to `transport`; chunked when `length` is None. Runs as a task of its own beside the answer."""

    def __init__(
        self, transport: asyncio.Transport, body: AsyncIterable[bytes], *, length: int | None, idle_s: float | None
    ) -> None:
        self.is_sent = False
        self._transport = transport
        self._body = body
        self._length = length
        self._idle_s = idle_s
        self._is_full = False
        self._drained: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, ended: Callable[[BaseException | None], None]) -> None:
        """`ended` is called with the error of the body, or None once all of it is written."""
        self._task = task = asyncio.get_running_loop().create_task(self._run())
        task.add_done_callback(lambda done: ended(UpstreamBroken() if done.cancelled() else done.exception()))

    def cancel(self) -> None:
        if self._task is not None and not self.is_sent:
            self._task.cancel()

    def pause(self) -> None:
        self._is_full = True

    def resume(self) -> None:
        self._is_full = False
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    async def _run(self) -> None:
        sent = 0
        try:
            async for chunk in self._body:
                sent += len(chunk)
                if self._length is not None and sent > self._length:
                    raise BadRequest
                if chunk:
                    self._write(chunk if self._length is not None else b"%x\r\n%b\r\n" % (len(chunk), chunk))
                if sent == self._length:
                    self.is_sent = True  # the answer may come before our next turn
                    break
                if self._is_full:
                    await self._drain()
        finally:
            if (aclose := getattr(self._body, "aclose", None)) is not None:
                await aclose()
        if self._length is None:
            self._write(b"0\r\n\r\n")
        elif sent < self._length:
            raise BadRequest
        self.is_sent = True

    def _write(self, data: bytes) -> None:
        if self._transport.is_closing():
            raise UpstreamBroken
        self._transport.write(data)

    async def _drain(self) -> None:
        self._drained = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._idle_s):
                await self._drained
        except TimeoutError:
            raise DeadlineExceeded from None
        finally:
            self._drained = None
