"""What a service is, as data: everything the runtime, the embedded start, the bus and the tests need to know of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hueioc.errors import Text
from hueioc.settings import ServiceSettings

if TYPE_CHECKING:
    from fastapi import APIRouter
    from sqlalchemy import MetaData

    from hueioc.bus.streams import Consumer
    from hueioc.events import Event
    from hueioc.hotroute import HotRoute
    from hueioc.jobs import Job
    from hueioc.runtime import Part, Runtime
    from hueioc.views import ListView, Rebuild, View

ENTRY_POINT_GROUP = "hueioc.services"


@dataclass(frozen=True)
class Door:
    """A port beside HTTP that a service listens on (AIS, syslog): its setting, and the port it asks for."""

    setting: str
    port: int
    scheme: str


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service. `name` is its import package, its database, its role, its NATS user and its subjects."""

    name: str
    title: Text
    port: int
    """The port it asks for; the embedded start gives the next free one when it is taken."""
    settings: type[ServiceSettings]
    metadata: "MetaData"
    routers: tuple["APIRouter", ...] = ()
    prefixes: tuple[str, ...] = ()
    """The paths that the gateway sends to this service."""
    doors: tuple[Door, ...] = ()
    """Ports beside HTTP; the embedded start gives each a free one."""
    hot_routes: "tuple[HotRoute, ...]" = ()
    """Shorter ways to routes that are asked hundreds of times a second."""
    body_limits: tuple[tuple[str, int], ...] = ()
    """Beginnings of paths whose bodies may be larger than others', with their bytes (forms with photos)."""
    events: tuple[type["Event"], ...] = ()
    views: tuple["View", ...] = ()
    lists: tuple["ListView", ...] = ()
    consumers: tuple["Consumer", ...] = ()
    jobs: tuple["Job", ...] = ()
    parts: "tuple[Callable[[Runtime], Part], ...]" = ()
    """What else a process of this service starts and stops, such as a grouped commit."""
    documents: "Rebuild | None" = None
    """Renders every document again, chunk by chunk, for `hue views rebuild`."""
    seed: Callable[["Runtime"], Awaitable[None]] | None = None
    create_app: "Callable[[Service, ServiceSettings], Any] | None" = None
    """Only for a service that is not a FastAPI app (the gateway)."""
    merge_contracts: "Callable[[dict[str, Any], dict[str, dict[str, Any]]], dict[str, Any]] | None" = None
    """Makes the contract of all from this service's own and the others' (the gateway)."""
    http_protocol: str = "httptools"
    """uvicorn's `http`; an import string for a protocol class of our own."""
    folds_views: bool = False
    """Reads `VIEWS` and `EVENTS` (the gateway)."""
    hears: tuple[str, ...] = ()
    """Subjects of core NATS that it listens to (telemetry: what comes while nobody listens is lost)."""

    @property
    def event_stream(self) -> str:
        return f"EVT_{self.name.upper()}"

    @property
    def migrations(self) -> Path:
        """The folder `migrations/` beside `src/`."""
        package = import_module(self.name).__file__
        assert package is not None  # noqa: S101 - a regular package always has a file
        return Path(package).resolve().parents[2] / "migrations"


def installed_services() -> list[Service]:
    """Every service of this installation by its port, which is the order in which they joined it.

    Found by the entry point group, so a new folder is enough.
    """
    found = [point.load() for point in entry_points(group=ENTRY_POINT_GROUP)]
    return sorted(found, key=lambda service: (service.port, service.name))


def find_service(name: str) -> Service:
    for point in entry_points(group=ENTRY_POINT_GROUP, name=name):
        return point.load()
    msg = f"no service is called {name!r}"
    raise LookupError(msg)
