"""What was asked, decided and said on the way, as it is read."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from hueioc.paging import Page
from hueioc.personal.marks import PersonalEmail, PersonalName, PersonalPhone
from reflection.schemas.parts import Names
from reflection.states import Author, Fixed, Outcome, State


class AttributeAnswer(BaseModel):
    """A redacted answer to a question of the category."""

    code: str
    label: str
    name: str
    value: str


class PublicSanction(BaseModel):
    """Whom it met is not told."""

    article: str
    amount_vnd: int
    decided_at: date


class Sanction(PublicSanction):
    minutes_number: str
    decision_number: str


class Suggestion(BaseModel):
    """A unit that a routing rule names."""

    unit_id: UUID
    unit: Names
    is_lead: bool
    rule: str


class Extension(BaseModel):
    """`is_approved` is null until it is decided."""

    working_days: int
    reason: str
    asked_at: datetime
    is_approved: bool | None
    decided_at: datetime | None
    note: str
    due_before: datetime
    due_after: datetime | None


class Transfer(BaseModel):
    """`is_approved` is null until it is decided; `is_late`: asked after the time for asking."""

    from_unit_id: UUID
    suggested_unit_id: UUID | None
    reason: str
    asked_at: datetime
    is_late: bool
    is_approved: bool | None
    to_unit_id: UUID | None
    restarts_clock: bool | None
    decided_at: datetime | None
    note: str


class Plan(BaseModel):
    planned_for: date
    document: str
    reason: str
    made_at: datetime
    due_before: datetime
    refused_at: datetime | None


class Clock(BaseModel):
    """The facts of the deadline. Whether it is overdue follows from them and the time of day."""

    number: int
    started_at: datetime
    due_at: datetime
    first_due_at: datetime
    is_date_only: bool
    paused_at: datetime | None
    stopped_at: datetime | None
    is_extended: bool
    rule_version: str
    calendar_version: str
    hand_reason: str


class Message(BaseModel):
    """Redacted; no side is named. `unit` is null when the reporter or the centre writes."""

    id: UUID
    author: Author
    unit: Names | None
    text: str
    sent_at: datetime


class Messages(BaseModel):
    items: list[Message]


class FieldNote(BaseModel):
    id: UUID
    author: str
    unit: Names | None
    text: str
    photos: list[str]
    written_at: datetime


class FieldNotes(BaseModel):
    items: list[FieldNote]


class ShortlistItem(BaseModel):
    report_id: UUID
    code: str
    state: State
    category: Names
    ward_name: str | None
    lat: float
    lon: float
    due_at: datetime | None
    added_at: datetime


class Shortlist(BaseModel):
    items: list[ShortlistItem]


class AccountLock(BaseModel):
    """A lock as the centre reads it: a report and a reason, no person."""

    id: UUID
    report_id: UUID
    reason: str
    locked_at: datetime
    locked_until: datetime
    lifted_at: datetime | None
    appeal: str | None
    appealed_at: datetime | None
    is_upheld: bool | None
    decision_note: str
    decided_at: datetime | None


AccountLockPage = Page[AccountLock]


class OwnLock(BaseModel):
    """What the holder of a locked account reads; `is_locked` false when nothing is locked."""

    is_locked: bool
    reason: str
    locked_until: datetime | None
    appeal: str | None
    appealed_at: datetime | None
    is_upheld: bool | None
    decision_note: str


class Template(BaseModel):
    id: UUID
    name: str
    category: str | None
    outcome: Outcome | None
    text: str
    changed_at: datetime


class Templates(BaseModel):
    items: list[Template]


class UnitContact(BaseModel):
    """For the centre only, never published."""

    id: UUID
    duty: str
    name: PersonalName
    phone: PersonalPhone
    email: PersonalEmail


class UnitContacts(BaseModel):
    items: list[UnitContact]


class FollowUp(BaseModel):
    asked_at: datetime
    answer: Fixed | None
    answered_at: datetime | None
