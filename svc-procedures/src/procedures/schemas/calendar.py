"""The working calendar over REST."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hueioc.workdays.calendar import Unit as Length
from hueioc.workdays.days import DayKind
from procedures.rules.notices import Becomes

MOST_CHANGES = 60


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DayChange(Input):
    date: date
    becomes: Becomes


class NoticeCreate(Input):
    """A notice as it was issued; days that it does not name stay as they are."""

    document: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=100)]
    issued_on: date
    subject: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    changes: Annotated[list[DayChange], Field(min_length=1, max_length=MOST_CHANGES)]


class DayShown(BaseModel):
    date: date
    kind: DayKind
    source: str
    is_verified: bool


class CalendarShown(BaseModel):
    """The days of one year that are not what their weekday says."""

    year: int
    version: str
    days: list[DayShown]


class NoticeShown(BaseModel):
    id: UUID
    document: str
    issued_on: date
    subject: str
    changes: list[DayChange]
    version: str
    taken_at: datetime


class NoticeList(BaseModel):
    items: list[NoticeShown]


class TermFilter(Input):
    """A term of `amount` units that begins at `start`, an instant with its offset."""

    start: datetime
    amount: Annotated[int, Field(ge=1, le=1_000)]
    unit: Length = Length.WORKING_DAY


class TermShown(BaseModel):
    start: datetime
    due_at: datetime
    version: str
