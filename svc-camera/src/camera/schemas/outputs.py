"""What goes out over REST, in views and lists."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from camera.schemas.scene import Scene
from camera.states import (
    CameraState,
    CaseState,
    ChangeKind,
    CustodyAction,
    Decision,
    Direction,
    FileRole,
    LegalClass,
    RecordingState,
    RejectReason,
    RuleKind,
    Size,
    SourceKind,
)


class Words(BaseModel):
    vi: str
    en: str


class Place(BaseModel):
    lat: float
    lon: float
    ward: str | None


class PublicCamera(BaseModel):
    """What everybody may know of a camera: that it is there, what for, and a picture in which nobody is known."""

    id: UUID
    code: str
    name: Words
    place: Place
    purpose: str
    state: CameraState
    picture_at: datetime | None
    picture: str | None


class PublicCameraList(BaseModel):
    items: list[PublicCamera]


class CameraSummary(BaseModel):
    id: UUID
    code: str
    name: Words
    place: Place
    state: CameraState
    symptoms: list[str]
    state_since: datetime
    heard_at: datetime | None
    fps: float | None
    source_kind: SourceKind
    legal_class: LegalClass
    is_public: bool
    picture_at: datetime | None
    cases_waiting: int
    version: int


class CameraList(BaseModel):
    items: list[CameraSummary]


class HistoryLine(BaseModel):
    kind: ChangeKind
    at: datetime
    facts: dict[str, Any]


class Camera(CameraSummary):
    purpose: str
    serial: str
    certificate: str
    source_host: str
    scene: Scene
    scene_version: int
    history: list[HistoryLine]


class Recording(BaseModel):
    id: UUID
    camera_id: UUID
    sha256: str
    bytes: int
    media_type: str
    started_at: datetime
    state: RecordingState
    failure: str | None
    frames: int | None
    duration_s: float | None


class CountRow(BaseModel):
    line: str
    direction: Direction
    size: Size
    number: int


class QuarterCounts(BaseModel):
    """`watched_s` of 900: less is a gap in what was seen, never a zero."""

    quarter: datetime
    watched_s: float
    counts: list[CountRow]


class Counts(BaseModel):
    camera_id: UUID
    quarters: list[QuarterCounts]


class EvidenceFile(BaseModel):
    role: FileRole
    sha256: str
    media_type: str
    bytes: int
    url: str


class OffenceBracket(BaseModel):
    """What the law in force at the time of the act gives; an authorised person decides, never this service."""

    code: str
    vehicle: str
    article: str
    name: Words
    min_vnd: int
    max_vnd: int
    points: int
    source: str
    verified_by: str


class Reviewed(BaseModel):
    decision: Decision
    reason: RejectReason | None
    at: datetime


class Violation(BaseModel):
    """A case as a reviewer sees it: `reviews` is empty until it is decided, so that nobody knows of another's view."""

    id: UUID
    number: int
    camera_id: UUID
    camera: Words
    rule: RuleKind
    zone: str
    size: Size
    began_at: datetime
    occurred_at: datetime
    measured: dict[str, float]
    state: CaseState
    is_mine: bool
    """Claimed by the caller."""
    may_review: bool
    files: list[EvidenceFile]
    offences: list[OffenceBracket]
    reviews: list[Reviewed]
    is_ready_for_sanction: bool
    """Only what a registered device has recorded (Decree 135/2021) and two persons have confirmed."""
    transfer_reference: str | None


class CustodyEntry(BaseModel):
    seq: int
    utc: str
    actor: str
    action: CustodyAction
    reason: str
    sha256: str
    prev_hash: str
    hash: str


class CustodyChain(BaseModel):
    """`first_broken`: the entry that is not as it was written; null when all are."""

    items: list[CustodyEntry]
    first_broken: int | None
