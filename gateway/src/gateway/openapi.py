"""One OpenAPI 3.1 document of the whole API, merged from the gateway's and the services' own."""

import asyncio
import time
from typing import Any

import orjson
import structlog
from fastapi import FastAPI

from gateway.upstreams import Upstreams
from hueioc.errors import Problem
from hueioc.http.message import Request
from hueioc.http.resilience import Deadline

log = structlog.get_logger(__name__)

FRESH_S = 60.0
OK = 200
TITLE = "Hue city suite"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details, in the language of Accept-Language (vi or en).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "trace_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_OURS = "HTTPValidationError"


class Contracts:
    """Fetches the services' contracts and keeps the merged one; a stopped service's last contract stays in it."""

    def __init__(self, api: FastAPI, upstreams: Upstreams, services: list[str]) -> None:
        self._api = api
        self._upstreams = upstreams
        self._services = services
        self._parts: dict[str, dict[str, Any]] = {}
        self._merged: dict[str, Any] = {}
        self._at = -FRESH_S

    async def merged(self) -> dict[str, Any]:
        """The document, at most a minute old."""
        if time.monotonic() - self._at > FRESH_S:
            found = await asyncio.gather(*(self._fetch(name) for name in self._services))
            fetched = {name: part for name, part in zip(self._services, found, strict=True) if part is not None}
            known = self._parts | fetched
            self._parts = {name: known[name] for name in self._services if name in known}
            self._merged = merge(self._api.openapi(), self._parts)
            self._at = time.monotonic()
        return self._merged

    async def _fetch(self, name: str) -> dict[str, Any] | None:
        upstream = self._upstreams.of(name)
        if upstream is None:
            return None
        try:
            answer = await upstream.send(Request(b"GET", b"/openapi.json", []), Deadline.after(3))
            body = await answer.read()
            return orjson.loads(body) if answer.status == OK else None
        except (Problem, ValueError) as error:
            log.info("contract_missing", service=name, error=str(error))
            return None


def merge(own: dict[str, Any], parts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Paths and schemas side by side. A schema name used by two services for two things gets the service's name.

    Whoever comes first in `parts` keeps the name: a new service must not rename what clients of an older one know.
    """
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    for name, document in (("gateway", own), *parts.items()):
        theirs: dict[str, Any] = document.get("components", {}).get("schemas", {})
        renamed = _new_names(name.capitalize(), theirs, schemas)
        moved: Any = _renamed({"paths": document.get("paths", {}), "schemas": theirs}, renamed)
        paths |= moved["paths"]
        schemas |= {renamed.get(each, each): moved["schemas"][each] for each in theirs if each != _OURS}
    _use_problem(paths)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": "1"},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
        "security": [{}, {"bearer": []}],
    }


def _new_names(service: str, theirs: dict[str, Any], taken: dict[str, Any]) -> dict[str, str]:
    """A name for every schema whose own is taken by another thing, or by the same words about other things."""
    shared = {name for name in theirs if name in taken}
    moved = {name for name in shared if taken[name] != theirs[name]}
    while more := {name for name in shared - moved if not moved.isdisjoint(_referenced(theirs[name]))}:
        moved |= more
    names: dict[str, str] = {}
    for name in sorted(moved):
        new = service + name
        while new in taken or new in theirs:
            new = service + new
        names[name] = new
    return names


def _referenced(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {str(value["$ref"]).rpartition("/")[2]} if "$ref" in value else set[str]()  # pyright: ignore[reportUnknownArgumentType]
        return own.union(*map(_referenced, value.values()))  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, list):
        return set[str]().union(*map(_referenced, value))  # pyright: ignore[reportUnknownArgumentType]
    return set()


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """`value` with every reference to a renamed schema changed."""
    if isinstance(value, dict):
        return {key: _reference(item, names) if key == "$ref" else _renamed(item, names) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def _reference(value: str, names: dict[str, str]) -> str:
    root, _, name = value.rpartition("/")
    return f"{root}/{names.get(name, name)}"


def _use_problem(paths: dict[str, Any]) -> None:
    """Every operation may answer with a problem; the framework's own validation shape is not ours."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in paths.values():
        for operation in operations.values():
            responses = operation.get("responses", {})
            responses.pop("422", None)
            responses["default"] = {"description": "Problem", "content": content}
