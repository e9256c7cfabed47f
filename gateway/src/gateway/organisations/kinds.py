"""The six kinds of entries as data: path, table, schemas, who may read."""

from dataclasses import dataclass
from typing import Any

from gateway.models import Agency, Officer, Responsibility, Roster, Substitute, Unit
from gateway.organisations import schemas
from gateway.organisations.announce import Entry
from hueioc.auth.access import allow, anyone
from hueioc.auth.principal import Role

STAFF_READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)


@dataclass(frozen=True)
class RegistryKind:
    """`name` is the path below /v1/organisations; `search` the columns that `q` looks into."""

    name: str
    model: type[Entry]
    write: type[schemas.Input]
    shown: type[schemas.Shown]
    readers: Any = anyone
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    @property
    def is_dated(self) -> bool:
        return hasattr(self.model, "valid_to")


AGENCIES = RegistryKind(
    "agencies", Agency, schemas.AgencyWrite, schemas.AgencyShown, search=("name_vi", "name_en", "code")
)
UNITS = RegistryKind(
    "units",
    Unit,
    schemas.UnitWrite,
    schemas.UnitShown,
    search=("name_vi", "name_en", "code"),
    filters=("agency_id",),
)
OFFICERS = RegistryKind(
    "officers",
    Officer,
    schemas.OfficerWrite,
    schemas.OfficerShown,
    readers=STAFF_READERS,
    search=("code", "position_vi", "position_en"),
    filters=("unit_id",),
)
ROSTERS = RegistryKind(
    "rosters",
    Roster,
    schemas.RosterWrite,
    schemas.RosterShown,
    readers=STAFF_READERS,
    filters=("unit_id", "officer_id"),
)
SUBSTITUTES = RegistryKind(
    "substitutes",
    Substitute,
    schemas.SubstituteWrite,
    schemas.SubstituteShown,
    readers=STAFF_READERS,
    filters=("officer_id", "substitute_id"),
)
RESPONSIBILITIES = RegistryKind(
    "responsibilities",
    Responsibility,
    schemas.ResponsibilityWrite,
    schemas.ResponsibilityShown,
    filters=("unit_id", "ward_code", "category"),
)
KINDS = (AGENCIES, UNITS, OFFICERS, ROSTERS, SUBSTITUTES, RESPONSIBILITIES)
IMPORTED = (AGENCIES, UNITS, OFFICERS, RESPONSIBILITIES)
