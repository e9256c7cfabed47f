"""Support, following, subscriptions and comments."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from hueioc.paging import Page
from reflection.rules.comments import LONGEST_COMMENT, CommentState, HideReason
from reflection.schemas.inputs import Payload
from reflection.schemas.public import ReportSummary


class Supported(BaseModel):
    """How many others have the same trouble; the reporter is not counted."""

    supporters: int
    is_supporting: bool


class Following(BaseModel):
    is_following: bool


class SubscriptionCreate(Payload):
    """A ward, or a place with a radius in metres; with a category only its reports."""

    ward: Annotated[str, StringConstraints(pattern=r"^\d{5}$")] | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    radius_m: Annotated[int, Field(ge=100, le=3_000)] | None = None
    category: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")] | None = None

    @model_validator(mode="after")
    def name_one_area(self) -> "SubscriptionCreate":
        given = [each is not None for each in (self.lat, self.lon, self.radius_m)]
        if all(given) if self.ward is None else not any(given):
            return self
        raise ValueError("give a ward, or lat, lon and radius_m")


class Subscription(BaseModel):
    id: UUID
    ward: str | None
    lat: float | None
    lon: float | None
    radius_m: int | None
    category: str | None
    since: datetime


class Subscriptions(BaseModel):
    items: list[Subscription]


class CommentCreate(Payload):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_COMMENT)]


class CommentDecision(Payload):
    """`publish`, or `hide` with a reason that its author reads."""

    decision: Literal["publish", "hide"]
    reason: HideReason | None = None


class Comment(BaseModel):
    """As everybody reads it: redacted, nobody named. `is_reporter`: by who sent the report."""

    id: UUID
    text: str
    is_reporter: bool
    at: datetime


class OwnComment(Comment):
    report_id: UUID
    state: CommentState
    hide_reason: HideReason | None


CommentPage = Page[Comment]
OwnCommentPage = Page[OwnComment]
FollowedPage = Page[ReportSummary]
