"""The whole city in one document: every service's tile and map layer with their ages, from the read models alone."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, StringConstraints

from gateway.readmodel.answer import fits, principal_or_anonymous
from gateway.readmodel.table import STALE_AFTER_S
from hueioc.auth.access import anyone
from hueioc.city import CityTile, MapLayer
from hueioc.errors import NotFound, Text

router = APIRouter(tags=["city"])
Names = Annotated[str, StringConstraints(pattern=r"^[a-z]+(,[a-z]+)*$", max_length=200)]


class NothingHeard(NotFound):
    code = "nothing-heard"
    title = Text("Dịch vụ này chưa gửi số liệu nào", "This service has said nothing yet")


class Age(BaseModel):
    """How old one service's part is. `age_s` None: not heard since the gateway has started."""

    service: str
    state: Literal["live", "stale", "silent"]
    age_s: int | None


class City(BaseModel):
    sources: list[Age]
    tiles: list[CityTile]


class CityMap(BaseModel):
    sources: list[Age]
    layers: list[MapLayer]


def _age(request: Request, service: str, *, is_there: bool) -> Age:
    age = request.app.state.front.table.age_s(service)
    known = age != float("inf")
    if not (known or is_there):
        return Age(service=service, state="silent", age_s=None)
    return Age(
        service=service,
        state="live" if known and age <= STALE_AFTER_S else "stale",
        age_s=int(age) if known else None,
    )


async def _gathered(request: Request, root: str, member: str, services: list[str]) -> Response:
    """The documents the caller may read, as they were encoded by their services, and the age of every service."""
    front = request.app.state.front
    caller = await principal_or_anonymous(front, dict(request.headers.raw))
    entries = {name: front.table.get(f"{root}/{name}".encode()) for name in services}
    parts = [
        orjson.Fragment(entry.document.body)
        for entry in entries.values()
        if entry and fits(caller, entry.document.audience)
    ]
    ages = [_age(request, name, is_there=entry is not None).model_dump() for name, entry in entries.items()]
    body = orjson.dumps({"sources": ages, member: parts})
    return Response(body, media_type="application/json", headers={"Cache-Control": "private, no-cache"})


def _named(request: Request, layers: str | None = None) -> list[str]:
    every: list[str] = request.app.state.front.services
    wanted = set(layers.split(",")) if layers else set(every)
    return [name for name in every if name in wanted]


@router.get("/v1/city", dependencies=[anyone], response_model=City)
async def show_city(request: Request) -> Response:
    """Each service's figures and their age. Staff of the operations centre see also what is not for everybody."""
    return await _gathered(request, "/v1/city", "tiles", _named(request))


@router.get("/v1/map", dependencies=[anyone], response_model=CityMap)
async def show_map(request: Request, layers: Annotated[Names | None, Query()] = None) -> Response:
    """Each service's layer as GeoJSON (RFC 7946). `layers`: names of services with commas between; all by default."""
    return await _gathered(request, "/v1/map", "layers", _named(request, layers))


@router.get("/v1/city/{service}", dependencies=[anyone])
async def show_tile(service: str) -> CityTile:
    """One service's tile; answered from memory, so that this is reached only when there is none for the caller."""
    raise NothingHeard


@router.get("/v1/map/{service}", dependencies=[anyone])
async def show_layer(service: str) -> MapLayer:
    """One service's layer of the map, as `show_tile`."""
    raise NothingHeard
