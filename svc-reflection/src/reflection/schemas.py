"""What goes in and comes out over REST. Times are UTC, places WGS 84, ids UUIDs."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from hueioc.paging import Page
from reflection.states import Action, Priority, Rating, RejectReason, State

LONGEST_TEXT = 4_000
MOST_MEDIA = 5
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
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
    taken_at: AwareDatetime | None = None
    contact: Contact | None = None


class Moderation(Payload):
    """`accept` publishes the redacted copy; `reject` needs a reason."""

    decision: Literal["accept", "reject"]
    priority: Priority = Priority.NORMAL
    reason: RejectReason | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class Assignment(Payload):
    unit_id: UUID
    due_at: AwareDatetime
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class AnswerCreate(Payload):
    """The unit's public letter, with at least one photo or document as evidence."""

    text: LongText
    media: Annotated[list[Sha256], Field(max_length=MOST_MEDIA)]


class Review(Payload):
    """`resolve` publishes the answer; `return` sends it back with a reason."""

    decision: Literal["resolve", "return"]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class RatingCreate(Payload):
    rating: Rating
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class Names(BaseModel):
    vi: str
    en: str


class Category(BaseModel):
    code: str
    name: Names
    group: Names


class Unit(BaseModel):
    id: UUID
    agency_id: UUID
    name: Names


class PublicPlace(BaseModel):
    """Rounded where the category asks for it; `ward` is null outside every ward."""

    lat: float
    lon: float
    address: str
    ward: str | None
    ward_name: str | None


class Medium(BaseModel):
    """A public copy: metadata stripped, turned upright. `url` is relative to the gateway."""

    sha256: str
    media_type: str
    width: int
    height: int
    url: str


class Answer(BaseModel):
    text: str
    unit: Names
    media: list[Medium]
    answered_at: datetime


class RatingGiven(BaseModel):
    rating: Rating
    comment: str
    rated_at: datetime


class Step(BaseModel):
    """One line of the public timeline."""

    state: State
    at: datetime
    unit: Names | None


class Report(BaseModel):
    """The public document of a report: redacted text, no word about the reporter."""

    id: UUID
    code: str
    state: State
    priority: Priority
    category: Category
    description: str
    place: PublicPlace
    media: list[Medium]
    unit: Names | None
    reported_at: datetime
    updated_at: datetime
    due_at: datetime | None
    answer: Answer | None
    rating: RatingGiven | None
    timeline: list[Step]
    version: int


class OwnReport(Report):
    """What the reporter sees of the own report, also before publication and after rejection."""

    reject_reason: RejectReason | None
    note: str
    can_rate: bool


class StaffReport(Report):
    """What operators and units see: the redacted text, the actions open to them, never the reporter."""

    unit_id: UUID | None
    reject_reason: RejectReason | None
    assign_note: str
    actions: list[Action]


class HistoryEntry(BaseModel):
    """One change: who (a pseudonym), what, why, and the rule version in force."""

    action: Action
    source: State | None
    target: State
    actor: str
    actor_role: str
    note: str
    at: datetime
    version: int


class QueueItem(BaseModel):
    """One line of the operators' queue, ordered by breach time, then priority, then age."""

    id: UUID
    code: str
    state: State
    priority: Priority
    category: Names
    description: str
    ward_name: str | None
    lat: float
    lon: float
    photo: Medium | None
    unit: Names | None
    unit_id: UUID | None
    reported_at: datetime
    due_at: datetime | None
    updated_at: datetime
    version: int


class ReportSummary(BaseModel):
    """One card of the public feed."""

    id: UUID
    code: str
    state: State
    category: Names
    description: str
    place: PublicPlace
    photo: Medium | None
    unit: Names | None
    reported_at: datetime
    due_at: datetime | None
    rating: Rating | None


class Categories(BaseModel):
    items: list[Category]


class Units(BaseModel):
    items: list[Unit]


class History(BaseModel):
    items: list[HistoryEntry]


class Queue(BaseModel):
    """The whole open queue, at most 500 lines; `total` counts all."""

    items: list[QueueItem]
    total: int


class Statistics(BaseModel):
    """Counts of all reports by state, and the rating figures with their sizes."""

    by_state: dict[State, int]
    total: int
    overdue: int
    rated: int
    content: int
    response_rate: float | None
    satisfaction: float | None


ReportPage = Page[ReportSummary]
OwnReportPage = Page[OwnReport]
