"""The gateway's own small routes: configuration of the apps, areas, the merged contract."""

import gzip
from functools import cache
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from gateway.readmodel.entry import accepts_gzip
from hueioc.areas.lookup import areas
from hueioc.auth.access import anyone
from hueioc.runtime import runtime_of
from hueioc.settings import Env

router = APIRouter(tags=["gateway"])
DAY = "public, max-age=86400"


class GeoJson(Response):
    media_type = "application/geo+json"


class Config(BaseModel):
    """What the web apps need to know before anybody signs in."""

    env: Env
    version: str


@router.get("/v1/config", dependencies=[anyone])
async def show_config(request: Request) -> Config:
    return Config(env=runtime_of(request).settings.env, version="0.1.0")


@router.get("/v1/areas", dependencies=[anyone], response_class=GeoJson)
async def show_areas(request: Request) -> Response:
    """The 40 wards and communes as GeoJSON (RFC 7946); `boundary` says whether they are exact or approximate."""
    headers = {"Cache-Control": DAY, "Vary": "Accept-Encoding"}
    body, compressed = encoded_areas(runtime_of(request).settings.areas)
    if accepts_gzip(request.headers.get("accept-encoding", "").encode()):
        body, headers = compressed, headers | {"Content-Encoding": "gzip"}
    return Response(body, headers=headers, media_type="application/geo+json")


@cache
def encoded_areas(path: str) -> tuple[bytes, bytes]:
    """The map as it is sent, plain and in gzip."""
    body = orjson.dumps(areas(path).geojson())
    return body, gzip.compress(body, 9, mtime=0)


@router.get("/openapi.json", dependencies=[anyone], include_in_schema=False)
async def show_contract(request: Request) -> dict[str, Any]:
    """The whole API as OpenAPI 3.1."""
    return await request.app.state.front.contracts.merged()
