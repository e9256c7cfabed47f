"""One OpenAPI 3.1 document of the whole API, merged from the gateway's and the services' own."""

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
            for name in self._services:
                if (part := await self._fetch(name)) is not None:
                    self._parts[name] = part
            self._merged = merge(self._api.openapi(), self._parts)
            self._at = time.monotonic()
        return self._merged

    async def _fetch(self, name: str) -> dict[str, Any] | None:
        upstream = self._upstreams.of(name)
        if upstream is None:
            return None
        try:
            answer = await upstream.send(Request(b"GET", b"/openapi.json", []), Deadline.after(3))
            return orjson.loads(await answer.read())
        except (Problem, ValueError) as error:
            log.info("contract_missing", service=name, error=str(error))
            return None


def merge(own: dict[str, Any], parts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Paths and schemas side by side. A schema name used by two services for two things gets the service's name."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    for name, document in (("gateway", own), *sorted(parts.items())):
        theirs = document.get("components", {}).get("schemas", {})
        renamed = {
            each: f"{name.capitalize()}{each}" for each in theirs if each in schemas and schemas[each] != theirs[each]
        }
        moved = _renamed({"paths": document.get("paths", {}), "schemas": theirs}, renamed)
        paths |= moved["paths"]
        schemas |= {renamed.get(each, each): schema for each, schema in moved["schemas"].items() if each != _OURS}
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
