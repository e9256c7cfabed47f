"""REST of the registry: the same five routes for each kind, made from the table of kinds."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from gateway.organisations import queries, schemas
from gateway.organisations.announce import Entry
from gateway.organisations.errors import UnknownEntry, wrong
from gateway.organisations.kinds import KINDS, RegistryKind
from gateway.organisations.preconditions import Expected, etag
from gateway.organisations.registry import Registry
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Cursor, Page, Paging, cut
from hueioc.runtime import runtime_of

SUPERVISORS = allow(Role.SUPERVISOR)
NOT_FILTERS = frozenset({"q", "on", "limit", "cursor"})


async def _registry_of(session: Session, caller: Caller, request: Request) -> Registry:
    return Registry(session, runtime_of(request).vault, caller)


Asked = Annotated[Registry, Depends(_registry_of)]


def router_of(kind: RegistryKind) -> APIRouter:
    """The routes below /v1/organisations/<kind>."""
    router = APIRouter(prefix=f"/v1/organisations/{kind.name}", route_class=EdgeRoute, tags=["organisations"])
    _add_reads(router, kind)
    _add_writes(router, kind)
    return router


def _add_reads(router: APIRouter, kind: RegistryKind) -> None:
    shown: Any = kind.shown

    @router.get("", dependencies=[kind.readers], response_model=Page[shown], name=f"list_{kind.name}")
    async def list_entries(
        registry: Asked,
        request: Request,
        paging: Paging,
        q: Annotated[str, Query(max_length=100)] = "",
        on: date | None = None,
    ) -> Any:
        """Newest first. `on`: only what is in force on that day; `q` searches names and codes."""
        wanted = queries.Filter(q, on, _filters(kind, request))
        rows, more = cut(await queries.page(registry.session, kind, wanted, paging), paging.limit)
        cursor = Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None
        return {"items": await registry.shown(kind, rows), "next_cursor": cursor}

    @router.get("/{entry_id}", dependencies=[kind.readers], response_model=shown, name=f"show_{kind.name}")
    async def show_entry(registry: Asked, entry_id: UUID, response: Response) -> Any:
        """One entry; `ETag` is its version."""
        row = await registry.session.get(kind.model, entry_id)
        if row is None:
            raise UnknownEntry
        return await _answer(registry, kind, row, response)


def _add_writes(router: APIRouter, kind: RegistryKind) -> None:
    shown: Any = kind.shown
    write: Any = kind.write
    rules: Any = {"dependencies": [SUPERVISORS], "response_model": shown}

    async def add_entry(registry: Asked, data: Any, response: Response) -> Any:
        """A new entry."""
        row = await registry.add(kind, data)
        response.headers["Location"] = f"{router.prefix}/{row.id}"
        return await _answer(registry, kind, row, response)

    async def change_entry(registry: Asked, entry_id: UUID, data: Any, version: Expected, response: Response) -> Any:
        """The whole entry anew; `If-Match` with the version you have seen."""
        return await _answer(registry, kind, await registry.change(kind, entry_id, data, version), response)

    for endpoint in (add_entry, change_entry):  # FastAPI reads the body's schema from the annotation
        endpoint.__annotations__["data"] = write
    router.post("", status_code=status.HTTP_201_CREATED, name=f"add_{kind.name}", **rules)(add_entry)
    router.put("/{entry_id}", name=f"change_{kind.name}", **rules)(change_entry)

    @router.delete("/{entry_id}", name=f"end_{kind.name}", **rules)
    async def end_entry(registry: Asked, entry_id: UUID, version: Expected, response: Response) -> Any:
        """The entry ends today; it stays readable."""
        return await _answer(registry, kind, await registry.end(kind, entry_id, version), response)


async def _answer(registry: Registry, kind: RegistryKind, row: Entry, response: Response) -> schemas.Shown:
    response.headers["ETag"] = etag(row.version)
    return (await registry.shown(kind, [row]))[0]


def _filters(kind: RegistryKind, request: Request) -> dict[str, Any]:
    """Query parameters beside the common ones are columns of this kind; an unknown one is told, not ignored."""
    found: dict[str, Any] = {}
    for name, value in request.query_params.items():
        if name in NOT_FILTERS:
            continue
        if name not in kind.filters:
            raise wrong(name, "Không lọc được theo trường này", "There is no such filter")
        try:
            found[name] = UUID(value) if name.endswith("_id") else value
        except ValueError as error:
            raise wrong(name, "Không phải là UUID", "Not a UUID") from error
    return found


ROUTERS = tuple(router_of(kind) for kind in KINDS)
