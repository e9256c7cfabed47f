"""What comes in over REST."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from press.states import Keeps, ResponseState, Tone

A_DAY_S = 86_400
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=2_000)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceCreate(Input):
    """A feed. `agreed_s`: seconds between two polls that the publisher agreed to (in `terms`)."""

    name: Name
    publisher: Name
    url: Url
    tier: Annotated[int, Field(ge=1, le=3)] = 2
    keeps: Keeps = Keeps.ALL
    terms: Line = ""
    agreed_s: Annotated[int, Field(ge=1, le=A_DAY_S)] | None = None
    is_private: bool = False


class SourceSwitch(Input):
    is_active: bool


class WatchCreate(Input):
    """Any of `phrases`, none of `excluded`; accents count where they are written."""

    name: Name
    phrases: Annotated[list[Phrase], Field(min_length=1, max_length=50)]
    excluded: Annotated[list[Phrase], Field(max_length=50)] = []


class AssignmentCreate(Input):
    """Ask a unit to answer; the rule decides until when."""

    unit_id: UUID
    question: Body
    rule: Code = "normal"


class Reassignment(Input):
    unit_id: UUID
    reason: Name


class AnswerWrite(Input):
    text: Body


class Note(Input):
    reason: Name


class CorrectionCreate(Input):
    """The newspaper has corrected itself."""

    text: Body
    url: Url | None = None


class ItemFilter(Input):
    """Which items: `q` finds with and without accents; copies only when they are asked for."""

    q: Annotated[str, Field(max_length=200)] = ""
    place: Code | None = None
    agency: Code | None = None
    source_id: UUID | None = None
    since: datetime | None = None
    with_copies: bool = False
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=200)] = ""


class StoryFilter(Input):
    tone: Tone | None = None
    agency: Code | None = None
    alerted: bool = False
    unseen: bool = False
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=200)] = ""


class ResponseFilter(Input):
    state: ResponseState | None = None
    unit_id: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=200)] = ""
