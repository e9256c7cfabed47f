"""One keep-alive connection: an asyncio protocol that writes a request and parses its answer with httptools."""

import asyncio
from typing import TYPE_CHECKING, cast

import httptools

from hueioc.http.message import HOP_BY_HOP, Request, nominated
from hueioc.http.problem import ConnectFailed, DeadlineExceeded, StaleConnection, UpstreamBroken
from hueioc.http.response import Response
from hueioc.http.upload import Upload

if TYPE_CHECKING:
    from hueioc.http.pool import Pool

WHOLE_BODY = 64 * 1024
"""A body announced as no longer than this is delivered together with the head."""
HEAD_LIMIT = 64 * 1024
"""Bytes of status line and fields that an upstream may send."""


class Connection(asyncio.Protocol):
    """Carries one exchange at a time; goes back to its pool only after a whole answer to a whole request."""

    def __init__(self, pool: "Pool", loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.idle_since = 0.0
        self._pool = pool
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._is_reused = False
        self._response: Response | None = None
        self._waiter: asyncio.Future[Response] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._upload: Upload | None = None
        self._is_reading = True
        self._reset(is_head=False)

    def _reset(self, *, is_head: bool) -> None:
        self._is_head = is_head
        self._is_interim = False
        self._has_head = False
        self._is_done = False
        self._is_clean = True
        self._is_framed = False
        self._head_bytes = 0
        self._length = -1
        self._nominating = b""

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def exchange(self, request: Request, head: bytes, *, timeout_s: float, idle_s: float | None) -> Response:
        """Send and wait for the head (and for a small body). Raises the problems of `hueioc.http.problem`."""
        if self._transport is None or self._transport.is_closing():
            self._drop()
            raise ConnectFailed  # nothing was sent
        self._reset(is_head=request.method == b"HEAD")
        self._response = response = Response(self, idle_s)
        self._waiter = waiter = self.loop.create_future()
        body = request.body
        if isinstance(body, bytes):
            self._timer = self.loop.call_later(timeout_s, self._expire)
            self._transport.write(head + body if body else head)
        else:
            self._start_upload(request, head, timeout_s=timeout_s, idle_s=idle_s)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                waiter.exception()
            self.abandon(response)
            raise

    def abandon(self, response: Response) -> None:
        """Drop the connection if it still carries this answer: a half-read one is never used again."""
        if self._response is response:
            self._fail(UpstreamBroken())

    def close(self) -> None:
        if self._response is None:
            self._drop()
        else:
            self._fail(UpstreamBroken())

    def resume_reading(self) -> None:
        if not self._is_reading and self._transport is not None:
            self._is_reading = True
            self._transport.resume_reading()

    # The request body

    def _start_upload(self, request: Request, head: bytes, *, timeout_s: float, idle_s: float | None) -> None:
        if self._transport is None or isinstance(request.body, bytes):
            return
        self._transport.write(head)
        self._upload = upload = Upload(self._transport, request.body, length=request.length, idle_s=idle_s)
        if idle_s is None:
            self._timer = self.loop.call_later(timeout_s, self._expire)

        def ended(error: BaseException | None) -> None:
            if self._upload is not upload:
                return
            if error is not None:
                self._fail(error)
            elif idle_s is not None and not self._has_head:
                self._timer = self.loop.call_later(timeout_s, self._expire)

        upload.start(ended)

    def pause_writing(self) -> None:
        if self._upload is not None:
            self._upload.pause()

    def resume_writing(self) -> None:
        if self._upload is not None:
            self._upload.resume()

    # The answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._response is None:
            self._drop()  # nobody asked: a time-out notice, or the rest of a broken answer
            return
        self._head_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if not self._is_done:
                self._fail(UpstreamBroken())
                return
            self._is_clean = False
        if self._is_done:
            self._finish()
        elif not self._has_head:
            if self._head_bytes > HEAD_LIMIT:
                self._fail(UpstreamBroken())
        elif not 0 <= self._length <= WHOLE_BODY:
            self._deliver()

    def eof_received(self) -> None:
        if self._response is None:
            self._drop()
        elif self._has_head and not self._is_framed:
            self._is_clean = False  # a body that ends with the connection
            self._finish()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None:
            self.eof_received()
        if self._response is not None:
            untouched = self._is_reused and not self._head_bytes
            self._fail(StaleConnection() if untouched else UpstreamBroken())
        self._drop()

    def on_message_begin(self) -> None:
        if self._is_done:
            self._is_clean = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._response is None or self._has_head:
            return  # a trailer field
        name = name.lower()
        if name in HOP_BY_HOP:
            if name == b"transfer-encoding":
                self._is_framed = True
            elif name == b"connection":
                self._nominating += b"," + value
            return
        if name == b"content-length":
            self._is_framed = True
            self._length = int(value)
        self._response.headers.append((name, value))

    def on_headers_complete(self) -> None:
        response = self._response
        if response is None or self._is_done:
            return
        status = self._parser.get_status_code()
        if status < 200:  # noqa: PLR2004
            self._is_interim = True
            response.headers.clear()
            self._is_framed, self._length, self._nominating = False, -1, b""
            return
        if self._head_bytes > HEAD_LIMIT and sum(len(n) + len(v) for n, v in response.headers) > HEAD_LIMIT:
            raise UpstreamBroken
        response.status = status
        self._has_head = True
        self._is_clean = self._parser.should_keep_alive()
        if self._nominating and (dropped := nominated(self._nominating)):
            response.headers = [field for field in response.headers if field[0] not in dropped]
        if self._is_head:
            # The parser waits for a body that never comes: the next answer gets a new one.
            self._is_clean = self._parser.get_http_version() == "1.1" and b"close" not in self._nominating.lower()
            self._parser = httptools.HttpResponseParser(self)
            self._is_done = True

    def on_body(self, body: bytes) -> None:
        if self._response is None or self._is_done:
            self._is_clean = False
        elif self._response.feed(body) and self._is_reading and self._transport is not None:
            self._is_reading = False
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        if self._is_interim:
            self._is_interim = False
        else:
            self._is_done = True

    # The end

    def _deliver(self) -> None:
        response, waiter = self._response, self._waiter
        if response is None or waiter is None or waiter.done():
            if response is not None:
                response.wake()
            return
        if response.idle_timeout_s is not None and self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiter.set_result(response)

    def _finish(self) -> None:
        is_sent = self._upload is None or self._upload.is_sent
        response, waiter = self._take()
        if response is not None:
            response.end()
            if waiter is not None and not waiter.done():
                waiter.set_result(response)
        self.resume_reading()
        if self._is_clean and is_sent:
            self._is_reused = True
            self._pool.release(self)
        else:
            self._drop()

    def _fail(self, error: BaseException) -> None:
        response, waiter = self._take()
        if response is not None:
            response.end(error)
        self._drop()
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)

    def _take(self) -> tuple[Response | None, asyncio.Future[Response] | None]:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        upload, self._upload = self._upload, None
        if upload is not None:
            upload.cancel()
        taken = self._response, self._waiter
        self._response = self._waiter = None
        return taken

    def _drop(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()
            self._pool.dropped(self)

    def _expire(self) -> None:
        self._timer = None
        self._fail(DeadlineExceeded())
