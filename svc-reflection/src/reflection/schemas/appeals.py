"""Appeals against rejections, as they come in and are read."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from hueioc.paging import Page
from reflection.schemas.inputs import LongText, Payload
from reflection.schemas.parts import Names
from reflection.schemas.steps import Reason
from reflection.states import RejectReason, State


class AppealStatus(StrEnum):
    """Which appeals a list shows."""

    WAITING = "waiting"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class RejectionAppeal(Payload):
    """Why the rejection is wrong, in the reporter's words."""

    text: LongText


class RejectionDecision(Payload):
    """`uphold`: the rejection stands; `overturn`: the report is received anew. The reporter reads the note."""

    decision: Literal["uphold", "overturn"]
    note: Reason


class OwnAppeal(BaseModel):
    """The reporter's own appeal; `is_upheld` is null until it is decided."""

    text: str
    appealed_at: datetime
    is_upheld: bool | None
    note: str
    decided_at: datetime | None


class Appeal(OwnAppeal):
    """An appeal as the centre reads it; `version` is the report's. `can_decide` is false for who rejected it."""

    report_id: UUID
    code: str
    state: State
    category: Names
    description: str
    reject_reason: RejectReason | None
    reject_note: str
    rejected_at: datetime
    can_decide: bool
    version: int


AppealPage = Page[Appeal]


class AppealCount(BaseModel):
    """How many, and the list of exactly these."""

    n: int
    reports: str


class AppealFigures(BaseModel):
    """Rejections ever made, and what came of the appeals against them.

    `rejected` counts reports that are rejected or were until an appeal; `overturned_share` is overturned / decided,
    null without a decision, with its 95 % score interval.
    """

    rejected: int
    appealed: int
    waiting: AppealCount
    upheld: AppealCount
    overturned: AppealCount
    overturned_share: float | None
    low: float | None
    high: float | None
