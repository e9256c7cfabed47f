"""Investment projects over REST."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from hueioc.city import MapGeometry, Words
from hueioc.imports.check import RowProblem
from procedures.rules.places import LONGEST_OUTLINE
from procedures.rules.projects import documents_of_cell, whole_number, words_of_list
from procedures.states import InvestmentForm, ProjectAction, ProjectStatus

MOST_MONEY = 10**16
"""Ten million billion đồng: what is above is a slip of the keyboard."""
Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://\S+$", max_length=1_000)]
Money = Annotated[int, Field(ge=0, le=MOST_MONEY), BeforeValidator(whole_number)]
Sector = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Z]$")]
Industry = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(\d{2,5})?$")]
Procedure = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Z.]{3,40}$")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Document(Input):
    title: Line
    url: Url


class ProjectWrite(Input):
    """A project as staff write it, and as a row of a table has it. Money in whole đồng and dollars."""

    code: Code
    name_vi: Name
    name_en: Line = ""
    sector: Sector
    industry: Industry = ""
    zone: Code
    form: InvestmentForm = InvestmentForm.DIRECT
    status: ProjectStatus = ProjectStatus.CALLING
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    boundary: Annotated[str, Field(max_length=LONGEST_OUTLINE)] = ""
    area_ha: Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=4)] | None = None
    capital_min_vnd: Money | None = None
    capital_max_vnd: Money | None = None
    capital_min_usd: Money | None = None
    capital_max_usd: Money | None = None
    planning_status: Line = ""
    land_status: Line = ""
    incentives_vi: Body = ""
    incentives_en: Body = ""
    decision_no: Line = ""
    decision_date: date | None = None
    contact_office: Line = ""
    contact_phone: Line = ""
    contact_email: Line = ""
    documents: Annotated[list[Document], Field(max_length=20), BeforeValidator(documents_of_cell)] = []
    procedures: Annotated[list[Procedure], Field(max_length=20), BeforeValidator(words_of_list)] = []
    source: Line = ""


class ProjectMove(Input):
    status: ProjectStatus
    note: Line = ""


class ProjectFilter(Input):
    """Which projects; `capital_from` and `capital_to` in đồng: those whose range touches this one."""

    q: Annotated[str, Field(max_length=200)] = ""
    sector: Sector | None = None
    zone: Code | None = None
    status: ProjectStatus | None = None
    capital_from: Annotated[int, Field(ge=0, le=MOST_MONEY)] | None = None
    capital_to: Annotated[int, Field(ge=0, le=MOST_MONEY)] | None = None


class ProjectQuery(ProjectFilter):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=200)] = ""


class StaffProjectQuery(ProjectQuery):
    published: bool | None = None


class Kind(BaseModel):
    """An entry of a list to choose from, and where it comes from."""

    code: str
    name: Words
    source: str


class ProjectChoices(BaseModel):
    sectors: list[Kind]
    zones: list[Kind]
    statuses: list[ProjectStatus]
    answer_days: int | None
    """Working days until an enquiry is answered; None where no rule is in force."""


class Range(BaseModel):
    """What a project costs, in whole units; None where the list does not say."""

    min: int | None
    max: int | None


class ProjectSummary(BaseModel):
    id: UUID
    code: str
    name: Words
    sector: Kind
    zone: Kind
    status: ProjectStatus
    form: InvestmentForm
    area_ha: float | None
    capital_vnd: Range
    capital_usd: Range
    lat: float | None
    lon: float | None
    is_demonstration: bool
    published_at: datetime | None
    version: int


class Contact(BaseModel):
    """The office that speaks for a project."""

    office: str
    phone: str
    email: str


class Attachment(BaseModel):
    title: str
    url: str


class Project(ProjectSummary):
    """Everything that everybody may know of it."""

    industry: str
    geometry: MapGeometry | None
    status_since: datetime
    moves: list[ProjectStatus]
    planning_status: str
    land_status: str
    incentives: Words
    decision_no: str
    decision_date: date | None
    contact: Contact
    documents: list[Attachment]
    procedures: list[str]
    source: str
    updated_at: datetime


class ProjectLine(BaseModel):
    """One line of the history."""

    action: ProjectAction
    before: ProjectStatus | None
    after: ProjectStatus
    at: datetime
    note: str


class StaffProject(BaseModel):
    project: Project
    history: list[ProjectLine]


class ProjectFeature(BaseModel):
    type: Literal["Feature"]
    id: UUID
    geometry: MapGeometry | None
    properties: ProjectSummary


class ProjectCollection(BaseModel):
    """A GeoJSON FeatureCollection (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[ProjectFeature]


class ImportSummary(BaseModel):
    id: UUID
    name: str
    at: datetime
    taken: int
    refused: int


class RefusedProject(BaseModel):
    """A row that was left out, as it came."""

    row: int
    cells: dict[str, str]
    problems: list[RowProblem]


class ImportDetail(ImportSummary):
    rows: list[RefusedProject]
