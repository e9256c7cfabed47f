"""What goes out over REST: for the operations centre's own staff, never stored on the way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from infosec.states import (
    AlertKind,
    AlertState,
    Channel,
    Failure,
    IncidentKind,
    IncidentState,
    IndicatorKind,
    Level,
    LineKind,
    PageState,
    RuleOrigin,
    RuleState,
    Severity,
    Verdict,
)


class Words(BaseModel):
    vi: str
    en: str


class BatchAnswer(BaseModel):
    """`unreadable` ones are stored too, as they came."""

    accepted: int
    unreadable: int


class Source(BaseModel):
    id: UUID
    code: str
    name: str
    agency_id: str
    address: str | None
    zone: str
    heard_at: datetime | None
    is_revoked: bool


class SourceList(BaseModel):
    items: list[Source]


class SourceMade(BaseModel):
    """The key is shown this one time."""

    id: UUID
    code: str
    key: str


class Event(BaseModel):
    id: UUID
    received_at: datetime
    time: datetime
    channel: Channel
    source_id: UUID | None
    sender: str
    parse_error: str | None
    ocsf: dict[str, Any]
    raw_data: str


class Alert(BaseModel):
    """Without whom it is about."""

    id: UUID
    kind: AlertKind
    rule: str
    title: Words
    level: Level
    state: AlertState
    agency_id: str
    count: int
    opened_at: datetime
    first_at: datetime
    last_at: datetime
    verdict: Verdict | None
    incident_id: UUID | None
    version: int


class AlertDetail(Alert):
    """With the values it is about and its first events; the look is written down."""

    facts: dict[str, Any]
    events: list[Event]


class RuleHeading(BaseModel):
    uid: str
    title: Words
    level: Level
    is_on: bool


class RuleFile(BaseModel):
    id: UUID
    origin: RuleOrigin
    path: str
    state: RuleState
    reason: str
    read_at: datetime
    rules: list[RuleHeading]


class RuleList(BaseModel):
    items: list[RuleFile]


class IndicatorSet(BaseModel):
    code: str
    name: str
    kind: IndicatorKind
    source: str
    level: Level
    valid_until: datetime | None
    size: int
    version: int


class IndicatorSets(BaseModel):
    items: list[IndicatorSet]


class RefusedIndicator(BaseModel):
    row: int
    value: str
    reason: Words


class IndicatorAnswer(BaseModel):
    set: IndicatorSet
    refused: list[RefusedIndicator]


class WatchedPage(BaseModel):
    id: UUID
    url: str
    name: Words
    agency_id: str
    lat: float | None
    lon: float | None
    every_s: int
    state: PageState
    state_since: datetime
    evidence: list[str]
    failure: Failure | None
    status_code: int | None
    took_ms: int | None
    title: str
    looked_at: datetime | None
    changed_at: datetime | None
    certificate_until: datetime | None
    certificate_days: int | None
    version: int


class WatchedPages(BaseModel):
    items: list[WatchedPage]


class Line(BaseModel):
    at: datetime
    kind: LineKind
    actor: str
    words: str


class Duty(BaseModel):
    """A deadline; `source` is what it rests on."""

    code: str
    name: Words
    source: str
    is_report: bool
    due_at: datetime
    met_at: datetime | None
    is_overdue: bool


class Incident(BaseModel):
    id: UUID
    code: str
    title: str
    kind: IncidentKind
    severity: Severity
    state: IncidentState
    owner: str
    agency_id: str
    page_id: UUID | None
    detected_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    verdict: Verdict | None
    reason: str
    duties: list[Duty]
    version: int


class Addressee(BaseModel):
    code: str
    name: Words
    source: str


class IncidentDetail(Incident):
    addressees: list[Addressee]
    alerts: list[Alert]
    timeline: list[Line]


class SecuritySummary(BaseModel):
    """The last hour and what is open."""

    events: int
    unreadable: int
    dropped: int
    alerts: int
    urgent_alerts: int
    incidents: int
    overdue_incidents: int
    pages_down: int
    pages_defaced: int
    certificates_expiring: int
    at: datetime
