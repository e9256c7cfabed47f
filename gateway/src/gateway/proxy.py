"""Passes a request on to the service that owns the path, over our own connection pool."""

from collections.abc import AsyncIterator

from starlette.types import Message, Receive, Scope, Send

from hueioc.app import LARGEST_BODY, BodyTooLarge
from hueioc.errors import BadRequest, Text, Unavailable
from hueioc.http.message import Request
from hueioc.http.resilience import TIMEOUT_HEADER, Deadline
from hueioc.http.response import Response
from hueioc.http.upstream import Upstream
from hueioc.tracing import current_trace_id

UPLOAD = b"application/offset+octet-stream"
UPLOAD_IDLE_S = 30.0
_DROPPED_PREFIX = b"x-hue-"
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ServiceStopped(Unavailable):
    code = "service-stopped"
    title = Text(
        "Phần này của hệ thống đang tạm dừng; hãy thử lại sau ít phút",
        "This part of the system is stopped for the moment; try again in a few minutes",
    )


async def proxy(
    upstream: Upstream, scope: Scope, receive: Receive, send: Send, *, body_limit: int = LARGEST_BODY
) -> None:
    """Forward with the deadline that is left; stream what is large. Raises the problems of `hueioc.http`.

    A body over `body_limit` bytes is refused; of one that may be larger than 1 MB nothing is gathered here.
    """
    fields = scope["headers"]
    request = await _request(scope, receive, body_limit)
    deadline = Deadline.read(next((v for n, v in fields if n == TIMEOUT_HEADER), None), request.method)
    is_upload = not isinstance(request.body, bytes)
    response = await upstream.send(request, deadline, idle_timeout_s=UPLOAD_IDLE_S if is_upload else None)
    await _answer(response, send)


async def _request(scope: Scope, receive: Receive, body_limit: int) -> Request:
    target: bytes = scope["raw_path"]
    if scope["query_string"]:
        target = target + b"?" + scope["query_string"]
    headers: list[tuple[bytes, bytes]] = []
    is_upload, length, traced = False, None, False
    for name, value in scope["headers"]:
        if name.startswith(_DROPPED_PREFIX) or name == b"host":
            continue
        if name == b"content-type":
            is_upload = value == UPLOAD
        elif name == b"content-length":
            length = int(value)
            continue
        elif name == b"traceparent":
            traced = True
        headers.append((name, value))
    headers += _added(scope, traced=traced)
    method = scope["method"].encode()
    if is_upload:
        return Request(method, target, headers, _chunks(receive), length)
    if scope["method"] not in _WRITES:
        return Request(method, target, headers)
    return await _with_body(Request(method, target, headers, length=length), receive, body_limit)


def _added(scope: Scope, *, traced: bool) -> list[tuple[bytes, bytes]]:
    headers: list[tuple[bytes, bytes]] = []
    if not traced and (trace_id := current_trace_id()):
        headers.append((b"traceparent", f"00-{trace_id}-{trace_id[:16]}-00".encode()))
    if scope.get("client"):
        headers.append((b"x-forwarded-for", scope["client"][0].encode()))
    return headers


async def _with_body(request: Request, receive: Receive, limit: int) -> Request:
    """A small body is gathered, so that it may be sent again; what may be larger is passed on as it comes."""
    if (request.length or 0) > limit:
        raise BodyTooLarge(headers={"Connection": "close"})
    if limit > LARGEST_BODY and (request.length is None or request.length > LARGEST_BODY):
        request.body = _counted(receive, limit)
    else:
        request.body, request.length = await _whole(receive), None
    return request


async def _whole(receive: Receive) -> bytes:
    """The body; what a client began and did not finish is passed on to nobody."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise BodyTooLarge(headers={"Connection": "close"})
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def _counted(receive: Receive, limit: int) -> AsyncIterator[bytes]:
    """The body piece by piece; one that breaks off or grows too large breaks off towards the service too."""
    size, more = 0, True
    while more:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest
        piece = message.get("body", b"")
        size += len(piece)
        if size > limit:
            raise BodyTooLarge(headers={"Connection": "close"})
        if piece:
            yield piece
        more = message.get("more_body", False)


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body"):
            return


async def _answer(response: Response, send: Send) -> None:
    headers = [field for field in response.headers if field[0] != b"date"]  # ours is written by the server
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.is_whole:
        await send({"type": "http.response.body", "body": response.whole()})
        return
    try:
        async for chunk in response:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        response.close()
