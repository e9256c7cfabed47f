"""The fast path: a read-model hit is answered inside the HTTP parser's callback, without ASGI, task or scope.

Everything else (other methods, a query, Range, HTTP/1.0, an unknown token, a request behind an unfinished one)
takes the ordinary way through `gateway.front`.
"""

import asyncio
import time
from email.utils import formatdate
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.readmodel.answer import BEARER, may_read
from gateway.readmodel.entry import Entry, accepts_gzip, is_match
from gateway.stream.direct import TRANSPORT

OK = b"HTTP/1.1 200 OK\r\n"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n"
SLOW = frozenset({b"hue-min-seq", b"range"})
_END = b"\r\n"


class _Answered:
    """Stands where uvicorn keeps the running request: this one is complete."""

    response_complete = True
    disconnected = False
    message_event = asyncio.Event()


class _Date:
    """The Date line, made once a second."""

    def __init__(self) -> None:
        self._second = 0
        self._line = b""

    def line(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._line = b"date: " + formatdate(second, usegmt=True).encode() + _END
        return self._line


_ANSWERED = _Answered()
_DATE = _Date()


class ReadModelProtocol(HttpToolsProtocol):
    """uvicorn's protocol with the fast path in front."""

    def on_headers_complete(self) -> None:
        entry: Entry | None = self._entry()
        if entry is None:
            super().on_headers_complete()
            return
        self._answer(entry)

    def on_message_begin(self) -> None:
        """An event stream may write to the socket itself (`gateway.stream.direct`)."""
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[typeddict-unknown-key] - ours

    def shutdown(self) -> None:
        """A server that ends closes its event streams at once instead of waiting for them."""
        front: Any = self.app
        front.end()
        super().shutdown()

    def _entry(self) -> Entry | None:
        running: Any = self.cycle  # None before the first request, whatever its annotation says
        if running is not None and not running.response_complete:
            return None
        entry: Entry | None = self.app.table.get(self.url)  # type: ignore[attr-defined] - the app is our Front
        if entry is None:
            return None
        parser: Any = self.parser
        method = parser.get_method()
        if method not in (b"GET", b"HEAD") or parser.get_http_version() != "1.1" or not parser.should_keep_alive():
            return None
        return entry if self._allowed(entry) else None

    def _allowed(self, entry: Entry) -> bool:
        token = b""
        for name, value in self.headers:
            if name == b"authorization":
                token = value[len(BEARER) :].strip() if value[: len(BEARER)].lower() == BEARER else value
            elif name in SLOW:
                return False
        return may_read(self.app, entry, token)  # type: ignore[arg-type]

    def _answer(self, entry: Entry) -> None:
        if_none_match, is_gzip_welcome = b"", False
        for name, value in self.headers:
            if name == b"if-none-match":
                if_none_match = value
            elif name == b"accept-encoding":
                is_gzip_welcome = accepts_gzip(value)
        status, fields, body = OK, entry.head, entry.document.body
        compressed = entry.gzipped() if is_gzip_welcome else None
        if compressed:
            fields, body = compressed
        if if_none_match and (is_match(if_none_match, entry.etag) or is_match(if_none_match, entry.gzip_etag)):
            status, fields, body = NOT_MODIFIED, entry.not_modified, b""
        parser: Any = self.parser
        if parser.get_method() == b"HEAD":
            body = b""
        elif entry.document.is_counted and not if_none_match:
            self.app.reads.note(entry, self.headers)  # type: ignore[attr-defined]
        sources: bytes = self.app.table.sources(entry)  # type: ignore[attr-defined]
        self.cycle = _ANSWERED  # type: ignore[assignment]
        self.transport.write(b"".join((status, _DATE.line(), fields, sources, _END, body)))
        self.on_response_complete()
