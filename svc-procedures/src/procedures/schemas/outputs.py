"""What goes out over REST."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from hueioc.city import Words
from hueioc.personal.marks import PersonalEmail, PersonalName, PersonalPhone, PersonalText
from procedures.states import (
    Action,
    ApologyState,
    Basis,
    Channel,
    ClockState,
    Figure,
    Origin,
    Refusal,
    Status,
    Taken,
    Timing,
)


class AgencyShown(BaseModel):
    """`is_known` false: no agency has this identifier in our list; the identifier stands for its name."""

    code: str
    name: Words
    is_known: bool


class ProcedureShown(BaseModel):
    code: str
    name: Words


class CatalogueEntry(BaseModel):
    """A procedure with its term, and where the term is from."""

    code: str
    name: Words
    field: Words
    amount: int
    unit: str
    valid_from: date
    source: str
    is_verified: bool


class Catalogue(BaseModel):
    items: list[CatalogueEntry]


class AgencyList(BaseModel):
    items: list[AgencyShown]


class DossierClock(BaseModel):
    """`due_at` is ours; `source_due_at` is what the source promised, `difference_days` working days after ours."""

    state: ClockState
    due_at: datetime | None
    basis: Basis | None
    rule: str
    calendar_version: str
    source_due_at: datetime | None
    difference_days: int | None
    paused_at: datetime | None
    overdue_at: datetime | None
    appointment_at: datetime | None


class DossierSummary(BaseModel):
    id: UUID
    code: str
    agency: AgencyShown
    procedure: ProcedureShown
    status: Status
    status_since: datetime
    channel: Channel
    origin: Origin
    received_at: datetime
    accepted_at: datetime | None
    finished_at: datetime | None
    timing: Timing | None
    supplements: int
    is_supplemented_again: bool
    """Papers were asked for more than once: late by rule 2.1 of decision 766/QĐ-TTg."""
    clock: DossierClock


class DossierLine(BaseModel):
    action: Action
    at: datetime
    recorded_at: datetime
    status: Status | None
    origin: Origin
    actor: str
    note: str
    due_before: datetime | None
    due_after: datetime | None
    is_superseded: bool


class Apology(BaseModel):
    id: UUID
    dossier_id: UUID
    dossier_code: str
    agency: AgencyShown
    number: int
    state: ApologyState
    text_vi: str
    text_en: str
    new_due_at: datetime | None
    created_at: datetime
    approved_at: datetime | None
    version: int


class Dossier(BaseModel):
    """For staff. Whose it is, is asked for apart, and audited."""

    summary: DossierSummary
    handler: str
    subject_kind: str
    is_led_here: bool
    """An officer may move it here; else another system leads it and tells us."""
    moves: list[Status]
    returned_at: datetime | None
    history: list[DossierLine]
    apologies: list[Apology]
    version: int


class Owner(BaseModel):
    """Whose dossier it is: shown once to who asked, and never stored."""

    name: PersonalName
    phone: PersonalPhone
    email: PersonalEmail
    citizen_id: PersonalText
    summary: PersonalText


class PublicStep(BaseModel):
    status: Status
    at: datetime


class PublicApology(BaseModel):
    text: Words
    new_due_at: datetime | None
    approved_at: datetime


class LookedUp(BaseModel):
    """What a citizen without an account sees: steps and dates, and nothing of any person."""

    code: str
    agency: Words
    procedure: Words
    status: Status
    status_since: datetime
    received_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    appointment_at: datetime | None
    finished_at: datetime | None
    clock: ClockState
    timing: Timing | None
    supplements: int
    steps: list[PublicStep]
    apologies: list[PublicApology]


class DossierReceipt(BaseModel):
    """A dossier was taken in: its code, and until when."""

    id: UUID
    code: str
    status: Status
    due_at: datetime | None


class SyncRowAnswer(BaseModel):
    """What became of one row, by its place in the message."""

    position: int
    code: str
    outcome: Taken
    field: str
    reason: Refusal | None
    detail: Words | None


class SyncAnswer(BaseModel):
    """`error_code` 0: the message was read; each row has its own answer."""

    error_code: int
    taken: int
    refused: int
    rows: list[SyncRowAnswer]


class RefusedRow(BaseModel):
    id: UUID
    at: datetime
    client_id: str
    service: str
    position: int
    dossier_code: str
    field: str
    reason: Refusal
    detail: Words
    times: int


class RefusedContent(BaseModel):
    """The row as it came."""

    content: PersonalText


class Satisfied(BaseModel):
    answers: int
    stars: float


class FigureRow(BaseModel):
    """The counters of an agency, a procedure or both; null where they are not told apart."""

    agency: AgencyShown | None
    procedure: ProcedureShown | None
    counts: dict[Figure, int]
    on_time_percent: float | None
    """Of what was released; null when nothing was."""
    satisfaction: Satisfied | None
    """Null when fewer people answered than the rule asks for."""


class Figures(BaseModel):
    """A month by the calendar of Hue; `rows` add up to `total`."""

    month: str
    as_of: datetime
    total: FigureRow
    rows: list[FigureRow]


class FigureDossiers(BaseModel):
    """The dossiers that make a figure: `total` is the figure."""

    figure: Figure
    total: int
    items: list[DossierSummary]
    next_cursor: str | None
