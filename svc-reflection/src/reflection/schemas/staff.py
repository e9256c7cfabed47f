"""What the operations centre and the units read."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from reflection.schemas.appeals import OwnAppeal
from reflection.schemas.files import StaffFile
from reflection.schemas.parts import Medium, Names, Unit
from reflection.schemas.public import Report
from reflection.schemas.records import Clock, Extension, Plan, Sanction, Suggestion, Transfer
from reflection.states import Action, Priority, RejectReason, Source, State


class StaffReport(Report):
    """What operators and units see: the redacted text, the actions open to them, never the reporter."""

    unit_id: UUID | None
    reject_reason: RejectReason | None
    appeal: OwnAppeal | None
    """Of the reporter against a rejection."""
    assign_note: str
    actions: list[Action]
    agency_id: UUID | None
    source: Source
    supporting: list[Unit]
    suggestion: list[Suggestion]
    claimed_by: str | None
    claimed_at: datetime | None
    clock: Clock | None
    extensions: list[Extension]
    transfers: list[Transfer]
    plans: list[Plan]
    sanction_records: list[Sanction]
    state_since: datetime
    recurrence_of: UUID | None
    files: list[StaffFile]


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


class History(BaseModel):
    items: list[HistoryEntry]


class QueueItem(BaseModel):
    """One line of the operators' queue, by what must be done first, then priority, then age.

    `description` is its beginning.
    """

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
    state_since: datetime
    due_at: datetime | None
    updated_at: datetime
    claimed_by: str | None
    version: int


class Queue(BaseModel):
    """The open queue, at most 500 lines and 760 kB of them; `total` counts all."""

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
