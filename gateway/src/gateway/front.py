"""The gateway's ASGI face: what is answered here, what is passed on, and the API's own routes behind it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.types import Receive, Scope, Send

from gateway.openapi import Contracts
from gateway.proxy import ServiceStopped, proxy
from gateway.ratelimit import RateLimiter
from gateway.readmodel.answer import fits, principal_or_anonymous, send_entry, wait_for
from gateway.readmodel.entry import Entry
from gateway.readmodel.fold import Fold
from gateway.readmodel.reads import Reads
from gateway.readmodel.snapshot import Snapshots
from gateway.readmodel.table import Table
from gateway.settings import Settings
from gateway.static import WebApps
from gateway.stream.hub import Hub
from gateway.stream.route import stream
from gateway.upstreams import Upstreams
from hueioc import tracing
from hueioc.auth.access import routes_of
from hueioc.auth.tokens import TokenVerifier
from hueioc.bus.connection import Bus
from hueioc.errors import Problem
from hueioc.problems import problem_response
from hueioc.runtime import Runtime
from hueioc.service import Service, installed_services

READS = frozenset({"GET", "HEAD"})
API_PREFIXES = ("/v1/", "/open311/")
PROBES = frozenset({"/livez", "/readyz", "/startupz", "/metrics"})
STREAM = "/v1/stream"
MIN_SEQ = b"hue-min-seq"


class Front:
    """One worker of the gateway. Attributes are its parts; `api` holds the gateway's own REST routes."""

    bus: Bus
    verifier: TokenVerifier
    fold: Fold
    hub: Hub
    reads: Reads
    upstreams: Upstreams
    contracts: Contracts
    services: list[str]

    def __init__(self, service: Service, api: FastAPI, settings: Settings) -> None:
        self.api = api
        self.settings = settings
        self.table = Table()
        self.ending = asyncio.Event()
        self.limiter = RateLimiter(settings)
        self._web = WebApps(settings.web_dist)
        self._own = PROBES.union(route.path for route in routes_of(service.routers))

    @asynccontextmanager
    async def running(self, runtime: Runtime) -> AsyncGenerator[None]:
        """Inside the API's lifespan: start folding, fanning out and writing snapshots."""
        services = [each for each in installed_services() if each.name != runtime.service.name]
        self.services = [each.name for each in services]
        self.bus, self.verifier = runtime.bus, runtime.verifier
        self.fold, self.hub, self.reads = Fold(runtime.bus, self.table), Hub(runtime.bus), Reads(runtime.bus)
        self.upstreams = Upstreams(services, self.settings.upstreams)
        self.contracts = Contracts(self.api, self.upstreams, self.services)
        snapshots = Snapshots(self.settings.snapshot, self.table)
        snapshots.load()
        runtime.checks["read models"] = self._readiness
        parts = (self.fold, self.hub, self.reads, snapshots)
        for part in parts:
            part.start()
        yield
        for part in reversed(parts):
            await part.stop()
        await self.upstreams.close()

    def wake_streams(self) -> None:
        """Let every open stream look whether it may go on."""
        self.hub.wake_all()

    def end(self) -> None:
        """Let the event streams finish now."""
        if not self.ending.is_set():
            self.ending.set()
            self.hub.wake_all()

    def _readiness(self) -> str:
        return "" if self.fold.complete.is_set() or len(self.table) else "not yet folded"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.api(scope, receive, send)
            return
        try:
            await self._route(scope, receive, send)
        except Problem as problem:
            await problem_response(Request(scope), problem)(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        headers = dict(scope["headers"])
        if scope["method"] in READS and not scope["query_string"]:
            entry = self.table.get(scope["raw_path"])
            if entry and await self._answered(entry, scope, send, headers):
                return
        if path == STREAM and scope["method"] == "GET":
            await stream(self, await principal_or_anonymous(self, headers), scope, receive, send)
        elif found := self.upstreams.find(path):
            await self._pass_on(found, scope, receive, send, headers)
        elif path in PROBES:
            await self.api(scope, receive, send)
        elif path in self._own or path.startswith(API_PREFIXES):
            self.limiter.demand(await principal_or_anonymous(self, headers), scope)
            await self.api(scope, receive, send)
        else:
            await self._web.answer(path, scope["method"], headers)(scope, receive, send)

    async def _answered(self, entry: Entry, scope: Scope, send: Send, headers: dict[bytes, bytes]) -> bool:
        """False when the caller may not read the shared document, or it is older than the caller's own write."""
        principal = await principal_or_anonymous(self, headers)
        if not fits(principal, entry.document.audience):
            return False
        if MIN_SEQ in headers:
            fresh = await wait_for(self, entry, headers[MIN_SEQ])
            if fresh is None:
                return False
            entry = fresh
        await send_entry(self, entry, send, headers=headers, head=scope["method"] == "HEAD")
        return True

    async def _pass_on(
        self, found: tuple[str, object], scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes]
    ) -> None:
        upstream = self.upstreams.of(found[0])
        if upstream is None:
            raise ServiceStopped(extra={"service": found[0]}, headers={"Retry-After": "30"})
        self.limiter.demand(await principal_or_anonymous(self, headers), scope)
        token = tracing.attach(
            tracing.parent_of(
                headers.get(b"traceparent", b"").decode("latin-1"), headers.get(b"tracestate", b"").decode("latin-1")
            )
        )
        try:
            await proxy(upstream, scope, receive, send, body_limit=self.upstreams.body_limit(scope["path"]))
        finally:
            tracing.detach(token)
