"""What comes in over REST."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from fishing.states import Closing, Role, VesselState
from hueioc.personal.marks import PersonalName, PersonalPhone
from hueioc.vi import fold

MOST_FIXES = 10_000
LOWEST_MMSI, HIGHEST_MMSI = 1, 999_999_999

Registration = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{1,4}-?[0-9]{3,6}(-?[A-Za-z]{1,3})?$"),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PersonIn(Input):
    """An owner or a skipper; sealed, shown to staff only, each look written down."""

    name: PersonalName = Field(min_length=1, max_length=200)
    phone: PersonalPhone = Field(default="", max_length=30)


class VesselWrite(Input):
    """A boat of the registry. Lmax in metres, power in kilowatts."""

    registration: Registration
    mmsi: Annotated[int, Field(ge=LOWEST_MMSI, le=HIGHEST_MMSI)] | None = None
    name: Name = ""
    call_sign: Annotated[str, StringConstraints(strip_whitespace=True, max_length=10)] = ""
    role: Role = Role.FISHING
    length_m: Annotated[float, Field(gt=0, le=500, allow_inf_nan=False)]
    gear: Name = ""
    power_kw: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | None = None
    home_port: Name = ""
    owner: PersonIn | None = None
    skipper: PersonIn | None = None


class VesselRow(Input):
    """One line of the table of boats; an empty cell counts as absent."""

    registration: Registration
    mmsi: Annotated[int, Field(ge=LOWEST_MMSI, le=HIGHEST_MMSI)] | None = None
    name: Name = ""
    call_sign: Annotated[str, StringConstraints(strip_whitespace=True, max_length=10)] = ""
    role: Role = Role.FISHING
    length_m: Annotated[float, Field(gt=0, le=500, allow_inf_nan=False)]
    gear: Name = ""
    power_kw: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | None = None
    home_port: Name = ""
    owner_name: PersonalName = Field(default="", max_length=200)
    owner_phone: PersonalPhone = Field(default="", max_length=30)
    skipper_name: PersonalName = Field(default="", max_length=200)
    skipper_phone: PersonalPhone = Field(default="", max_length=30)


class VesselFilter(Input):
    q: Annotated[str, Field(max_length=100)] = ""
    """Part of name, registration number or MMSI, with or without accents."""
    state: VesselState | None = None
    zone: Annotated[str, Field(max_length=64)] = ""
    registered: bool | None = None
    least_m: Annotated[float, Field(ge=0, le=500)] | None = None

    @property
    def folded(self) -> str:
        return fold(self.q)


class DeviceCreate(Input):
    code: Code
    supplier: Name = ""


class FixRow(Input):
    """One fix. Rows are judged one by one, so their fields are taken as they come."""

    model_config = ConfigDict(extra="ignore")

    t: Any = None
    """UNIX seconds or milliseconds, or ISO 8601 with a zone: the device's own time of the fix."""
    lat: Any = None
    lon: Any = None
    sog: Any = None
    """Knots."""
    cog: Any = None
    heading: Any = None
    acc: Any = None
    """Metres."""
    sos: Any = None


class FixBatch(Input):
    """What a device has in its buffer. It may forget what is answered as accepted or duplicate."""

    device_id: Annotated[str, Field(max_length=64)] = ""
    seq: int | None = None
    fixes: Annotated[list[FixRow], Field(min_length=1, max_length=MOST_FIXES)]


class TrackQuery(Input):
    """From `since` (kept) to `until` (left out), newest first; without them the last 24 hours."""

    since: datetime | None = None
    until: datetime | None = None
    with_doubtful: bool = False
    limit: Annotated[int, Field(ge=1, le=5_000)] = 1_000


class NoteCreate(Input):
    words: Words


class ClosureCreate(Input):
    """A false alarm needs its reason as much as a rescue its result."""

    closing: Closing
    words: Words


class ZoneVerification(Input):
    """Somebody has compared the line with the act itself."""

    enforceable: bool
    source: Words
