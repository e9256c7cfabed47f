"""What the camera service tells the others. Nobody's face, plate or name is in any of it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from camera.states import Direction, RuleKind, Size
from hueioc.events import Audience, Event


class CameraFacts(Event, type="vn.hue.camera.camera.changed.v1", audience=Audience.STAFF):
    """What every event of a camera says. Not published itself."""

    camera_id: UUID
    code: str
    name_vi: str
    name_en: str
    lat: float
    lon: float
    ward: str | None
    at: datetime
    symptoms: list[str]


class CameraOnline(CameraFacts, type="vn.hue.camera.camera.online.v1", audience=Audience.STAFF):
    """Good pictures come."""


class CameraDegraded(CameraFacts, type="vn.hue.camera.camera.degraded.v1", audience=Audience.STAFF):
    """Pictures come, but no rule may judge by them."""


class CameraOffline(CameraFacts, type="vn.hue.camera.camera.offline.v1", audience=Audience.STAFF):
    """Nothing comes."""


class ViolationFacts(Event, type="vn.hue.camera.violation.changed.v1", audience=Audience.STAFF):
    """What every event of a case says. Not published itself; `at` is when the rule was broken."""

    violation_id: UUID
    number: int
    camera_id: UUID
    rule: RuleKind
    lat: float
    lon: float
    ward: str | None
    at: datetime


class ViolationDetected(ViolationFacts, type="vn.hue.camera.violation.detected.v1", audience=Audience.STAFF):
    """A rule was broken, as far as a machine can tell."""


class ViolationConfirmed(ViolationFacts, type="vn.hue.camera.violation.confirmed.v1", audience=Audience.STAFF):
    """Two persons, or a third after two that differed, have confirmed it."""


class ViolationRejected(ViolationFacts, type="vn.hue.camera.violation.rejected.v1", audience=Audience.STAFF):
    """It was none."""


class ViolationSealed(ViolationFacts, type="vn.hue.camera.violation.sealed.v1", audience=Audience.STAFF):
    """The evidence is sealed; who keeps the hash can prove a later change."""

    manifest_sha256: str
    previous_sha256: str
    key_id: str


class ViolationTransferred(ViolationFacts, type="vn.hue.camera.violation.transferred.v1", audience=Audience.STAFF):
    """The police have the package."""


class Counted(BaseModel):
    line: str
    direction: Direction
    size: Size
    number: int


class TrafficCounted(Event, type="vn.hue.camera.traffic.counted.v1", audience=Audience.PUBLIC):
    """A quarter of an hour is over. `watched_s` of 900: less is a gap, never a zero."""

    camera_id: UUID
    code: str
    lat: float
    lon: float
    quarter: datetime
    watched_s: float
    counts: list[Counted]


PUBLISHED = (
    CameraOnline,
    CameraDegraded,
    CameraOffline,
    ViolationDetected,
    ViolationConfirmed,
    ViolationRejected,
    ViolationSealed,
    ViolationTransferred,
    TrafficCounted,
)
