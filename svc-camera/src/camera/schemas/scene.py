"""The scene of a camera: counting lines, zones and sizes, in parts of the picture (0 to 1, origin top left)."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from camera.rules.geometry import Point, area
from camera.states import ZoneKind

MOST_LINES, MOST_ZONES = 8, 8
LEAST_LENGTH, LEAST_AREA = 0.02, 0.001
A_DAY_S = 86_400

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Part = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Place = tuple[Part, Part]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CountingLine(Input):
    """Directions are those of somebody who walks along it from its first point (ONVIF)."""

    code: Code
    points: Annotated[list[Place], Field(min_length=2, max_length=10)]
    min_angle_deg: Annotated[float, Field(ge=0, le=89)] = 15.0

    @model_validator(mode="after")
    def is_long_enough(self) -> Self:
        for (x1, y1), (x2, y2) in zip(self.points, self.points[1:], strict=False):
            if abs(x2 - x1) + abs(y2 - y1) < LEAST_LENGTH:
                raise ValueError("two points of the line lie on one place; move one of them")
        return self


class Zone(Input):
    """Where no vehicle may stop for `stop_s`, or where all go towards `heading_deg` (0 right, 90 down)."""

    code: Code
    kind: ZoneKind
    points: Annotated[list[Place], Field(min_length=3, max_length=20)]
    stop_s: Annotated[float, Field(ge=1, le=A_DAY_S)] = 60.0
    heading_deg: Annotated[float, Field(ge=0, lt=360)] | None = None

    @model_validator(mode="after")
    def is_a_zone(self) -> Self:
        if area([Point(x, y) for x, y in self.points]) < LEAST_AREA:
            raise ValueError("the zone has no area; draw its corners in their order")
        if self.kind is ZoneKind.ONE_WAY and self.heading_deg is None:
            raise ValueError("a one-way zone needs heading_deg, where traffic may go")
        return self


class Sizes(Input):
    """The longer side of a box in parts of the picture's width, from where vehicles are small, medium, large."""

    small_below: Annotated[float, Field(gt=0, lt=1)] = 0.07
    large_from: Annotated[float, Field(gt=0, lt=1)] = 0.2

    @model_validator(mode="after")
    def rise(self) -> Self:
        if self.small_below >= self.large_from:
            raise ValueError("small_below must be less than large_from")
        return self


class Scene(Input):
    lines: Annotated[list[CountingLine], Field(max_length=MOST_LINES)] = []
    zones: Annotated[list[Zone], Field(max_length=MOST_ZONES)] = []
    sizes: Sizes = Sizes()
    analysed_fps: Annotated[float, Field(ge=1, le=30)] = 12.5

    @model_validator(mode="after")
    def codes_differ(self) -> Self:
        codes = [each.code for each in (*self.lines, *self.zones)]
        if len(codes) != len(set(codes)):
            raise ValueError("each line and zone needs a code of its own")
        return self

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")
