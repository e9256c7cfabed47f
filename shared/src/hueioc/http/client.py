"""httpx over our pool: the way one service calls another."""

import ssl
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import cast

import httpx
from opentelemetry import trace

from hueioc.errors import Problem
from hueioc.http import problem
from hueioc.http.message import Headers, Request
from hueioc.http.resilience import Deadline
from hueioc.http.response import Response
from hueioc.http.upstream import Upstream

_DEFAULT_PORTS = {"http": 80, "https": 443}


class UpstreamUnreachable(problem.ConnectFailed, httpx.ConnectError):
    """Uncaught it answers 503; caught it is an httpx error, as a user of httpx expects."""

    _request = None


class UpstreamBusy(problem.PoolFull, httpx.PoolTimeout):
    _request = None


class UpstreamResting(problem.BreakerOpen, httpx.ConnectError):
    _request = None


class UpstreamSlow(problem.DeadlineExceeded, httpx.ReadTimeout):
    _request = None


class UpstreamFailed(problem.UpstreamBroken, httpx.RemoteProtocolError):
    _request = None


_AS_HTTPX: tuple[tuple[type[Problem], Callable[..., Exception]], ...] = (
    (problem.ConnectFailed, UpstreamUnreachable),
    (problem.PoolFull, UpstreamBusy),
    (problem.BreakerOpen, UpstreamResting),
    (problem.DeadlineExceeded, UpstreamSlow),
    (problem.UpstreamBroken, UpstreamFailed),
)
_POOL_PROBLEMS: tuple[type[Problem], ...] = tuple(ours for ours, _ in _AS_HTTPX)


def current_traceparent() -> str | None:
    """The running span as a W3C `traceparent`, or None when nothing is traced."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags & 1:02x}"


class HueTransport(httpx.AsyncBaseTransport):
    """An httpx transport with our deadlines, retries and breaker; one `Upstream` per address.

    The deadline is the request's `Hue-Timeout-Ms`, else httpx's read time-out if one was given, else the default.
    """

    def __init__(
        self,
        *,
        traceparent: Callable[[], str | None] = current_traceparent,
        idle_timeout_s: float | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._upstreams: dict[tuple[str, str, int], Upstream] = {}
        self._traceparent = traceparent
        self._idle_timeout_s = idle_timeout_s
        self._tls = tls

    def upstream(self, url: httpx.URL) -> Upstream:
        address = (url.scheme, url.host, url.port or _DEFAULT_PORTS[url.scheme])
        if address not in self._upstreams:
            tls = (self._tls or ssl.create_default_context()) if url.scheme == "https" else None
            self._upstreams[address] = Upstream(address[1], address[2], tls=tls)
        return self._upstreams[address]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        upstream = self.upstream(request.url)
        ours = self._translate(request)
        try:
            response = await upstream.send(ours, _deadline(request, ours), idle_timeout_s=self._idle_timeout_s)
        except _POOL_PROBLEMS as error:
            raise _as_httpx(error) from error
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_whole(response),
            extensions={"http_version": b"HTTP/1.1"},
        )

    async def aclose(self) -> None:
        for upstream in self._upstreams.values():
            await upstream.close()

    def _translate(self, request: httpx.Request) -> Request:
        headers: Headers = [(name.lower(), value) for name, value in request.headers.raw]
        if "traceparent" not in request.headers and (parent := self._traceparent()):
            headers.append((b"traceparent", parent.encode("ascii")))
        body, length = _body(request)
        return Request(request.method.encode("ascii"), request.url.raw_path, headers, body, length)


def client(
    base_url: str, *, headers: dict[str, str] | None = None, transport: HueTransport | None = None
) -> httpx.AsyncClient:
    """An `httpx.AsyncClient` for one neighbour. Make it in the running loop, close it there."""
    return httpx.AsyncClient(
        base_url=base_url,
        headers=headers,
        transport=transport or HueTransport(),
        timeout=None,  # noqa: S113 - our deadline bounds every request
        trust_env=False,
    )


def _deadline(request: httpx.Request, ours: Request) -> Deadline:
    value = request.headers.get("hue-timeout-ms")
    limits: dict[str, float | None] = request.extensions.get("timeout", {})
    if value is None and (read_s := limits.get("read")) is not None:
        return Deadline.after(read_s)
    return Deadline.read(None if value is None else value.encode("latin-1"), ours.method)


def _body(request: httpx.Request) -> tuple[bytes | AsyncIterable[bytes], int | None]:
    if isinstance(request.stream, httpx.ByteStream):
        return b"".join(request.stream), None
    length = request.headers.get("content-length")
    return cast("AsyncIterable[bytes]", request.stream), None if length is None else int(length)


def _whole(response: Response) -> httpx.AsyncByteStream:
    return httpx.ByteStream(response.whole()) if response.is_whole else _Chunks(response)


class _Chunks(httpx.AsyncByteStream):
    def __init__(self, response: Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._response:
                yield chunk
        except _POOL_PROBLEMS as error:
            raise _as_httpx(error) from error

    async def aclose(self) -> None:
        self._response.close()


def _as_httpx(error: Problem) -> Exception:
    for ours, theirs in _AS_HTTPX:
        if isinstance(error, ours):
            return theirs(detail=error.detail, headers=error.headers)
    return error
