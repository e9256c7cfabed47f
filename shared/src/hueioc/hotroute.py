"""A second, shorter way to a route that is asked hundreds of times a second.

Every hot route has a twin among the ordinary routes, with its access rule and its contract. The hot handler takes
what is right at first sight of callers whom that rule lets in; for anything else it answers None, and the request goes
the ordinary way as if it had just come. It is spared the framework: no dependencies, no span unless spans are exported.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from hueioc import tracing
from hueioc.auth.access import routes_of, rule_of
from hueioc.auth.principal import MACHINES, Principal, Role
from hueioc.errors import Problem
from hueioc.problems import problem_response

if TYPE_CHECKING:
    from hueioc.runtime import Runtime

BEARER = b"bearer "


@dataclass(frozen=True, slots=True)
class HotRequest:
    """A request of a verified caller. Header names are in lower case."""

    caller: Principal
    headers: Mapping[bytes, bytes]
    body: bytes
    traceparent: str


@dataclass(frozen=True, slots=True)
class HotAnswer:
    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes


Handle = Callable[["Runtime", HotRequest], Awaitable[HotAnswer | None]]


@dataclass(frozen=True)
class HotRoute:
    """`path` has no parameters: it is compared as it stands."""

    method: str
    path: str
    handle: Handle


class TwinMissingError(RuntimeError):
    """A hot route without an ordinary one of its method and path would have no access rule; the app does not start."""


def admitted(route: HotRoute, routers: Iterable[APIRouter]) -> frozenset[Role]:
    """Whom the twin lets in without asking for a scope. Raises `TwinMissingError`."""
    for twin in routes_of(routers):
        if twin.path == route.path and route.method in (twin.methods or ()):
            roles = (rule_of(twin) or {}).get("roles", [])
            return frozenset(Role(role) for role in roles if role in set(Role)) - MACHINES
    raise TwinMissingError(f"{route.method} {route.path} has no ordinary route")


class HotRoutes:
    """The hot routes of one app, each with the roles that its twin lets in."""

    def __init__(self, routes: Sequence[HotRoute], routers: Sequence[APIRouter], largest_body: int) -> None:
        self._routes = {(route.method, route.path): (route, admitted(route, routers)) for route in routes}
        self._largest_body = largest_body

    def find(self, scope: Scope) -> "tuple[HotRoute, frozenset[Role]] | None":
        return self._routes.get((scope["method"], scope["path"])) if self._routes else None

    async def answer(
        self, found: "tuple[HotRoute, frozenset[Role]]", runtime: "Runtime", scope: Scope, receive: Receive, send: Send
    ) -> tuple[int, Receive]:
        """The status that was sent; 0 when nothing was, and then what to receive the same request from again."""
        route, roles = found
        headers = dict(scope["headers"])
        received = await self._body(receive)
        again = _again(received, receive)
        token = headers.get(b"authorization", b"")
        if received[-1].get("more_body") or token[: len(BEARER)].lower() != BEARER:
            return 0, again
        body = b"".join([message.get("body", b"") for message in received])
        given = headers.get(b"traceparent", b"").decode("latin-1")
        span = tracing.server_span(route.method, tracing.parent_of(given)) if tracing.exports() else nullcontext()
        with span:
            trace = tracing.traceparent(given)
            try:
                caller = await runtime.verifier.verify(token[len(BEARER) :].strip())
                request = HotRequest(caller, headers, body, trace)
                answer = await route.handle(runtime, request) if caller.roles & roles else None
            except Problem as problem:
                await problem_response(Request(scope), problem)(scope, receive, send)
                return problem.status, again
        if answer is None:
            return 0, again
        more = ((b"content-length", b"%d" % len(answer.body)), (b"hue-trace-id", trace[3:35].encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, *more]})
        await send({"type": "http.response.body", "body": answer.body})
        return answer.status, again

    async def _body(self, receive: Receive) -> list[Message]:
        """All of it, or as much as shows that it is too large."""
        received: list[Message] = [await receive()]
        size = len(received[0].get("body", b""))
        while received[-1].get("more_body") and size <= self._largest_body:
            received.append(await receive())
            size += len(received[-1].get("body", b""))
        return received


def _again(received: list[Message], receive: Receive) -> Receive:
    """Gives what was received once more, then what is still to come."""
    waiting = iter(received)

    async def replay() -> Message:
        return next(waiting, None) or await receive()

    return replay
