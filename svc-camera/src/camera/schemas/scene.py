"""The scene of a camera: counting lines, zones and sizes, in parts of the picture (0 to 1, origin top left)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from camera.rules.geometry import Point, area
from camera.states import ZoneKind
from hueioc.errors import FieldError, Text

MOST_LINES, MOST_ZONES = 8, 8
LEAST_LENGTH, LEAST_AREA = 0.02, 0.001
A_DAY_S = 86_400
TOO_CLOSE = Text("Hai điểm của vạch trùng nhau; hãy dời một điểm", "Two points of the line lie on one place; move one")
NO_AREA = Text("Vùng không có diện tích; hãy vẽ các góc theo thứ tự", "The zone has no area; draw its corners in order")
NO_HEADING = Text("Vùng một chiều cần hướng được phép đi", "A one-way zone needs heading_deg, where traffic may go")
SIZES_TURNED = Text("small_below phải nhỏ hơn large_from", "small_below must be less than large_from")
CODES_ALIKE = Text("Mỗi vạch và vùng cần mã riêng", "Each line and zone needs a code of its own")

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Part = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Place = tuple[Part, Part]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class CountingLine(Input):
    """Directions are those of somebody who walks along it from its first point (ONVIF)."""

    code: Code
    points: Annotated[list[Place], Field(min_length=2, max_length=10)]
    min_angle_deg: Annotated[float, Field(ge=0, le=89)] = 15.0


class Zone(Input):
    """Where no vehicle may stop for `stop_s`, or where all go towards `heading_deg` (0 right, 90 down)."""

    code: Code
    kind: ZoneKind
    points: Annotated[list[Place], Field(min_length=3, max_length=20)]
    stop_s: Annotated[float, Field(ge=1, le=A_DAY_S)] = 60.0
    heading_deg: Annotated[float, Field(ge=0, lt=360)] | None = None


class Sizes(Input):
    """The longer side of a box in parts of the picture's width, from where vehicles are small, medium, large."""

    small_below: Annotated[float, Field(gt=0, lt=1)] = 0.07
    large_from: Annotated[float, Field(gt=0, lt=1)] = 0.2


class Scene(Input):
    lines: Annotated[list[CountingLine], Field(max_length=MOST_LINES)] = []
    zones: Annotated[list[Zone], Field(max_length=MOST_ZONES)] = []
    sizes: Sizes = Sizes()
    analysed_fps: Annotated[float, Field(ge=1, le=30)] = 12.5

    def faults(self, base: str = "") -> Iterator[FieldError]:
        """What fits its fields and still cannot be meant, each with what to do about it."""
        for number, line in enumerate(self.lines):
            if any(abs(x2 - x1) + abs(y2 - y1) < LEAST_LENGTH for (x1, y1), (x2, y2) in pairwise(line.points)):
                yield FieldError(f"{base}/lines/{number}/points", TOO_CLOSE)
        for number, zone in enumerate(self.zones):
            if area([Point(x, y) for x, y in zone.points]) < LEAST_AREA:
                yield FieldError(f"{base}/zones/{number}/points", NO_AREA)
            if zone.kind is ZoneKind.ONE_WAY and zone.heading_deg is None:
                yield FieldError(f"{base}/zones/{number}/heading_deg", NO_HEADING)
        if self.sizes.small_below >= self.sizes.large_from:
            yield FieldError(f"{base}/sizes/small_below", SIZES_TURNED)
        codes = [each.code for each in (*self.lines, *self.zones)]
        if len(codes) != len(set(codes)):
            yield FieldError(f"{base}/lines", CODES_ALIKE)

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")
