"""What comes in over REST."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from warning.states import Certainty, ResponseType, Status, Urgency

MOST_WARDS = 40
MOST_SHAPES = 20
MOST_PAIRS = 500
HIGHEST_RISK = 5

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=140)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
WardCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
Lat = Annotated[float, Field(ge=-90, le=90)]
Lon = Annotated[float, Field(ge=-180, le=180)]
RadiusKm = Annotated[float, Field(gt=0, le=1000)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LocalWrite(Input):
    headline: Line
    description: Paragraph
    instruction: Paragraph


class TextsWrite(Input):
    """Both languages, always."""

    vi: LocalWrite
    en: LocalWrite


class AlertWrite(Input):
    """A draft. At least one ward, polygon or circle; `risk_level` decides the severity of CAP."""

    status: Status = Status.ACTUAL
    hazard: Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,40}$")]
    risk_level: Annotated[int, Field(ge=1, le=HIGHEST_RISK)]
    urgency: Urgency
    certainty: Certainty
    response_types: Annotated[list[ResponseType], Field(min_length=1, max_length=5)]
    onset: AwareDatetime | None = None
    expires: AwareDatetime
    texts: TextsWrite
    wards: Annotated[list[WardCode], Field(max_length=MOST_WARDS)] = []
    polygons: Annotated[
        list[Annotated[list[tuple[Lat, Lon]], Field(min_length=4, max_length=MOST_PAIRS)]],
        Field(max_length=MOST_SHAPES),
    ] = []
    """Rings of (lat, lon), the last pair the first one again."""
    circles: Annotated[list[tuple[Lat, Lon, RadiusKm]], Field(max_length=MOST_SHAPES)] = []
    """(lat, lon, radius in km)."""


class CancelWrite(Input):
    """Why the warning holds no longer; both languages."""

    reason_vi: Paragraph
    reason_en: Paragraph


class Rejection(Input):
    reason: Paragraph


class SituationClose(Input):
    reason: Paragraph
