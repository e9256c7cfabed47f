"""What comes in over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from cards.rules.claim169 import MOST_TEXT
from cards.states import Action
from hueioc.personal.marks import Personal, PersonalEmail, PersonalPhone

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
DocumentNo = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Stars = Annotated[int, Field(ge=1, le=5)]
CitizenId = Annotated[str, Personal("citizen_id"), StringConstraints(strip_whitespace=True, max_length=20)]
BirthDate = Annotated[date, Personal("birth_date")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OfficialPublic(Input):
    """What is printed on a card."""

    full_name: Name
    position_vi: Name
    position_en: Name
    agency_id: UUID
    unit_id: UUID | None = None


class OfficialCreate(OfficialPublic):
    """An official as the personnel record has them. From `citizen_id` on everything is sealed."""

    staff_no: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9./-]{1,40}$")]
    citizen_id: CitizenId
    birth_date: BirthDate
    phone: Annotated[PersonalPhone, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    email: Annotated[PersonalEmail, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class OfficialUpdate(OfficialPublic):
    """A new position, agency or name: a card that was issued before is out of date and must be replaced."""


class CardCreate(Input):
    """A request for a card. `replaces_id` with `replace_reason`: the official's present card gives way to it."""

    official_id: UUID
    kind: Code = "cc"
    valid_from: date
    valid_to: date
    document_no: DocumentNo = ""
    replaces_id: UUID | None = None
    replace_reason: Code | None = None


class CardMove(Input):
    """One step of a card. Suspending and revoking need a reason of the list."""

    action: Action
    reason: Code | None = None
    document_no: DocumentNo = ""
    note: Note = ""


class Verification(Input):
    """What was scanned: the text of a code, or the address of a card. `lat`, `lon`: only the ward is kept."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST_TEXT)]
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class RatingCreate(Input):
    """`aspects`: stars by the code of an aspect."""

    stars: Stars
    aspects: Annotated[dict[Code, Stars], Field(max_length=20)] = {}
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    dossier_code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class Compromise(Input):
    bad_from: AwareDatetime
