"""What comes in over REST."""

from datetime import date, time
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from advertising.states import CaseOutcome, CreativeState, KeyKind

MOST_SLOTS = 100
MOST_PLAYS = 5_000

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Metres = Annotated[float, Field(gt=0, le=200)]
Pixels = Annotated[int, Field(ge=16, le=20_000)]
LocalTime = Annotated[time, Field(description="HH:MM, local time of Hue, without a zone")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScreenCreate(Input):
    """A new screen with its papers."""

    code: Code
    name_vi: Name
    name_en: Name
    owner_name: Name
    owner_tax_code: Annotated[str, StringConstraints(pattern=r"^\d{10}(-\d{3})?$")]
    licence_no: Name
    licence_from: date
    licence_until: date
    permit_no: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """The construction permit; needed from an area on that the law names."""
    venue_type: Annotated[int, Field(ge=1, le=99_999)] = 30101
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    address: Name
    azimuth: Annotated[int, Field(ge=0, lt=360)] = 0
    width_m: Metres
    height_m: Metres
    width_px: Pixels
    height_px: Pixels
    max_nits: Annotated[int, Field(ge=1, le=50_000)] | None = None
    opens: LocalTime = time(6)
    closes: LocalTime = time(22)


class ViewpointCreate(Input):
    """`quad`: upper left, upper right, lower right, lower left corner as parts of the picture, 0 to 1."""

    camera: Name
    quad: Annotated[list[list[float]], Field(max_length=16)]


class DeviceKeyCreate(Input):
    name: Name
    kind: KeyKind
    viewpoint_id: UUID | None = None


class CreativeCreate(Input):
    title: Name
    advertiser: Name
    category: Name


class CreativeDecision(Input):
    """Approve (with reference and time), refuse or withdraw (with a reason)."""

    state: CreativeState
    approval_ref: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class SlotInput(Input):
    creative_id: UUID
    seconds: Annotated[int, Field(ge=1, le=3600)]


class ScheduleCreate(Input):
    """A loop in a part of the day. `weekdays`: 1 Monday to 7 Sunday. Priority 100: a public warning."""

    slots: Annotated[list[SlotInput], Field(min_length=1, max_length=MOST_SLOTS)]
    begins: LocalTime
    ends: LocalTime
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)] = [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
    ]
    valid_from: date
    valid_to: date | None = None
    priority: Annotated[int, Field(ge=0, le=100)] = 10
    is_anchored: bool = True


class PlayBatch(Input):
    """Rows are judged one by one, so they are taken as they come: play_id, creative_id, sha256, start, end, seq."""

    plays: Annotated[list[Any], Field(min_length=1, max_length=MOST_PLAYS)]


class CaseReply(Input):
    text: Words


class CaseClose(Input):
    outcome: CaseOutcome
    text: Words
