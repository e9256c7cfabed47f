"""The registry as it is written and read. A write is the whole entry; the version travels as ETag."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from hueioc.auth.principal import STAFF, Role
from hueioc.imports.check import RowProblem
from hueioc.personal.marks import PersonalName

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Ward = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
Category = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,60}$")]
Hotline = Annotated[str, StringConstraints(pattern=r"^[0-9+ .()-]{0,40}$")]
STAFF_ROLES = sorted(STAFF)


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AgencyWrite(Input):
    code: Code
    name_vi: Name
    name_en: Name
    parent_id: UUID | None = None
    successor_id: UUID | None = None
    valid_from: date
    valid_to: date | None = None


class UnitWrite(Input):
    agency_id: UUID
    code: Code
    name_vi: Name
    name_en: Name
    hotline: Hotline = ""
    successor_id: UUID | None = None
    valid_from: date
    valid_to: date | None = None


class OfficerWrite(Input):
    unit_id: UUID
    code: Code
    name: PersonalName = Field(min_length=1, max_length=200)
    position_vi: Annotated[str, StringConstraints(max_length=200)] = ""
    position_en: Annotated[str, StringConstraints(max_length=200)] = ""
    roles: Annotated[list[Role], Field(min_length=1, max_length=4)]
    wards: Annotated[list[Ward], Field(max_length=40)] = []
    valid_from: date
    valid_to: date | None = None


class RosterWrite(Input):
    unit_id: UUID
    officer_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class SubstituteWrite(Input):
    officer_id: UUID
    substitute_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class ResponsibilityWrite(Input):
    ward_code: Ward
    unit_id: UUID
    category: Category = ""
    """Empty: for everything that no other entry of the ward names."""
    valid_from: date
    valid_to: date | None = None


class Shown(BaseModel):
    id: UUID
    version: int
    updated_at: datetime


class AgencyShown(Shown):
    code: str
    name_vi: str
    name_en: str
    parent_id: UUID | None
    successor_id: UUID | None
    valid_from: date
    valid_to: date | None


class UnitShown(Shown):
    agency_id: UUID
    code: str
    name_vi: str
    name_en: str
    hotline: str
    successor_id: UUID | None
    valid_from: date
    valid_to: date | None


class OfficerShown(Shown):
    unit_id: UUID
    code: str
    name: str
    """Empty when the person was erased."""
    position_vi: str
    position_en: str
    roles: list[Role]
    wards: list[str]
    valid_from: date
    valid_to: date | None


class RosterShown(Shown):
    unit_id: UUID
    officer_id: UUID
    starts_at: datetime
    ends_at: datetime


class SubstituteShown(Shown):
    officer_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


class ResponsibilityShown(Shown):
    ward_code: str
    unit_id: UUID
    category: str
    valid_from: date
    valid_to: date | None


class ImportReport(BaseModel):
    """What an import did, or in a dry run would do. Rows under `problems` were left out; send them again alone."""

    is_dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    problems: list[RowProblem]
