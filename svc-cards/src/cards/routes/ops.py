"""What staff do: officials with their photo, and cards step by step. An officer sees the own agency's alone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from cards import schemas
from cards.queries.cards import Wanted
from cards.service import cards, officials, ratings
from cards.states import State
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/cards", route_class=EdgeRoute, tags=["cards"])
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
WHO_MAY_LOOK = allow(Role.SUPERVISOR)
Words = Annotated[str, Query(alias="q", max_length=100, description="Part of a name or a staff number")]
OfAgency = Annotated[UUID | None, Query()]
PHOTO = {
    "requestBody": {
        "content": {
            f"image/{kind}": {"schema": {"type": "string", "format": "binary"}} for kind in ("jpeg", "png", "webp")
        },
        "required": True,
    }
}


@router.get("/officials", dependencies=[READERS])
async def list_officials(
    session: Session, caller: Caller, page: Paging, words: Words = "", agency_id: OfAgency = None
) -> Page[schemas.Official]:
    """Newest first."""
    return await officials.list_officials(session, caller, page, words, agency_id)


@router.post("/officials", status_code=status.HTTP_201_CREATED, dependencies=[STAFF])
async def add_official(
    request: Request, session: Session, caller: Caller, data: schemas.OfficialCreate
) -> schemas.Official:
    """A new official; citizen id, birth date, telephone and e-mail are sealed at once."""
    return await officials.show(session, await officials.add(session, runtime_of(request), caller, data))


@router.get("/officials/{official_id}", dependencies=[READERS])
async def show_official(session: Session, caller: Caller, official_id: UUID) -> schemas.Official:
    return await officials.show(session, await officials.find(session, caller, official_id))


@router.put("/officials/{official_id}", dependencies=[STAFF])
async def change_official(
    session: Session, caller: Caller, official_id: UUID, data: schemas.OfficialUpdate
) -> schemas.Official:
    """What is printed of an official; cards that were issued before are out of date from now on."""
    return await officials.show(session, await officials.change(session, caller, official_id, data))


@router.put("/officials/{official_id}/photo", dependencies=[STAFF], openapi_extra=PHOTO)
async def set_official_photo(request: Request, session: Session, caller: Caller, official_id: UUID) -> schemas.Official:
    """JPEG, PNG or WebP up to 8 MB; cut to three by four, without its metadata."""
    raw = await request.body()
    row = await officials.set_photo(session, runtime_of(request), caller, official_id, raw)
    return await officials.show(session, row)


@router.post("/officials/{official_id}/look", dependencies=[WHO_MAY_LOOK])
async def look_at_official(
    request: Request, session: Session, caller: Caller, official_id: UUID
) -> schemas.OfficialIdentity:
    """What is sealed of an official. A write, because the look is written down."""
    return await officials.look(session, runtime_of(request), caller, official_id)


@router.get("/officials/{official_id}/ratings", dependencies=[READERS])
async def show_official_rating(session: Session, caller: Caller, official_id: UUID) -> schemas.OfficialRating:
    """Nothing but the least number while fewer than that have rated."""
    return await ratings.of_official(session, caller, official_id)


@router.get("", dependencies=[READERS])
async def list_cards(
    session: Session,
    caller: Caller,
    page: Paging,
    state: Annotated[State | None, Query()] = None,
    words: Words = "",
    agency_id: OfAgency = None,
) -> Page[schemas.CardSummary]:
    """Newest first."""
    return await cards.list_cards(session, caller, page, Wanted(state, agency_id, words))


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[STAFF])
async def add_card(request: Request, session: Session, caller: Caller, data: schemas.CardCreate) -> schemas.Card:
    """A draft of a card, or of one that takes the place of another."""
    card = await cards.draft(session, caller, data)
    return await cards.show(session, runtime_of(request).settings, caller, card)


@router.get("/{card_id}", dependencies=[READERS])
async def show_card(request: Request, session: Session, caller: Caller, card_id: UUID) -> schemas.Card:
    """One card with its history and what the caller may do with it."""
    card = await cards.one(session, caller, card_id)
    return await cards.show(session, runtime_of(request).settings, caller, card)


@router.post("/{card_id}/moves", dependencies=[STAFF])
async def move_card(
    request: Request, session: Session, caller: Caller, card_id: UUID, data: schemas.CardMove
) -> schemas.Card:
    """One step: request, refuse, approve, issue, suspend, reinstate, revoke."""
    settings = runtime_of(request).settings
    card = await cards.move(session, settings, caller, card_id, data)
    return await cards.show(session, settings, caller, card)
