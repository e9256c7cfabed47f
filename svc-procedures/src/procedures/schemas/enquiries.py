"""Enquiries of investors over REST."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from hueioc.city import Words
from hueioc.personal.marks import PersonalEmail, PersonalName, PersonalPhone, PersonalText
from procedures.schemas.projects import Input
from procedures.states import EnquiryAction, EnquiryState

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=5_000)]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]


class EnquiryCreate(Input):
    """What an investor asks; an e-mail address or a telephone number is needed, an account is not."""

    name: Name
    organisation: Short = ""
    email: Short = ""
    phone: Short = ""
    question: Question
    language: Literal["vi", "en"] = "vi"


class EnquiryMade(BaseModel):
    """What the investor keeps: the code to say on the telephone, and the link, which opens the enquiry."""

    id: UUID
    code: str
    due_at: datetime
    link: str
    """What proves that it is one's own; goes back in the header `Hue-Link`."""
    href: str
    """The page that follows it, with the link behind `#`, so that no server log has it."""


class EnquiryAnswer(Input):
    text: Answer


class ProjectNamed(BaseModel):
    id: UUID
    code: str
    name: Words


class EnquiryShown(BaseModel):
    """What the investor sees of the own enquiry."""

    code: str
    project: ProjectNamed
    state: EnquiryState
    question: str
    received_at: datetime
    due_at: datetime
    is_overdue: bool
    answer: str
    answered_at: datetime | None
    erase_at: datetime | None


class EnquiryLine(BaseModel):
    action: EnquiryAction
    at: datetime
    note: str


class Enquiry(EnquiryShown):
    """What staff see: everything but who asks."""

    id: UUID
    language: str
    days: int
    rule_source: str
    has_contact: bool
    """False when it was erased."""
    history: list[EnquiryLine]
    version: int


class EnquiryContact(BaseModel):
    """Who asks; each look at it is in the audit."""

    name: PersonalName
    organisation: str
    email: PersonalEmail
    phone: PersonalPhone
    question: PersonalText


class EnquiryQuery(Input):
    state: EnquiryState | None = None
    overdue: bool = False
    project_id: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=200)] = ""
