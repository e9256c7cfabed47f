"""Campaigns, venues and what is kept, as people see them. Pure."""

from collections.abc import Mapping

from hueioc.city import Words
from hueioc.events import Audience
from hueioc.views import View
from procedures import models
from procedures.schemas import epidemic as schemas
from procedures.schemas.projects import Kind
from procedures.views import SERVICE

STATE = View(
    service=SERVICE,
    name="epidemic",
    route="/v1/epidemic/campaign",
    schema=schemas.EpidemicState,
    audience=Audience.PUBLIC,
    most_keys=1,
)
FIGURES = View(
    service=SERVICE,
    name="epidemic-figures",
    route="/v1/ops/epidemic/figures",
    schema=schemas.EpidemicFigures,
    audience=Audience.STAFF,
    most_keys=1,
)


def campaign(row: models.Campaign) -> schemas.CampaignShown:
    name = Words(vi=row.name_vi, en=row.name_en)
    return schemas.CampaignShown(
        id=row.id, name=name, source=row.source, opened_at=row.opened_at, closed_at=row.closed_at
    )


def symptom(code: str, known: Mapping[str, models.Symptom]) -> Kind:
    row = known.get(code)
    if row is None:
        return Kind(code=code, name=Words(vi=code, en=code), source="")
    return Kind(code=code, name=Words(vi=row.name_vi, en=row.name_en), source=row.source)


def door_url(row: models.Venue, public_url: str) -> str:
    return f"{public_url.rstrip('/')}/epidemic/{row.code}"


def at_the_door(row: models.Venue) -> schemas.VenuePublic:
    return schemas.VenuePublic(code=row.code, name=row.name, address=row.address, is_active=row.is_active)


def venue(row: models.Venue, public_url: str, counted: tuple[int, int]) -> schemas.Venue:
    today, every = counted
    return schemas.Venue(
        **at_the_door(row).model_dump(),
        id=row.id,
        lat=row.lat,
        lon=row.lon,
        url=door_url(row, public_url),
        visits_today=today,
        visits=every,
        version=row.version,
    )


def own_visit(row: models.Visit) -> schemas.OwnVisit:
    return schemas.OwnVisit(venue=at_the_door(row.venue), at=row.at, erase_at=row.guest.erase_at)


def declaration(row: models.Declaration, known: Mapping[str, models.Symptom]) -> schemas.DeclarationTaken:
    return schemas.DeclarationTaken(
        day=row.guest.day,
        at=row.at,
        symptoms=[symptom(code, known) for code in row.symptoms],
        erase_at=row.guest.erase_at,
    )


def guest(row: models.Visit, opened: Mapping[str, str], symptoms: list[str] | None) -> schemas.GuestFound:
    return schemas.GuestFound(
        name=opened["name"],
        phone=opened["phone"],
        venue=at_the_door(row.venue),
        at=row.at,
        is_by_desk=row.is_by_desk,
        symptoms=symptoms,
        erase_at=row.guest.erase_at,
    )
