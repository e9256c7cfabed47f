"""The rules as their owners read and change them. Days are of Hue; every rule says which decision or note sets it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from reflection.rules.terms import Length, Term
from reflection.rules.texts import clean
from reflection.schemas.inputs import Payload
from reflection.schemas.parts import Names, Question, Unit
from reflection.states import QuestionKind


def _cleaned(value: object) -> object:
    """Before its length is looked at: a text of control characters is an empty one."""
    return clean(value) if isinstance(value, str) else value


RuleCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
_CLEAN = BeforeValidator(_cleaned)
Sentence = Annotated[str, _CLEAN, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Source = Annotated[str, _CLEAN, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Position = Annotated[int, Field(ge=0, le=9_999)]


class RowStatus(StrEnum):
    OVER = "over"
    IN_FORCE = "in_force"
    WAITING = "waiting"


class Said(Payload):
    """One sentence in both languages."""

    vi: Sentence
    en: Sentence


class Dated(Payload):
    """`valid_from`: the day from which it counts. Of today it counts in less than a minute."""

    valid_from: date
    source: Source


class CategoryRule(Dated):
    """What can be reported. `group_name` is needed only for a group that is not there yet."""

    name: Said
    group: RuleCode
    group_name: Said | None = None
    parent: RuleCode | None = None
    position: Position | None = None
    is_urgent: bool = False
    is_home_rounded: bool = False
    duplicate_radius_m: Annotated[int, Field(ge=0, le=5_000)] = 100
    emergency: Said | None = None
    stopper: Said | None = None


class CategoryRuleCreate(CategoryRule):
    code: RuleCode


class ChoiceRule(Payload):
    key: RuleCode
    name: Said


class QuestionRule(Dated):
    """What is asked; `choices` for the two kinds that offer some, and only for these."""

    kind: QuestionKind
    is_asked: bool = True
    is_required: bool = False
    position: Position | None = None
    text: Said
    hint: Said | None = None
    choices: list[ChoiceRule] = Field(default_factory=list[ChoiceRule], max_length=30)


class QuestionRuleCreate(QuestionRule):
    code: RuleCode


class RoutingChange(Dated):
    """Which unit leads, which support it; at least one of them."""

    lead: UUID | None = None
    supporting: list[UUID] = Field(default_factory=list[UUID], max_length=10)


class TermChange(Dated):
    """How long a step may take, from tomorrow at the earliest."""

    value: Annotated[int, Field(ge=1, le=600_000)]
    unit: Length


class RuleRow(BaseModel):
    """`valid_to` is the moment from which it counts no more; null: open."""

    valid_from: datetime
    valid_to: datetime | None
    status: RowStatus
    source: str


class CategoryRow(RuleRow):
    name: Names
    group: str
    group_name: Names
    parent: str | None
    position: int
    is_urgent: bool
    emergency: Names | None
    stopper: Names | None
    is_home_rounded: bool
    duplicate_radius_m: int


class QuestionRow(RuleRow):
    question: Question
    position: int


class RuleLine(BaseModel):
    """The rows of one rule, oldest first. `version` goes into `If-Match`; 0 as long as nobody has changed it."""

    version: int
    changed_at: datetime | None


class QuestionLine(RuleLine):
    category: str
    code: str
    rows: list[QuestionRow]


class QuestionLines(BaseModel):
    items: list[QuestionLine]


class CategoryLine(RuleLine):
    code: str
    rows: list[CategoryRow]


class CategoryLines(BaseModel):
    items: list[CategoryLine]


class DayRow(BaseModel):
    """`valid_to` is the day from which it counts no more."""

    valid_from: date
    valid_to: date | None
    status: RowStatus
    source: str


class RoutedUnit(Unit):
    """`valid_to`: the registry says that it is no more from that day on."""

    valid_to: date | None


class RoutingRow(DayRow):
    lead: RoutedUnit | None
    supporting: list[RoutedUnit]


class RoutingLine(RuleLine):
    """Of a category in one ward, or everywhere (`ward` null)."""

    category: str
    ward: str | None
    ward_name: Names | None
    rows: list[RoutingRow]


class RoutingLines(BaseModel):
    items: list[RoutingLine]


class Routed(RoutedUnit):
    """A unit that would be named, and by which rule."""

    is_lead: bool
    rule: str


class RoutingTrial(BaseModel):
    """Who would get a report of that category in that ward on that day; what is wrong with the rules there."""

    category: str
    ward: str | None
    on: date
    units: list[Routed]
    warnings: list["RoutingWarning"]


class RoutingWarning(BaseModel):
    """`unit_ended`: a rule in force names a unit that is no more. `no_rule`: nobody is named. `no_lead`: in some wards
    nobody leads; `wards` names them."""

    kind: Literal["unit_ended", "no_rule", "no_lead"]
    category: str
    category_name: Names
    ward: str | None
    unit: RoutedUnit | None
    wards: list[str]


class RoutingWarnings(BaseModel):
    items: list[RoutingWarning]


class TermRow(DayRow):
    value: int
    unit: Length


class TermLine(RuleLine):
    """`open_reports`: how many open reports run under this rule now; they keep the term they have."""

    code: Term
    rows: list[TermRow]
    units: list[Length]
    open_reports: int


class TermLines(BaseModel):
    items: list[TermLine]
