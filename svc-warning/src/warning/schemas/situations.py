"""What goes out of situations."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from warning.schemas.alerts import Words
from warning.states import SituationState, Urgent


class MemberShown(BaseModel):
    kind: str
    detail: str
    subject_id: str
    lat: float
    lon: float
    at: datetime


class Situation(BaseModel):
    """Several services say the same thing of one place; members in the order of time."""

    id: UUID
    rule: str
    title: Words
    state: SituationState
    urgent: Urgent
    lat: float
    lon: float
    ward: str | None
    opened_at: datetime
    last_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    closed_by: str
    reason: str
    members: list[MemberShown]
    version: int


class SituationList(BaseModel):
    items: list[Situation]
