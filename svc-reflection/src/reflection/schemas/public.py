"""What everybody and the reporter read."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from hueioc.paging import Page
from reflection.schemas.parts import Category, Medium, Names, PublicPlace
from reflection.states import Priority, Rating, RejectReason, State


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


class OwnReport(Report):
    """What the reporter sees of the own report, also before publication and after rejection."""

    reject_reason: RejectReason | None
    note: str
    can_rate: bool


ReportPage = Page[ReportSummary]
OwnReportPage = Page[OwnReport]
