"""Ratings: given by citizens who are signed in, published as sums."""

from fastapi import APIRouter, Request, status

from cards import schemas
from cards.service import ratings
from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/cards", route_class=EdgeRoute, tags=["cards"])
CITIZEN = allow(Role.CITIZEN)


@router.get("/ratings", dependencies=[anyone])
async def list_card_ratings(session: Session) -> schemas.RatingList:
    """How officials of each agency were rated; only agencies that enough citizens have rated."""
    return await ratings.by_agency(session)


@router.post("/{short_id}/ratings", status_code=status.HTTP_201_CREATED, dependencies=[CITIZEN])
async def rate_official(
    request: Request, session: Session, caller: Caller, short_id: str, data: schemas.RatingCreate
) -> schemas.RatingTaken:
    """Rate the holder of a valid card, once a day."""
    row = await ratings.rate(session, runtime_of(request), caller, short_id, data)
    return schemas.RatingTaken(id=row.id, service_day=row.service_day)
