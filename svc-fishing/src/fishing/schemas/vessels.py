"""What goes out: boats, fixes, zones."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from fishing.states import ChangeKind, Channel, Outcome, PersonRole, Reason, Role, VesselState, ZoneKind
from hueioc.imports.check import RowProblem
from hueioc.personal.marks import PersonalName, PersonalPhone


class Words(BaseModel):
    vi: str
    en: str


class Fix(BaseModel):
    """Knots and degrees; null where the fix does not say."""

    at: datetime
    lat: float
    lon: float
    sog: float | None
    cog: float | None
    heading: int | None
    channel: Channel


class TrackPoint(Fix):
    flags: list[str]
    """What is doubtful about it: `impossible-speed`, `noise`, `conflict`; `arrival-time`, `late` are only said."""


class Track(BaseModel):
    """Newest first; `next_until` is where the next page ends, null on the last."""

    vessel_id: UUID
    since: datetime
    until: datetime
    items: list[TrackPoint]
    next_until: datetime | None


class ZoneName(BaseModel):
    code: str
    name: Words
    kind: ZoneKind
    enforceable: bool


class VesselSummary(BaseModel):
    id: UUID
    registration: str | None
    mmsi: int | None
    name: str
    role: Role
    length_m: float | None
    is_registered: bool
    state: VesselState
    fix: Fix | None
    zones: list[ZoneName]
    version: int


class Boat(BaseModel):
    """A boat on the map: as little as it takes."""

    id: UUID
    label: str
    role: Role
    is_registered: bool
    state: VesselState
    at: datetime
    lat: float
    lon: float
    sog: float | None
    cog: float | None


class Fleet(BaseModel):
    """Boats with a place, the most urgent first; `total` counts also those left out."""

    items: list[Boat]
    total: int
    online: int
    silent: int
    lost: int
    strangers: int


class Device(BaseModel):
    id: UUID
    code: str
    supplier: str
    is_revoked: bool


class HistoryLine(BaseModel):
    kind: ChangeKind
    at: datetime
    facts: dict[str, Any]


class Vessel(BaseModel):
    """One boat with its newest good fix, the zones it is in, and its history."""

    id: UUID
    registration: str | None
    mmsi: int | None
    name: str
    call_sign: str
    role: Role
    length_m: float | None
    gear: str
    power_kw: float | None
    home_port: str
    is_registered: bool
    state: VesselState
    silent_since: datetime | None
    fix: Fix | None
    zones: list[ZoneName]
    devices: list[Device]
    history: list[HistoryLine]
    version: int


class Person(BaseModel):
    role: PersonRole
    name: PersonalName
    phone: PersonalPhone


class People(BaseModel):
    items: list[Person]


class DeviceMade(BaseModel):
    """`key` is shown this one time."""

    id: UUID
    code: str
    key: str


class FixAnswer(BaseModel):
    """What became of one fix, by its place from 1."""

    fix: int
    outcome: Outcome
    reason: Reason | None
    message: Words | None


class BatchAnswer(BaseModel):
    device_id: str
    seq: int | None
    accepted: int
    duplicates: int
    rejected: int
    fixes: list[FixAnswer]


class ImportReport(BaseModel):
    is_dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    problems: list[RowProblem]


class Zone(BaseModel):
    code: str
    name: Words
    kind: ZoneKind
    act: str
    source: str
    certainty: str
    enforceable: bool
    verified_by: str
    valid_from: date
    valid_to: date | None
    boats: int
    geometry: dict[str, Any]


class ZoneList(BaseModel):
    items: list[Zone]


class Rejection(BaseModel):
    id: int
    at: datetime
    channel: Channel
    sender: str
    reason: Reason
    message: Words
    raw: str


class RejectionPage(BaseModel):
    items: list[Rejection]
    next_after: int | None
