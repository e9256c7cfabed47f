"""Answers of public lists, kept for a moment in the process: a thousand readers are one question to the database.

What is kept is at most `KEPT_S` old; with its tag an unchanged answer is not sent again.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from fastapi import Request, Response, status
from starlette.types import Receive, Scope, Send

from hueioc.edge import EdgeRoute
from hueioc.runtime import Runtime, runtime_of

KEPT_S = 1.0
MOST_BYTES = 16 << 20
LARGEST = 1 << 20
CONTROL = "public, no-cache"


class Kept(NamedTuple):
    """An answer as it is sent, and until when it may be given."""

    until: float
    tag: bytes
    body: bytes
    head: list[tuple[bytes, bytes]]


class Shelf:
    """The answers of one process, oldest out first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0

    def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        self._kept.clear()

    def get(self, key: str) -> Kept | None:
        found = self._kept.get(key)
        return found if found and found.until > time.monotonic() else None

    def put(self, key: str, kept: Kept) -> None:
        if len(kept.body) > LARGEST:
            return
        if old := self._kept.pop(key, None):
            self._bytes -= len(old.body)
        self._kept[key] = kept
        self._bytes += len(kept.body)
        while self._bytes > MOST_BYTES:
            self._bytes -= len(self._kept.popitem(last=False)[1].body)


def shelf_of(runtime: Runtime) -> Shelf:
    """The shelf of this process; a part of the runtime, made at the first question."""
    shelf = runtime.part(Shelf)
    if shelf is None:
        shelf = Shelf()
        runtime.parts.append(shelf)
    return shelf


class CachedRoute(EdgeRoute):
    """A public read whose answer depends on its address alone: given again before the framework looks at it."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        shelf = shelf_of(scope["app"].state.runtime)
        kept = shelf.get(key_of(scope)) if scope["method"] == "GET" else None
        if kept is None:
            await super().handle(scope, receive, send)
            return
        scope["route"] = self
        is_known = any(name == b"if-none-match" and kept.tag in value for name, value in scope["headers"])
        head = kept.head[:2] if is_known else list(kept.head)
        await send({"type": "http.response.start", "status": 304 if is_known else 200, "headers": head})
        await send({"type": "http.response.body", "body": b"" if is_known else kept.body})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        ordinary = super().get_route_handler()

        async def handle(request: Request) -> Response:
            response = await ordinary(request)
            body = getattr(response, "body", None)
            if response.status_code != status.HTTP_200_OK or body is None:
                return response
            tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
            response.headers["ETag"], response.headers["Cache-Control"] = tag, CONTROL
            _keep(request, tag.encode(), response)
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers={"ETag": tag, "Cache-Control": CONTROL})
            return response

        return handle


def _keep(request: Request, tag: bytes, response: Response) -> None:
    body = bytes(response.body)
    head = [
        (b"etag", tag),
        (b"cache-control", CONTROL.encode()),
        (b"content-type", response.headers["content-type"].encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    kept = Kept(time.monotonic() + KEPT_S, tag, body, head)
    shelf_of(runtime_of(request)).put(key_of(request.scope), kept)


def key_of(scope: Scope) -> str:
    return f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
