"""What comes in for the steps of the process. Days are of Hue, amounts VND."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from reflection.schemas.inputs import MOST_MEDIA, Day, LongText, Moment, Payload, ReportCreate, Sha256, ShortText
from reflection.states import Fixed, Outcome, Source

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]
ShortNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
MOST_WORKING_DAYS = 60


class InformationRequest(Payload):
    """What the reporter is asked; the clock stands still until the answer."""

    question: LongText


class InformationGiven(Payload):
    """The reporter's answer, with more photos where that helps."""

    text: LongText
    media: list[Sha256] = Field(default_factory=list[str], max_length=MOST_MEDIA)


class Resumption(Payload):
    """The centre goes on without an answer of the reporter, or with one it got by telephone."""

    note: Reason


class TransferRequest(Payload):
    """The unit is not competent; who is, if it knows."""

    reason: Reason
    suggested_unit_id: UUID | None = None


class TransferDecision(Payload):
    """`transfer` names the unit; the clock goes on unless the centre starts it anew. `refuse` needs a note."""

    decision: Literal["transfer", "refuse"]
    unit_id: UUID | None = None
    restart_clock: bool = False
    note: Note = ""


class Progress(Payload):
    """`verify`: on the spot. `start`: at work."""

    step: Literal["verify", "start"]
    note: Note = ""


class PlanCreate(Payload):
    """The work is planned for a day, by an uploaded document."""

    planned_for: Day
    document: Sha256
    reason: Reason


class ExtensionRequest(Payload):
    working_days: Annotated[int, Field(ge=1, le=MOST_WORKING_DAYS)]
    reason: Reason


class ExtensionDecision(Payload):
    decision: Literal["approve", "refuse"]
    note: Note = ""


class SanctionCreate(Payload):
    """A record without names: numbers of minutes and decision, the article, the fine in VND."""

    minutes_number: ShortNumber
    decision_number: ShortNumber
    article: ShortText
    amount_vnd: Annotated[int, Field(ge=0, le=100_000_000_000)]
    decided_at: Day


class Merge(Payload):
    """Into which report, and why they are the same."""

    into: UUID
    note: Note = ""


class Unmerge(Payload):
    note: Reason


class Reopening(Payload):
    """Why it is not settled."""

    reason: Reason


class FollowUpAnswer(Payload):
    answer: Fixed


class OpsReportCreate(ReportCreate):
    """A report that an operator takes down for somebody."""

    source: Literal[Source.HOTLINE, Source.FACEBOOK, Source.ZALO, Source.EMAIL, Source.WALK_IN]


class MessageCreate(Payload):
    text: LongText


class FieldNoteCreate(Payload):
    """What was seen on the spot; for staff."""

    text: LongText
    photos: list[Sha256] = Field(default_factory=list[str], max_length=MOST_MEDIA)


class ReporterLock(Payload):
    """Lock the account that sent this report; nobody learns whose it is."""

    reason: Reason
    until: Moment


class AppealCreate(Payload):
    text: LongText


class AppealDecision(Payload):
    decision: Literal["uphold", "lift"]
    note: Reason


class TemplateCreate(Payload):
    """A letter to begin an answer with; nothing for category or outcome means every one."""

    name: ShortText
    category: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")] | None = None
    outcome: Outcome | None = None
    text: LongText


class ContactCreate(Payload):
    """Whom the centre calls in a unit. Sealed; every look is audited."""

    duty: ShortText
    name: ShortText
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)] = ""
    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)] = ""
