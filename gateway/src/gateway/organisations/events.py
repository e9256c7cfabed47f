"""The registry as the other services keep it: each event carries the whole public document. No names of officers."""

from datetime import date, datetime
from uuid import UUID

from hueioc.events import Audience, Event


class AgencyChanged(Event, type="vn.hue.gateway.agency.changed.v1", audience=Audience.PUBLIC):
    """An agency was added, changed, or has an end."""

    id: UUID
    code: str
    name_vi: str
    name_en: str
    parent_id: UUID | None
    successor_id: UUID | None
    valid_from: date
    valid_to: date | None


class UnitChanged(Event, type="vn.hue.gateway.unit.changed.v1", audience=Audience.PUBLIC):
    """A unit was added, changed, or has an end."""

    id: UUID
    agency_id: UUID
    code: str
    name_vi: str
    name_en: str
    hotline: str
    successor_id: UUID | None
    valid_from: date
    valid_to: date | None


class ResponsibilityChanged(Event, type="vn.hue.gateway.responsibility.changed.v1", audience=Audience.PUBLIC):
    """Which unit answers for a ward was settled anew."""

    id: UUID
    ward_code: str
    unit_id: UUID
    category: str
    valid_from: date
    valid_to: date | None


class OfficerChanged(Event, type="vn.hue.gateway.officer.changed.v1", audience=Audience.STAFF):
    """An officer's place or duties have changed."""

    id: UUID
    unit_id: UUID
    code: str
    position_vi: str
    position_en: str
    roles: list[str]
    wards: list[str]
    valid_from: date
    valid_to: date | None


class RosterChanged(Event, type="vn.hue.gateway.roster.changed.v1", audience=Audience.STAFF):
    """Who is on duty for a unit has changed."""

    id: UUID
    unit_id: UUID
    officer_id: UUID
    starts_at: datetime
    ends_at: datetime


class SubstituteChanged(Event, type="vn.hue.gateway.substitute.changed.v1", audience=Audience.STAFF):
    """Who acts for an officer has changed."""

    id: UUID
    officer_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


PUBLISHED = (AgencyChanged, UnitChanged, ResponsibilityChanged, OfficerChanged, RosterChanged, SubstituteChanged)
