"""What everybody may do: check a card by its code or its address, and see the photo of a card that is not revoked."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from cards import schemas
from cards.service import verifying
from cards.service.verifying import Place
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/cards", route_class=EdgeRoute, tags=["cards"], dependencies=[anyone])
NEVER_KEPT = {"Cache-Control": "no-store"}


@router.post("/verifications")
@without_key
async def verify_card(
    request: Request, session: Session, response: Response, data: schemas.Verification
) -> schemas.Verified:
    """The result for a scanned text: valid, suspended, revoked, expired, not-yet-valid, forged or unknown."""
    response.headers.update(NEVER_KEPT)
    place = Place(data.lat, data.lon) if data.lat is not None and data.lon is not None else None
    return await verifying.check(session, runtime_of(request), data.text, place)


@router.get("/{short_id}")
async def show_public_card(request: Request, session: Session, response: Response, short_id: str) -> schemas.Verified:
    """The same by the last part of a card's address."""
    response.headers.update(NEVER_KEPT)
    return await verifying.check_address(session, runtime_of(request), short_id)


@router.get("/{short_id}/photo", response_class=StreamingResponse)
async def show_card_photo(request: Request, session: Session, short_id: str) -> Response:
    """The holder's photo (WebP, 360 × 480); none of a card that is revoked or replaced."""
    runtime = runtime_of(request)
    sha256 = await verifying.photo_of(session, runtime.settings, short_id)
    headers = NEVER_KEPT | {"X-Content-Type-Options": "nosniff"}
    return StreamingResponse(await runtime.files.open(sha256), media_type="image/webp", headers=headers)
