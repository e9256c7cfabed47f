"""What goes to the printer."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from cards.routes.ops import READERS
from cards.service import cards
from cards.service import printing as service
from cards.states import Face
from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/cards", route_class=EdgeRoute, tags=["cards"], dependencies=[READERS])
NEVER_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": {media_type: schema}, "description": "The file"}}


@router.get("/{card_id}/codes/{face}.png", responses=_file("image/png"), response_class=Response)
async def show_code_png(request: Request, session: Session, caller: Caller, card_id: UUID, face: Face) -> Response:
    """A code of an issued card: front, back or url."""
    card = await cards.one(session, caller, card_id)
    return Response(service.png(runtime_of(request).settings, card, face), media_type="image/png", headers=NEVER_KEPT)


@router.get("/{card_id}/codes/{face}.svg", responses=_file("image/svg+xml"), response_class=Response)
async def show_code_svg(request: Request, session: Session, caller: Caller, card_id: UUID, face: Face) -> Response:
    """The same in millimetres, to print."""
    card = await cards.one(session, caller, card_id)
    body = service.svg(runtime_of(request).settings, card, face)
    return Response(body, media_type="image/svg+xml", headers=NEVER_KEPT)


@router.get("/{card_id}/card.pdf", responses=_file("application/pdf"), response_class=Response)
async def show_card_pdf(request: Request, session: Session, caller: Caller, card_id: UUID) -> Response:
    """Front and back of the card, ID-1, two pages."""
    runtime, card = runtime_of(request), await cards.one(session, caller, card_id)
    body = await service.pdf(session, runtime.settings, runtime.files, card)
    return Response(body, media_type="application/pdf", headers=NEVER_KEPT)
