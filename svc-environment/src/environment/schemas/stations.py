"""What goes out: stations, their latest readings, indices and flood levels."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from environment.states import ChangeKind, Channel, Flag, Medium, Method, Outcome, Reason, StationState


class Words(BaseModel):
    vi: str
    en: str


class Place(BaseModel):
    lat: float
    lon: float
    ward: str | None


class LatestReading(BaseModel):
    """`flag` 1 passed, 2 not evaluated, 3 suspect, 4 failed; `failed` names the tests."""

    parameter: str
    name: Words
    unit: str
    value: float | None
    at: datetime | None
    flag: Flag | None
    failed: list[str]
    limit_1h: float | None
    """The hourly limit in force (QCVN)."""
    is_exceeded: bool


class Band(BaseModel):
    """A row of Tables 1, 4 and 5 of the decision."""

    code: str
    low: int
    high: int
    colour: str
    name: Words
    effect: Words
    advice: Words
    advice_sensitive: Words


class NowCastPart(BaseModel):
    """How a NowCast came about; `weights` are those of c1 … c12, 0 where a value is missing."""

    weight: float
    weights: list[float]
    hours_missing: int


class IndexPart(BaseModel):
    """What one parameter adds to the index."""

    parameter: str
    concentration: float
    """µg/m³: the hour's mean, or the NowCast for dust."""
    index: int
    coverage: float | None
    """Of the hour's expected readings, the part that is there and passed."""
    nowcast: NowCastPart | None


class AirIndex(BaseModel):
    """The hourly VN_AQI with all that it was computed from."""

    hour: datetime
    """The end of the hour."""
    value: int | None
    band: Band | None
    main: str | None
    method: Method
    parts: list[IndexPart]
    explanation: Words
    source: str


class Flood(BaseModel):
    """Where the water stands against the alarm levels (0: below all; null: no checked reading has ever come)."""

    level: int | None
    since: datetime | None
    value_m: float | None
    at: datetime | None
    levels_m: list[float]
    nearest: int | None
    distance_m: float | None
    sentence: Words | None


class StationSummary(BaseModel):
    id: UUID
    code: str
    name: Words
    medium: Medium
    place: Place
    state: StationState
    heard_at: datetime | None
    aqi: int | None
    band: Band | None
    flood_level: int | None
    value_m: float | None
    readings: list[LatestReading]
    version: int


class StationList(BaseModel):
    items: list[StationSummary]


class HistoryLine(BaseModel):
    kind: ChangeKind
    at: datetime
    facts: dict[str, float | str | None]


class Station(BaseModel):
    """One station with its latest readings, index and flood level."""

    id: UUID
    number: int
    """Its Thing in SensorThings."""
    code: str
    name: Words
    medium: Medium
    river: Words | None
    place: Place
    state: StationState
    heard_at: datetime | None
    source: str
    readings: list[LatestReading]
    air: AirIndex | None
    flood: Flood | None
    history: list[HistoryLine]
    version: int


class AirStation(BaseModel):
    id: UUID
    code: str
    name: Words
    place: Place
    state: StationState
    source: str
    air: AirIndex


class AirSummary(BaseModel):
    """The city's air: every station with an index, worst first."""

    worst: int | None
    band: Band | None
    stations: list[AirStation]
    bands: list[Band]
    method: Words


class Point(BaseModel):
    at: datetime
    value: float
    status: int
    flag: Flag
    failed: list[str]


class Series(BaseModel):
    """Newest first; `next_cursor` is null on the last page."""

    station: str
    parameter: str
    unit: str
    items: list[Point]
    next_cursor: str | None


class RowAnswer(BaseModel):
    """What became of one row, by its number from 1."""

    row: int
    outcome: Outcome
    reason: Reason | None
    message: Words | None


class IntakeAnswer(BaseModel):
    """Every row has its answer; what was rejected is kept as it came."""

    id: UUID
    station: str | None
    accepted: int
    duplicates: int
    corrected: int
    rejected: int
    unreadable: Reason | None
    rows: list[RowAnswer]


class IntakeSummary(BaseModel):
    id: UUID
    channel: Channel
    name: str
    station_id: UUID | None
    received_at: datetime
    accepted: int
    duplicates: int
    corrected: int
    rejected: int
    unreadable: Reason | None


class RejectedRow(BaseModel):
    row: int
    reason: Reason
    message: Words
    raw: str


class IntakeDetail(IntakeSummary):
    rejected_rows: list[RejectedRow]


class DeviceKeyMade(BaseModel):
    """`key` is shown this one time."""

    id: UUID
    name: str
    key: str


class AlarmLevels(BaseModel):
    levels_m: list[float]
