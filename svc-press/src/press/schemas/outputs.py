"""What goes out: items, stories, answers, sources and the digest of a day."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from press.states import Action, FetchProblem, Keeps, ReasonKind, ResponseState, SourceState, Tone


class Words(BaseModel):
    vi: str
    en: str


class Tag(BaseModel):
    """A place (code of a ward) or an agency (id of a unit, or a word of ours)."""

    code: str
    name: Words


class Item(BaseModel):
    """Title, lead and link: never the whole text of a newspaper."""

    id: UUID
    source: str
    publisher: str
    title: str
    excerpt: str
    url: str
    published_at: datetime
    is_date_ours: bool
    """The feed gave no date that can be true: it is when we first saw the item."""
    story_id: UUID
    copy_of: UUID | None
    places: list[Tag]
    agencies: list[Tag]


class Blame(BaseModel):
    agency: Tag
    cue: str
    sentence: str
    item_id: UUID


class Reason(BaseModel):
    kind: ReasonKind
    name: str
    words: str


class Alert(BaseModel):
    reasons: list[Reason]
    raised_at: datetime
    seen_at: datetime | None


class StorySummary(BaseModel):
    """`voices` publishers, `originals` items that are no copies, `copies` those that are."""

    id: UUID
    title: str
    excerpt: str
    url: str
    first_publisher: str
    opened_at: datetime
    last_item_at: datetime
    closed_at: datetime | None
    tone: Tone
    voices: int
    originals: int
    copies: int
    places: list[Tag]
    agencies: list[Tag]
    alert: Alert | None
    response_state: ResponseState | None
    version: int


class HistoryLine(BaseModel):
    action: Action
    at: datetime
    note: str


class Response(BaseModel):
    """What a unit was asked, and what it answered, as staff see it."""

    id: UUID
    item: Item
    unit_id: UUID
    unit: Words
    question: str
    state: ResponseState
    assigned_at: datetime
    due_at: datetime
    is_overdue: bool
    rule: str
    rule_source: str
    answer: str
    answered_at: datetime | None
    published_at: datetime | None
    correction: str
    correction_url: str
    corrected_at: datetime | None
    history: list[HistoryLine]
    version: int


class NearbyReport(BaseModel):
    """A citizen's report in a place that the story names."""

    id: UUID
    code: str
    category: str
    place: Tag
    reported_at: datetime


class Story(StorySummary):
    blames: list[Blame]
    items: list[Item]
    responses: list[Response]
    reports: list[NearbyReport]
    """The newest of the last days; empty when the story names no ward."""


class PublicAnswer(BaseModel):
    """The press asked, the authority answered: for everybody."""

    id: UUID
    title: str
    excerpt: str
    url: str
    publisher: str
    reported_at: datetime
    unit: Words
    question: str
    answer: str
    published_at: datetime
    is_in_time: bool
    correction: str
    correction_url: str
    version: int


class AnswerFigures(BaseModel):
    open: int
    overdue: int
    published: int


class DigestStory(BaseModel):
    title: str
    excerpt: str
    url: str
    publisher: str
    voices: int
    items: int
    """What the day brought, copies counted once."""
    places: list[Tag]
    agencies: list[Tag]


class Digest(BaseModel):
    """A day of the local press, by Hue's calendar."""

    day: date
    stories: list[DigestStory]
    answers: list[PublicAnswer]
    made_at: datetime


class SourceShown(BaseModel):
    id: UUID
    name: str
    publisher: str
    url: str
    tier: int
    keeps: Keeps
    terms: str
    agreed_s: int | None
    state: SourceState
    problem: FetchProblem | None
    status: int | None
    failures: int
    polls: int
    unchanged: int
    items: int
    checked_at: datetime | None
    read_at: datetime | None
    next_check_at: datetime
    version: int


class SourceList(BaseModel):
    items: list[SourceShown]


class WatchShown(BaseModel):
    id: UUID
    name: str
    phrases: list[str]
    excluded: list[str]
    is_active: bool


class WatchList(BaseModel):
    items: list[WatchShown]


class UnitShown(BaseModel):
    id: UUID
    name: Words


class RuleShown(BaseModel):
    """A deadline that can be given today, and when it would end."""

    code: str
    name: Words
    due_at: datetime
    source: str
    is_verified: bool


class Choices(BaseModel):
    """What the form of an assignment offers."""

    units: list[UnitShown]
    rules: list[RuleShown]
