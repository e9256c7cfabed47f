"""The gateway's own small routes: configuration of the apps, areas, the merged contract."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from hueioc.areas.lookup import areas
from hueioc.auth.access import anyone
from hueioc.runtime import runtime_of
from hueioc.settings import Env

router = APIRouter(tags=["gateway"])
DAY = "public, max-age=86400"


class Config(BaseModel):
    """What the web apps need to know before anybody signs in."""

    env: Env
    version: str


@router.get("/v1/config", dependencies=[anyone])
async def show_config(request: Request) -> Config:
    return Config(env=runtime_of(request).settings.env, version="0.1.0")


@router.get("/v1/areas", dependencies=[anyone])
async def show_areas(request: Request, response: Response) -> dict[str, Any]:
    """The 40 wards and communes as GeoJSON; `boundary` says whether they are exact or approximate."""
    response.headers["Cache-Control"] = DAY
    return areas(runtime_of(request).settings.areas).geojson()


@router.get("/openapi.json", dependencies=[anyone], include_in_schema=False)
async def show_contract(request: Request) -> dict[str, Any]:
    """The whole API as OpenAPI 3.1."""
    return await request.app.state.front.contracts.merged()
