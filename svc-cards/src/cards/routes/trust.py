"""What verifiers fetch and keep: keys, status lists, and everything at once for a day without a network."""

import gzip
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response

from cards import schemas
from cards.errors import NotAcceptable
from cards.service import keys
from cards.service import trust as service
from cards.service.status_lists import MEDIA_TYPE
from hueioc.auth.access import anyone
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/cards", route_class=EdgeRoute, tags=["cards"], dependencies=[anyone])
ANYWHERE = {"Access-Control-Allow-Origin": "*"}
_ACCEPTED = ("*/*", "application/*", MEDIA_TYPE)
TOKEN: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "The signed list"}
}
BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {service.BUNDLE_TYPE: {"schema": {"type": "string"}}}, "description": "The signed bundle"}
}


@router.get("/jwks.json")
async def show_card_keys(session: Session, response: Response) -> schemas.KeySet:
    """Public keys by which cards and lists are checked (RFC 7517); old ones stay until their last card has expired."""
    response.headers.update(ANYWHERE | {"Cache-Control": "public, max-age=300"})
    return schemas.KeySet.model_validate(await keys.jwks(session))


@router.get("/lists")
async def list_status_lists(request: Request, session: Session, response: Response) -> schemas.StatusLists:
    """Every status list's address (Token Status List, aggregation)."""
    response.headers.update(ANYWHERE)
    return await service.list_addresses(session, runtime_of(request).settings)


@router.get("/lists/{number}", responses=TOKEN, response_class=Response)
async def show_status_list(
    session: Session,
    number: int,
    time: Annotated[int | None, Query(ge=0, le=1 << 40, description="Unix seconds: the list as it was then")] = None,
    accept: Annotated[str, Header(max_length=1000)] = "*/*",
    accept_encoding: Annotated[str, Header(max_length=1000)] = "",
) -> Response:
    """One Token Status List as a signed JWT: two bits for each card; 404 for a moment before its first signature."""
    if not any(part.partition(";")[0].strip().lower() in _ACCEPTED for part in accept.split(",")):
        raise NotAcceptable
    if number >= 1 << 31:
        raise service.UnknownList
    row = await service.list_token(session, number, time)
    left = max(0, min(300, row.expires_at - int(now().timestamp()))) if time is None else 86_400
    headers = ANYWHERE | {"Cache-Control": f"public, max-age={left}", "Vary": "Accept-Encoding"}
    body = row.token.encode()
    if "gzip" in accept_encoding.lower():
        body, headers = gzip.compress(body, 6, mtime=0), headers | {"Content-Encoding": "gzip"}
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


@router.get("/trust", responses=BUNDLE, response_class=Response)
async def show_trust_bundle(request: Request, session: Session) -> Response:
    """Keys, status lists and stolen keys in one signed document, for checking cards without a network."""
    token = await service.bundle(session, runtime_of(request).settings)
    return Response(token, media_type=service.BUNDLE_TYPE, headers=ANYWHERE | {"Cache-Control": "public, max-age=300"})


@router.get("/terms")
async def show_terms(session: Session) -> schemas.Terms:
    """Kinds of cards, aspects of a rating, and the reasons for which a card ends, as they hold today."""
    return await service.terms(session)
