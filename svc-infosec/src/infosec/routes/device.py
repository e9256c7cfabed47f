"""What systems send: their events as JSON, each with its own key."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of
from infosec import schemas
from infosec.models import Source
from infosec.service.desk import source_of
from infosec.service.intake import take

router = APIRouter(prefix="/v1/infosec", route_class=EdgeRoute, tags=["infosec"], dependencies=[anyone])
BODY = {"requestBody": {"required": True, "content": {"application/json": {}, "application/x-ndjson": {}}}}


async def _source(
    request: Request, session: Session, source_key: Annotated[str, Header(max_length=200)] = ""
) -> Source:
    return await source_of(session, runtime_of(request), source_key)


@router.post("/events", openapi_extra=BODY)
@without_key
async def send_events(
    request: Request, session: Session, source: Annotated[Source, Depends(_source)]
) -> schemas.BatchAnswer:
    """A JSON array or one object a line: OCSF, Suricata EVE, Windows events, web access, or anything else."""
    return await take(session, runtime_of(request), source, await request.body())
