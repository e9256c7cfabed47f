"""Epidemic check-in: the forms of people and of venues, and what health officers do."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response, status

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Principal, Role
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.personal.vault import Vault
from hueioc.runtime import runtime_of
from procedures.routes.enquiries import NO_STORE
from procedures.routes.ports import VaultPort
from procedures.schemas import epidemic as schemas
from procedures.service import campaigns, checking_in, tracing, venues
from procedures.views import epidemic as views

CITIZEN = allow(Role.CITIZEN)
DECLARANTS = allow(Role.CITIZEN, Role.PARTNER, scope="epidemic:declare")
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
HEALTH = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)
SVG = "image/svg+xml"

public = APIRouter(prefix="/v1/epidemic", route_class=EdgeRoute, tags=["epidemic"])
ops = APIRouter(prefix="/v1/ops/epidemic", route_class=EdgeRoute, tags=["epidemic"])


def _person(vault: Vault, caller: Principal, data: schemas.CheckIn | schemas.DeclarationWrite) -> checking_in.Person:
    """A partner speaks for people without an account of ours."""
    is_citizen = caller.has_role(Role.CITIZEN)
    account = tracing.account_token(vault, caller.subject) if is_citizen else checking_in.NO_ACCOUNT
    return checking_in.Person(data.name, data.phone, account)


@public.get("/campaign", dependencies=[anyone])
async def show_campaign(session: Session) -> schemas.EpidemicState:
    """Whether the forms are open, what they ask, how long the answers are kept."""
    return await campaigns.state(session, "all")


@public.get("/venues/{code}", dependencies=[anyone])
async def show_venue(session: Session, code: str) -> schemas.VenuePublic:
    """The venue of a code at a door."""
    return views.at_the_door(await checking_in.active_venue(session, code))


@public.get("/venues/{code}/qr.svg", dependencies=[anyone], response_class=Response)
async def show_code(request: Request, session: Session, code: str) -> Response:
    """The QR code for the door."""
    row = await checking_in.active_venue(session, code)
    picture = venues.picture(row, runtime_of(request).settings.public_url)
    return Response(picture, media_type=SVG, headers={"Cache-Control": "public, max-age=3600"})


@public.post("/venues/{code}/visits", status_code=status.HTTP_201_CREATED, dependencies=[CITIZEN])
async def check_in(
    session: Session, vault: VaultPort, caller: Caller, code: str, data: schemas.CheckIn
) -> schemas.VisitTaken:
    """I am here."""
    return await checking_in.check_in(session, vault, code, _person(vault, caller, data))


@public.post("/venues/{code}/desk-visits", status_code=status.HTTP_201_CREATED, dependencies=[anyone])
async def check_in_by_desk(
    session: Session,
    vault: VaultPort,
    code: str,
    data: schemas.DeskCheckIn,
    hue_desk_key: Annotated[str, Header(max_length=100)] = "",
) -> schemas.VisitTaken:
    """Somebody is here, say the venue's staff, with the key of the venue in `Hue-Desk-Key`."""
    return await checking_in.check_in_by_desk(session, vault, code, hue_desk_key, data)


@public.post("/declarations", status_code=status.HTTP_201_CREATED, dependencies=[DECLARANTS])
async def declare(
    session: Session, vault: VaultPort, caller: Caller, data: schemas.DeclarationWrite
) -> schemas.DeclarationTaken:
    """How I feel today; the last word of a day stands. One form for every app: partners send theirs here too."""
    return await checking_in.declare(session, vault, _person(vault, caller, data), data.symptoms)


@public.get("/mine", dependencies=[CITIZEN])
async def show_kept(session: Session, vault: VaultPort, caller: Caller, response: Response) -> schemas.Kept:
    """What is kept about me, and until when."""
    response.headers.update(NO_STORE)
    return await tracing.kept_of(session, tracing.account_token(vault, caller.subject))


@ops.get("/campaigns", dependencies=[READERS])
async def list_campaigns(session: Session) -> schemas.CampaignList:
    """Campaigns, the latest first."""
    return await campaigns.listed(session)


@ops.post("/campaigns", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def open_campaign(session: Session, caller: Caller, data: schemas.CampaignOpen) -> schemas.CampaignShown:
    """Open the forms by order of the health authority."""
    return views.campaign(await campaigns.open_(session, caller, data))


@ops.post("/campaigns/{campaign_id}/closing", dependencies=[CENTRE])
async def close_campaign(session: Session, caller: Caller, campaign_id: UUID) -> schemas.CampaignShown:
    """Close the forms; what was said stays until its time is over."""
    return views.campaign(await campaigns.close(session, caller, campaign_id))


@ops.get("/figures", dependencies=[READERS])
async def show_figures(session: Session) -> schemas.EpidemicFigures:
    """Counts of the days that are kept."""
    return await campaigns.figures(session, "all")


@ops.get("/venues", dependencies=[READERS])
async def list_venues(request: Request, session: Session) -> schemas.VenueList:
    """Venues with how many were there."""
    return await venues.listed(session, runtime_of(request).settings.public_url)


@ops.post("/venues", status_code=status.HTTP_201_CREATED, dependencies=[HEALTH])
async def add_venue(request: Request, session: Session, caller: Caller, data: schemas.VenueCreate) -> schemas.Venue:
    """A venue gets its code."""
    row = await venues.add(session, caller, data)
    return await venues.document(session, row, runtime_of(request).settings.public_url)


@ops.post("/venues/{venue_id}/switch", dependencies=[HEALTH])
async def switch_venue(
    request: Request, session: Session, caller: Caller, venue_id: UUID, data: schemas.VenueSwitch
) -> schemas.Venue:
    """Take a code out of use, or into it again."""
    row = await venues.switch(session, caller, venue_id, is_active=data.is_active)
    return await venues.document(session, row, runtime_of(request).settings.public_url)


@ops.post("/venues/{venue_id}/desk-keys", status_code=status.HTTP_201_CREATED, dependencies=[HEALTH])
async def give_desk_key(session: Session, caller: Caller, venue_id: UUID) -> schemas.DeskKeyMade:
    """A new key for the venue's staff, shown this one time."""
    return await venues.give_key(session, caller, venue_id)


@ops.get("/venues/{venue_id}/guests", dependencies=[CENTRE])
async def list_guests(
    session: Session,
    vault: VaultPort,
    caller: Caller,
    venue_id: UUID,
    response: Response,
    window: Annotated[schemas.Window, Query()],
) -> schemas.GuestList:
    """Who was there in a window of time; the look is in the audit."""
    response.headers.update(NO_STORE)
    return await tracing.who_was_at(session, vault, caller, venue_id, window)


@ops.post("/searches", dependencies=[CENTRE])
@without_key
async def search_phone(
    session: Session, vault: VaultPort, caller: Caller, data: schemas.PhoneSearch, response: Response
) -> schemas.GuestList:
    """Where the person with a telephone was; the answer is kept nowhere, the look is in the audit."""
    response.headers.update(NO_STORE)
    return await tracing.where_was(session, vault, caller, data.phone)
