"""What comes in over REST. Times are UTC, places WGS 84, ids UUIDs."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticKnownError

from reflection.rules.texts import clean
from reflection.states import Mood, Outcome, Priority, Rating, RatingReason, RejectReason

LONGEST_TEXT = 4_000
Dated = TypeVar("Dated", date, datetime)
YEARS = range(2000, 2200)
"""Beyond these nobody has a civil calendar to reckon with."""


def _within_years(moment: Dated) -> Dated:
    if moment.year not in YEARS:
        msg = f"a year from {YEARS.start} to {YEARS.stop - 1}"
        raise ValueError(msg)
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_years)]
Day = Annotated[date, AfterValidator(_within_years)]

MOST_MEDIA = 5


def _with_words(text: str) -> str:
    """Refused as an empty one when nothing is left of it but what cannot be seen."""
    if not clean(text):
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return text


ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT), AfterValidator(_with_words)
]
Responsible = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
QuestionCode = Annotated[str, StringConstraints(min_length=1, max_length=60)]
AnswerText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
_FEW = Field(max_length=50)
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Payload(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(Payload):
    """A point in WGS 84 degrees and, where known, the words people use for it.

    `lat` goes to 180 so that swapped coordinates are told as such, and not as a number too large.
    """

    lat: Annotated[float, Field(ge=-180, le=180)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class Contact(Payload):
    """How the operations centre may reach the reporter. Kept apart, encrypted, never shown to units or in public."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)] = ""
    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)] = ""


class ReportCreate(Payload):
    """`id` is made on the device (UUIDv7), so that sending twice makes one report."""

    id: UUID
    category: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
    description: LongText
    place: Place
    media: Annotated[list[Sha256], Field(max_length=MOST_MEDIA)] = []
    taken_at: Moment | None = None
    contact: Contact | None = None
    answers: Annotated[dict[QuestionCode, Annotated[list[AnswerText], Field(max_length=30)] | AnswerText], _FEW] = {}
    """To the questions of the category, by code; a list where several may be chosen."""


class Moderation(Payload):
    """`accept` publishes the redacted copy; `reject` needs a reason."""

    decision: Literal["accept", "reject"]
    priority: Priority = Priority.NORMAL
    category: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")] | None = None
    """The right category, when the reporter has chosen another."""
    reason: RejectReason | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class Assignment(Payload):
    """Without `due_at` the deadline follows from the rules; with it the note should say why."""

    unit_id: UUID
    supporting: Annotated[list[UUID], Field(max_length=10)] = []
    due_at: Moment | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


AnswerOutcome = Literal[
    Outcome.RESOLVED,
    Outcome.PARTLY,
    Outcome.PLANNED,
    Outcome.NO_VIOLATION_FOUND,
    Outcome.NOT_OUR_REMIT,
    Outcome.COULD_NOT_FIX,
]
"""What a unit can say; the others follow from what else happens to a report."""


class AnswerCreate(Payload):
    """The unit's public letter, with at least one photo or document as evidence, and how it ended."""

    text: LongText
    media: Annotated[list[Sha256], Field(max_length=MOST_MEDIA)]
    outcome: AnswerOutcome
    responsible: Responsible = ""
    """The body whose remit it is: needed with `not_our_remit`, kept only with it."""


class Review(Payload):
    """`resolve` publishes the answer; `return` sends it back with a reason."""

    decision: Literal["resolve", "return"]
    outcome: Outcome | None = None
    """What came of it in the centre's eyes, when the unit has said otherwise or nothing."""
    responsible: Responsible = ""
    """As in the answer, where the centre knows better."""
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class RatingCreate(Payload):
    """`mood`: is the government changing for the better? Counted apart from the rating."""

    rating: Rating
    reasons: Annotated[list[RatingReason], Field(max_length=8)] = []
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    mood: Mood | None = None
