"""What goes out of alerts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from warning.states import Action, Category, Certainty, MsgType, Severity, State, Status, Urgency


class Words(BaseModel):
    vi: str
    en: str


class LocalText(BaseModel):
    headline: str
    description: str
    instruction: str


class Texts(BaseModel):
    vi: LocalText
    en: LocalText


class Level(BaseModel):
    """A level of natural disaster risk; the colour never stands alone."""

    number: int
    colour: str
    name: Words


class Area(BaseModel):
    """Pairs are (lat, lon); radii in km."""

    name: Words
    wards: list[str]
    polygons: list[list[tuple[float, float]]]
    circles: list[tuple[float, float, float]]


class PublicAlert(BaseModel):
    """An issued, actual warning as everybody reads it."""

    id: UUID
    chain_id: UUID
    identifier: str
    sender: str
    sent: datetime
    msg_type: MsgType
    state: State
    hazard: str
    event: Words
    category: Category
    level: Level
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    response_types: list[str]
    onset: datetime | None
    expires: datetime
    texts: Texts
    area: Area
    covered: list[str]
    """Codes of every ward it touches."""
    references: list[str]
    cap: str
    """The path of the message as CAP 1.2 XML."""
    version: int


class ActiveAlerts(BaseModel):
    """What is in force, the most severe first."""

    items: list[PublicAlert]


class FindingShown(BaseModel):
    pointer: str
    is_error: bool
    message: Words


class WardReach(BaseModel):
    ward: str
    name: str
    told: int
    queued: int
    told_at: datetime | None


class Reach(BaseModel):
    """`told`: people with the notice in their inbox; `queued`: messages that go out beside (push, e-mail, SMS)."""

    told: int
    queued: int
    wards_asked: int
    wards_told: int
    wards: list[WardReach]


class HistoryLine(BaseModel):
    action: Action
    actor: str
    at: datetime
    facts: dict[str, Any]


class Alert(BaseModel):
    """A message as staff see it in the list."""

    id: UUID
    chain_id: UUID
    origin: str
    state: State
    status: Status
    msg_type: MsgType
    identifier: str | None
    sent: datetime | None
    hazard: str
    event: Words
    level: Level
    severity: Severity
    headline: Words
    wards: list[str]
    expires: datetime
    is_active: bool
    created_at: datetime
    updated_at: datetime
    version: int


class AlertDetail(Alert):
    urgency: Urgency
    certainty: Certainty
    response_types: list[str]
    onset: datetime | None
    texts: Texts
    area: Area
    covered: list[str]
    note: str
    drafted_by: str
    submitted_by: str
    approved_by: str
    findings: list[FindingShown]
    """What the rules of CAP say of it now; errors keep it from being submitted."""
    reach: Reach
    history: list[HistoryLine]


class HazardShown(BaseModel):
    code: str
    event_code: str
    category: Category
    name: Words


class Reference(BaseModel):
    """What the editor offers."""

    hazards: list[HazardShown]
    levels: list[Level]
