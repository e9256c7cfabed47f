"""What comes in over REST and MQTT."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from environment.states import Medium

MOST_PARAMETERS = 50
MOST_LEVELS = 5
MOST_ROWS = 10_000
A_DAY_S = 86_400

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StationCreate(Input):
    """A new station; `code` is what its files and topics are named by."""

    code: Code
    name_vi: Name
    name_en: Name
    medium: Medium
    river_vi: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    river_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    source: Name
    """Who runs it and where the data comes from; shown beside every figure."""
    parameters: Annotated[list[str], Field(min_length=1, max_length=MOST_PARAMETERS)]
    interval_s: Annotated[int, Field(ge=1, le=A_DAY_S)] = 300
    silent_after_s: Annotated[int, Field(ge=1, le=A_DAY_S)] = 1800
    is_public: bool = True


class AlarmLevelsUpdate(Input):
    """The levels I, II, III … of a gauge from a day on, metres, rising."""

    levels_m: Annotated[list[Annotated[float, Field(ge=-10, le=100)]], Field(min_length=1, max_length=MOST_LEVELS)]
    valid_from: date
    source: Name


class DeviceKeyCreate(Input):
    name: Name


class ReadingRow(Input):
    """One value of one parameter. Rows are judged one by one, so their fields are taken as they come."""

    model_config = ConfigDict(extra="ignore")

    parameter: Any = None
    value: Any = None
    at: Any = None
    """ISO 8601 with a zone, or `yyyyMMddHHmmss` at GMT+7."""
    unit: Any = ""
    status: Any = 0


class ReadingBatch(Input):
    """What a device sends as JSON."""

    readings: Annotated[list[ReadingRow], Field(min_length=1, max_length=MOST_ROWS)]


class SeriesQuery(Input):
    """Which part of a series: from `since` (kept) to `until` (left out), newest first."""

    parameter: Annotated[str, Field(min_length=1, max_length=40)]
    since: datetime | None = None
    until: datetime | None = None
    passed_only: bool = False
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    cursor: Annotated[str, Field(max_length=40)] = ""
