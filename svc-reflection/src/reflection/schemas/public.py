"""What everybody and the reporter read."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from hueioc.paging import Page
from reflection.schemas.appeals import OwnAppeal
from reflection.schemas.files import OwnFile
from reflection.schemas.parts import Category, Medium, Names, PublicPlace
from reflection.schemas.records import AttributeAnswer, PublicSanction
from reflection.states import Outcome, Priority, Rating, RatingReason, RejectReason, State


class Answer(BaseModel):
    """`responsible`: whose remit it is, where the outcome is that it is not the authority's; else empty."""

    text: str
    responsible: str
    unit: Names
    media: list[Medium]
    answered_at: datetime


class RatingGiven(BaseModel):
    rating: Rating
    comment: str
    reasons: list[RatingReason]
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
    attributes: list[AttributeAnswer]
    outcome: Outcome | None
    planned_for: date | None
    first_due_at: datetime | None
    sanctions: list[PublicSanction]
    duplicate_of: UUID | None
    merged_count: int
    transfer_count: int
    reopen_count: int
    supporters: int
    comments: int
    views: int
    """How often it was read (about: robots that say so and whoever has a copy already are not counted)."""
    version: int


class ReportSummary(BaseModel):
    """One card of the public feed; `description` is its beginning, at most 300 letters."""

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
    supporters: int
    views: int


class OwnReport(Report):
    """What the reporter sees of the own report, also before publication and after rejection."""

    reject_reason: RejectReason | None
    note: str
    can_appeal: bool
    """Rejected, and not appealed against yet; until `appeal_until`."""
    appeal_until: datetime | None
    appeal: OwnAppeal | None
    can_rate: bool
    can_reopen: bool
    is_asked: bool
    is_asked_again: bool
    """Four weeks after closing: is it fixed, partly, not?"""
    files: list[OwnFile]


ReportPage = Page[ReportSummary]
OwnReportPage = Page[OwnReport]
