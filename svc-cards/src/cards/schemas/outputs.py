"""What goes out over REST."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cards.states import Action, Result, State, Why
from hueioc.city import Words


class Agency(BaseModel):
    id: UUID
    code: str
    name: Words


class Holder(BaseModel):
    """What everybody may know of an official: what is printed on the card."""

    full_name: str
    position: Words
    agency: Words
    agency_id: UUID
    photo: str | None
    """A path, where the photo may be shown."""
    hotline: str


class Verified(BaseModel):
    """The result of a check. `holder` is there only for a card that we have issued."""

    result: Result
    why: Why
    title: Words
    explanation: Words
    as_of: datetime
    card_id: UUID | None
    short_id: str | None
    number: str | None
    kind: Words | None
    valid_from: date | None
    valid_to: date | None
    holder: Holder | None
    can_rate: bool


class Official(BaseModel):
    id: UUID
    staff_no: str
    full_name: str
    position: Words
    agency: Agency
    unit_id: UUID | None
    has_photo: bool
    created_at: datetime
    version: int


class OfficialIdentity(BaseModel):
    """Sealed; each look at it is audited."""

    citizen_id: str
    birth_date: date
    phone: str
    email: str


class CardSummary(BaseModel):
    id: UUID
    number: str
    short_id: str
    state: State
    kind: str
    official_id: UUID
    full_name: str
    position: Words
    agency: Agency
    valid_from: date
    valid_to: date
    is_outdated: bool
    """The official's position, agency, name or photo has changed since: the card should be replaced."""
    reason: str
    updated_at: datetime
    version: int


class CardChange(BaseModel):
    action: Action | None
    source: State | None
    target: State
    reason: str
    document_no: str
    note: str
    actor: str
    actor_role: str
    at: datetime


class Card(CardSummary):
    document_no: str
    replaces_id: UUID | None
    issued_at: datetime | None
    kid: str | None
    status_list: int | None
    status_index: int | None
    url: str
    front: str | None
    back: str | None
    actions: list[Action]
    """What the caller may do with it now."""
    history: list[CardChange]


class CodeRow(BaseModel):
    code: str
    words: Words


class ReasonRow(CodeRow):
    action: Action
    source: str


class Terms(BaseModel):
    """The code lists that hold today."""

    kinds: list[CodeRow]
    aspects: list[CodeRow]
    reasons: list[ReasonRow]


class AspectMean(BaseModel):
    code: str
    words: Words
    count: int
    mean: float


class AgencyRating(BaseModel):
    """Only where enough have rated."""

    agency: Agency
    count: int
    mean: float
    aspects: list[AspectMean]


class RatingList(BaseModel):
    least: int
    """From how many ratings on anything is published."""
    items: list[AgencyRating]


class OfficialRating(BaseModel):
    """`count` and `mean` are null while fewer than `least` have rated."""

    least: int
    count: int | None
    mean: float | None
    aspects: list[AspectMean]
    comments: list[str]


class RatingTaken(BaseModel):
    id: UUID
    service_day: date


class IssuerKey(BaseModel):
    kid: str
    created_at: datetime
    retired_at: datetime | None
    bad_from: datetime | None


class IssuerKeyList(BaseModel):
    items: list[IssuerKey]


class KeySet(BaseModel):
    """A JWK Set (RFC 7517)."""

    keys: list[dict[str, Any]]


class StatusLists(BaseModel):
    """The aggregation of the Token Status List draft: every list's address."""

    status_lists: list[str]
