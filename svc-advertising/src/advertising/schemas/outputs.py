"""What goes out over REST."""

from datetime import date, datetime, time
from uuid import UUID

from pydantic import BaseModel

from advertising.states import (
    CaseOutcome,
    CaseState,
    CreativeState,
    KeyKind,
    LicenceState,
    Outcome,
    Rejection,
    SnapshotState,
    Verdict,
    Why,
)


class Bilingual(BaseModel):
    vi: str
    en: str


class Screen(BaseModel):
    """The public register: who may show advertising where, by which papers."""

    id: UUID
    code: str
    name: Bilingual
    owner_name: str
    licence_no: str
    licence_from: date
    licence_until: date
    licence_state: LicenceState
    permit_no: str
    venue_type: int
    lat: float
    lon: float
    ward: str | None
    address: str
    width_m: float
    height_m: float
    opens: time
    closes: time
    version: int


class ScreenList(BaseModel):
    items: list[Screen]


class StaffScreen(Screen):
    owner_tax_code: str
    azimuth: int
    width_px: int
    height_px: int
    max_nits: int | None
    verdict: Verdict | None
    verdict_at: datetime | None
    open_cases: int


class StaffScreenList(BaseModel):
    items: list[StaffScreen]


class Viewpoint(BaseModel):
    id: UUID
    camera: str
    quad: list[list[float]]


class DeviceKeyMade(BaseModel):
    """`key` is shown this one time."""

    id: UUID
    name: str
    kind: KeyKind
    key: str


class Creative(BaseModel):
    id: UUID
    title: str
    advertiser: str
    category: str
    state: CreativeState
    sha256: str | None
    approval_ref: str
    valid_from: date | None
    valid_to: date | None
    reason: str
    version: int


class Slot(BaseModel):
    creative_id: UUID
    title: str
    seconds: int


class Schedule(BaseModel):
    id: UUID
    slots: list[Slot]
    begins: time
    ends: time
    weekdays: list[int]
    valid_from: date
    valid_to: date | None
    priority: int
    is_anchored: bool
    is_now: bool


class ScheduleList(BaseModel):
    items: list[Schedule]


class ViewpointList(BaseModel):
    items: list[Viewpoint]


class Figures(BaseModel):
    """What a comparison measured; parts are 0 to 1. `bits`: PDQ distance of 256."""

    bits: int | None
    median: float | None
    alike: float | None
    visible: float | None
    change: int | None


class Snapshot(BaseModel):
    id: UUID
    screen_id: UUID
    at: datetime
    state: SnapshotState
    verdict: Verdict | None
    why: Why | None
    reason: Bilingual | None
    creative_id: UUID | None
    figures: Figures
    has_view: bool
    has_heat_map: bool


class RowAnswer(BaseModel):
    """What became of one row, by its number from 1."""

    row: int
    outcome: Outcome
    reason: Rejection | None
    message: Bilingual | None


class PlayLogAnswer(BaseModel):
    accepted: int
    duplicates: int
    rejected: int
    rows: list[RowAnswer]


class OffenceRow(BaseModel):
    """Proposed, not decided. The bracket is null where nobody has filled it in yet."""

    code: str
    article: str
    words: Bilingual
    least_vnd: int | None
    most_vnd: int | None
    source: str
    verified_by: str


class CaseSummary(BaseModel):
    id: UUID
    screen_id: UUID
    screen_code: str
    screen_name: Bilingual
    verdict: Verdict
    state: CaseState
    licence_expired: bool
    opened_at: datetime
    reply_due: date
    outcome: CaseOutcome | None


class CaseLine(BaseModel):
    state: CaseState
    at: datetime


class Case(CaseSummary):
    snapshot: Snapshot
    offence: OffenceRow | None
    reply: str
    closing: str
    history: list[CaseLine]
    version: int
