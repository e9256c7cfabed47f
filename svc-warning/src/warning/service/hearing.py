"""Reads events of other services in our own shape. Pure: bytes in, facts out, `ValidationError` for what is none."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from hueioc.clock import now
from warning.rules.situations import Sighting
from warning.service.drafts import Reached

AHEAD = timedelta(minutes=10)
"""A clock may be wrong by so much; an event further ahead is dated by our own."""
DETAILS = ("category", "parameter")
SUBJECTS = ("report_id", "station_id", "camera_id")
Word = Annotated[str, Field(max_length=4000)]


class Placed(BaseModel):
    """What we read of any event with a place."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    at: AwareDatetime
    category: Annotated[str, Field(max_length=60)] = ""
    parameter: Annotated[str, Field(max_length=60)] = ""
    report_id: UUID | None = None
    station_id: UUID | None = None
    camera_id: UUID | None = None


class Station(BaseModel):
    """What we read of an event of a station."""

    code: Annotated[str, Field(max_length=64)]
    name_vi: Annotated[str, Field(max_length=200)]
    name_en: Annotated[str, Field(max_length=200)]
    ward: Annotated[str, Field(max_length=10)] | None
    at: AwareDatetime


class FloodLevel(Station):
    level: Annotated[int, Field(ge=0, le=9)]
    sentence_vi: Word
    sentence_en: Word


class Limit(Station):
    parameter: Annotated[str, Field(max_length=40)]
    unit: Annotated[str, Field(max_length=40)]
    value: Annotated[float, Field(allow_inf_nan=False)]
    limit: Annotated[float, Field(allow_inf_nan=False)]
    source: Annotated[str, Field(max_length=400)]


def kind_of(event_type: str) -> str:
    """`vn.hue.camera.scene.crowd.v1` → `camera.scene.crowd`."""
    return ".".join(event_type.split(".")[2:5])


def sighting_of(data: bytes, event_type: str) -> tuple[Sighting, str, dict[str, Any]]:
    """The sighting, the id of what it is about, and what of it is kept."""
    found = Placed.model_validate_json(data)
    detail = next((value for name in DETAILS if (value := getattr(found, name))), "")
    about = next((str(value) for name in SUBJECTS if (value := getattr(found, name))), "")
    at = min(found.at, now() + AHEAD)
    return Sighting(kind_of(event_type), detail, found.lat, found.lon, at), about, {"detail": detail}


def flood_of(data: bytes) -> Reached:
    found = FloodLevel.model_validate_json(data)
    sentence = (found.sentence_vi, found.sentence_en)
    return Reached(
        "flood_level", found.code, "", (found.name_vi, found.name_en), found.ward, found.level, sentence, found.at
    )


def limit_of(data: bytes, *, is_exceeded: bool) -> Reached:
    found = Limit.model_validate_json(data)
    value, limit = f"{found.value:g} {found.unit}", f"{found.limit:g}"
    sentence = (
        f"{found.parameter} trung bình giờ tại {found.name_vi}: {value}, ngưỡng {limit} ({found.source})",
        f"Hourly mean of {found.parameter} at {found.name_en}: {value}, limit {limit} ({found.source})",
    )
    names = (found.name_vi, found.name_en)
    return Reached("limit", found.code, found.parameter, names, found.ward, int(is_exceeded), sentence, found.at)
