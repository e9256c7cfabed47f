"""SensorThings over HTTP: one root, one route for every resource path."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from environment.sensorthings.entities import ROOT, Kind
from environment.sensorthings.reading import answer
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix=ROOT, route_class=EdgeRoute, tags=["sensorthings"], dependencies=[anyone])

_REQUIREMENTS = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
CONFORMANCE = (
    "datamodel/entity-control-information/common-control-information",
    "datamodel/thing/properties",
    "datamodel/location/properties",
    "datamodel/datastream/properties",
    "datamodel/sensor/properties",
    "datamodel/observed-property/properties",
    "datamodel/observation/properties",
    "resource-path/resource-path-to-entities",
    "request-data/top",
    "request-data/skip",
    "request-data/count",
    "request-data/select",
    "request-data/pagination",
)


@router.get("", response_class=Response)
async def show_root(request: Request) -> Response:
    """The entity sets, and which requirements of the standard hold."""
    root = _root(request)
    sets = [{"name": kind.value, "url": f"{root}/{kind.value}"} for kind in Kind]
    conformance = [_REQUIREMENTS + each for each in CONFORMANCE]
    return _json({"value": sets, "serverSettings": {"conformance": conformance}})


@router.get("/{path:path}", response_class=Response)
async def read_entities(request: Request, session: Session, path: str) -> Response:
    """Any resource path with $top, $skip, $count, $select, $orderby, $filter (Observations), $expand (one level)."""
    found = await answer(session, _root(request), path, request.query_params.multi_items())
    return Response(found, media_type="text/plain; charset=utf-8") if isinstance(found, str) else _json(found)


def _root(request: Request) -> str:
    return runtime_of(request).settings.public_url.rstrip("/") + ROOT


def _json(document: Any) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")
