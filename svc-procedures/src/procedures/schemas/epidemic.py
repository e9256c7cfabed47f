"""Epidemic check-in and declaration over REST."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from hueioc.city import Words
from hueioc.personal.marks import PersonalName, PersonalPhone
from procedures.schemas.projects import Input, Kind

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=40)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,60}$")]


class CampaignOpen(Input):
    """`source`: the order of the health authority, with its number."""

    name_vi: Line
    name_en: Line
    source: Line


class CampaignShown(BaseModel):
    id: UUID
    name: Words
    source: str
    opened_at: datetime
    closed_at: datetime | None


class CampaignList(BaseModel):
    items: list[CampaignShown]


class EpidemicState(BaseModel):
    """Whether the forms are open, what they ask, and how long the answers are kept."""

    is_open: bool
    campaign: CampaignShown | None
    symptoms: list[Kind]
    kept_days: int | None
    kept_source: str


class VenueCreate(Input):
    name: Line
    address: Line
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class VenuePublic(BaseModel):
    """What stands at the door."""

    code: str
    name: str
    address: str
    is_active: bool


class Venue(VenuePublic):
    id: UUID
    lat: float | None
    lon: float | None
    url: str
    """What the QR code says."""
    visits_today: int
    visits: int
    """Of all days that are kept."""
    version: int


class VenueList(BaseModel):
    items: list[Venue]


class VenueSwitch(Input):
    is_active: bool


class DeskKeyMade(BaseModel):
    """For the staff of a venue; shown this one time, and the one before opens nothing any more."""

    venue_code: str
    key: str
    href: str
    """The page of the desk, with the key behind `#`."""


class CheckIn(Input):
    name: Name
    phone: Phone


class DeskCheckIn(Input):
    """As the staff of a venue write it: the telephone, and the name where the guest says it."""

    phone: Phone
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class VisitTaken(BaseModel):
    """Nothing of the person comes back."""

    id: UUID
    venue: VenuePublic
    at: datetime
    erase_at: datetime


class DeclarationWrite(Input):
    """The own health today; an empty list says that there is nothing."""

    name: Name
    phone: Phone
    symptoms: Annotated[list[Code], Field(max_length=20, default_factory=list[Code])]


class DeclarationTaken(BaseModel):
    day: date
    at: datetime
    symptoms: list[Kind]
    erase_at: datetime


class OwnVisit(BaseModel):
    venue: VenuePublic
    at: datetime
    erase_at: datetime


class Kept(BaseModel):
    """All that is kept of the caller, and until when."""

    visits: list[OwnVisit]
    declarations: list[DeclarationTaken]


class Window(Input):
    """Aware moments, at most three days apart."""

    since: datetime
    until: datetime


class PhoneSearch(Input):
    phone: Phone


class GuestFound(BaseModel):
    """One visit with who it was; each look is in the audit."""

    name: PersonalName
    phone: PersonalPhone
    venue: VenuePublic
    at: datetime
    is_by_desk: bool
    symptoms: list[str] | None
    """What was declared on that day; None: nothing."""
    erase_at: datetime


class GuestList(BaseModel):
    items: list[GuestFound]
    is_cut: bool
    """More were there than are shown: ask for a shorter window."""


class DayCount(BaseModel):
    day: date
    visits: int
    declarations: int
    with_symptoms: int


class EpidemicFigures(BaseModel):
    """Counts only, of the days that are kept."""

    days: list[DayCount]
    venues: int
