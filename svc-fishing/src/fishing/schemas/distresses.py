"""What goes out of a distress."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from fishing.states import Closing, DistressKind, DistressState, LineKind


class Distress(BaseModel):
    """Who calls, where, and how far the answer is."""

    id: UUID
    kind: DistressKind
    state: DistressState
    is_test: bool
    vessel_id: UUID | None
    label: str
    mmsi: int | None
    raised_at: datetime
    heard_at: datetime
    lat: float | None
    lon: float | None
    fixed_at: datetime | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    closing: Closing | None
    version: int


class DistressList(BaseModel):
    items: list[Distress]


class Nearest(BaseModel):
    """A boat that could help; `hours` at its own speed, at least that of the rule."""

    vessel_id: UUID
    label: str
    distance_nm: float
    hours: float
    lat: float
    lon: float
    at: datetime


class LogLine(BaseModel):
    at: datetime
    kind: LineKind
    actor: str
    words: str


class DistressDetail(Distress):
    nearest: list[Nearest]
    log: list[LogLine]
