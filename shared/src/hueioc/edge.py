"""The edge of a request: one transaction around it, committed before the answer leaves, with its idempotency key.

Routers of services use `route_class=EdgeRoute`. A handler asks for `Session`; it never commits.
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import idempotency
from hueioc.auth.access import caller_of
from hueioc.outbox import POSITION, write_collected
from hueioc.runtime import runtime_of

READS = frozenset({"GET", "HEAD", "OPTIONS"})
NO_KEY = "hue_no_idempotency_key"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def without_key(endpoint: Any) -> Any:
    """Marks a write that is idempotent by its own protocol (a resumable upload, an ingest with its own ids)."""
    setattr(endpoint, NO_KEY, True)
    return endpoint


async def current_session(request: Request) -> AsyncSession:
    """The session of this request's transaction."""
    return request.state.session


Session = Annotated[AsyncSession, Depends(current_session)]


class EdgeRoute(APIRoute):
    """Opens the transaction, honours the idempotency key of a write, commits, and tells the relay."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()
        needs_key = not getattr(self.endpoint, NO_KEY, False)

        async def read(request: Request) -> Response:
            async with runtime_of(request).database.transaction() as session:
                request.state.session = session
                return await handler(request)

        async def write(request: Request) -> Response:
            runtime = runtime_of(request)
            use = await _claim(request) if needs_key else None
            async with runtime.database.transaction() as session:
                request.state.session = session
                if use and (stored := await idempotency.begin(session, use)):
                    return stored
                response = await handler(request)
                await write_collected(session)
                if position := session.info.get(POSITION):
                    response.headers["Hue-Seq"] = f"{runtime.service.name}:{position}"
                if use:
                    await idempotency.finish(session, use, response)
            if position:
                runtime.relay.wake()
            return response

        async def edge(request: Request) -> Response:
            return await (read if request.method in READS else write)(request)

        return edge


async def _claim(request: Request) -> idempotency.Claim:
    body = await request.body()
    return idempotency.claim(
        client=caller_of(request).subject,
        method=request.method,
        path=request.url.path,
        key=request.headers.get("idempotency-key", ""),
        body=body,
    )
