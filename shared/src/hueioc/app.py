"""The FastAPI application of one service: middleware, problems, probes, metrics, OpenAPI."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hueioc import bounds, housekeeping, tracing
from hueioc.auth.access import routes_of, rule_of
from hueioc.errors import Problem, Text
from hueioc.hotroute import BEARER, HotRoutes
from hueioc.jobs import JobLoop
from hueioc.metrics import REQUESTS
from hueioc.problems import from_http_exception, from_validation, problem_response, unexpected
from hueioc.runtime import Runtime
from hueioc.sealing import make_sealer
from hueioc.service import Service
from hueioc.settings import ServiceSettings

LARGEST_BODY = 1 << 20


class UndeclaredAccessError(RuntimeError):
    """A route without an access rule: denied by default, so the app does not start."""


class BodyTooLarge(Problem):
    status, code = 413, "body-too-large"
    title = Text("Nội dung gửi lên quá lớn", "The request body is too large")


Parts = Callable[[Runtime], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def no_parts(_: Runtime) -> AsyncGenerator[None]:
    yield


def create_app(service: Service, settings: ServiceSettings, parts: Parts = no_parts) -> FastAPI:
    """The app of `service`; nothing connects before its lifespan starts. `parts` run while the runtime runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        tracing.configure(service.name, settings.traces_url)
        runtime = app.state.runtime = Runtime.make(service, settings)
        runtime.parts += [make_sealer(runtime), *(JobLoop(job, runtime) for job in (*housekeeping.JOBS, bounds.JOB))]
        runtime.parts += [make(runtime) for make in service.parts]
        await runtime.start()
        async with parts(runtime):
            yield
        await runtime.stop()

    app = ServiceApp(
        HotRoutes(service.hot_routes, service.routers, LARGEST_BODY),
        title=service.title.en,
        version="1",
        lifespan=lifespan,
        routes=declared_routes(service),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    add_probes(app)
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_unexpected)
    app.add_middleware(RequestScope, app=app, body_limits=service.body_limits)
    return app


class ServiceApp(FastAPI):
    """An app whose hot routes are asked before the framework."""

    def __init__(self, hot: HotRoutes, **options: Any) -> None:
        super().__init__(**options)
        self._hot = hot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._hot.find(scope) if scope["type"] == "http" else None
        if found is None:
            await super().__call__(scope, receive, send)
            return
        began = time.perf_counter()
        status, again = await self._hot.answer(found, self.state.runtime, scope, receive, send)
        if not status:
            await super().__call__(scope, again, send)
            return
        REQUESTS.labels(found[0].path, found[0].method, f"{status // 100}xx").observe(time.perf_counter() - began)


def declared_routes(service: Service) -> list[BaseRoute]:
    """The routes as they are: `include_router` would make each anew. Raises `UndeclaredAccessError`."""
    for route in routes_of(service.routers):
        if rule_of(route) is None:
            raise UndeclaredAccessError(
                f"{sorted(route.methods or ())} {route.path} declares no access; use allow() or anyone"
            )
    return [route for router in service.routers for route in router.routes]


def add_probes(app: FastAPI) -> None:
    async def livez(_: Request) -> Response:
        return Response("ok", media_type="text/plain")

    async def readyz(request: Request) -> Response:
        runtime: Runtime = request.app.state.runtime
        found = await runtime.problems()
        text = "\n".join(f"{name}: {why}" for name, why in found.items()) or "ok"
        return Response(text, 503 if found else 200, media_type="text/plain")

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    for path, probe in (("/livez", livez), ("/startupz", livez), ("/readyz", readyz), ("/metrics", metrics)):
        app.add_route(path, probe, include_in_schema=False)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class
    return problem_response(request, error)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    return problem_response(request, from_validation(error))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    return problem_response(request, from_http_exception(error))


async def _on_unexpected(request: Request, error: Exception) -> Response:
    return problem_response(request, unexpected(error))


class RequestScope:
    """Around every request: trace context, verified caller, body limit, duration."""

    def __init__(self, inner: ASGIApp, app: FastAPI, body_limits: Sequence[tuple[str, int]] = ()) -> None:
        self._inner = inner
        self._app = app
        self._body_limits = body_limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        headers = dict(scope["headers"])
        parent = tracing.parent_of(
            headers.get(b"traceparent", b"").decode("latin-1"), headers.get(b"tracestate", b"").decode("latin-1")
        )
        began = time.perf_counter()
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"hue-trace-id", tracing.current_trace_id().encode()))
            await send(message)

        with tracing.server_span(scope["method"], parent) as span:
            try:
                await self._guarded(scope, receive, sending, headers)
            finally:
                route = getattr(scope.get("route"), "path", "other")
                REQUESTS.labels(route, scope["method"], f"{status // 100}xx").observe(time.perf_counter() - began)
                span.set_attributes({"http.route": route, "http.response.status_code": status})

    async def _guarded(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes]) -> None:
        try:
            await self._identify(scope, headers)
        except Problem as problem:
            await problem_response(Request(scope), problem)(scope, receive, send)
            return
        await self._inner(scope, _limited(receive, headers, self._limit_of(scope["path"])), send)

    def _limit_of(self, path: str) -> int:
        return next((limit for start, limit in self._body_limits if path.startswith(start)), LARGEST_BODY)

    async def _identify(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        state = scope.setdefault("state", {})
        given = headers.get(b"authorization", b"")
        if given[: len(BEARER)].lower() == BEARER:
            runtime: Runtime = self._app.state.runtime
            state["principal"] = await runtime.verifier.verify(given[len(BEARER) :].strip())


def _limited(receive: Receive, headers: dict[bytes, bytes], limit: int = LARGEST_BODY) -> Receive:
    """Refuses a body over `limit` (1 MB unless the service says more), except of uploads, which count their bytes."""
    if headers.get(b"content-type", b"") == b"application/offset+octet-stream":
        return receive
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise BodyTooLarge
        return message

    return counting
