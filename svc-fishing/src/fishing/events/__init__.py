"""What the fishing service tells the others: what positions mean, never the positions themselves. For staff only."""

from datetime import datetime
from uuid import UUID

from fishing.states import Closing, DistressKind, Finding, Role, ZoneKind
from hueioc.events import Audience, Event


class VesselFacts(Event, type="vn.hue.fishing.vessel.changed.v1", audience=Audience.STAFF):
    """What every event of a boat says. Not published itself."""

    vessel_id: UUID
    registration: str | None
    mmsi: int | None
    name: str
    role: Role
    length_m: float | None
    at: datetime


class VesselRegistered(VesselFacts, type="vn.hue.fishing.vessel.registered.v1", audience=Audience.STAFF):
    """A boat is in the registry, or its entry has changed."""


class ZoneFacts(VesselFacts, type="vn.hue.fishing.vessel.passed.v1", audience=Audience.STAFF):
    """A line at sea was passed between two fixes; `at` and the place lie between them. Not published itself."""

    zone: str
    zone_vi: str
    zone_en: str
    kind: ZoneKind
    lat: float
    lon: float
    since: datetime | None
    """The fix before the line."""
    until: datetime
    """The fix behind it."""
    enforceable: bool
    finding: Finding
    act: str


class VesselEntered(ZoneFacts, type="vn.hue.fishing.vessel.entered.v1", audience=Audience.STAFF):
    """A boat is in a zone."""


class VesselLeft(ZoneFacts, type="vn.hue.fishing.vessel.left.v1", audience=Audience.STAFF):
    """A boat has left a zone, or has come back over a boundary."""


class VesselCrossedBoundary(ZoneFacts, type="vn.hue.fishing.vessel.crossed_boundary.v1", audience=Audience.STAFF):
    """A boat is beyond a boundary at sea."""


class PortEntered(ZoneFacts, type="vn.hue.fishing.port.entered.v1", audience=Audience.STAFF):
    """A boat is at a fishing port."""


class PortLeft(ZoneFacts, type="vn.hue.fishing.port.left.v1", audience=Audience.STAFF):
    """A boat has put to sea."""


class VesselSilent(VesselFacts, type="vn.hue.fishing.vessel.silent.v1", audience=Audience.STAFF):
    """No fix for `hours`, the limit that was passed; `is_breach` when the duty to report by other means has begun."""

    hours: float
    is_breach: bool
    heard_at: datetime
    lat: float
    lon: float


class VesselRecovered(VesselFacts, type="vn.hue.fishing.vessel.recovered.v1", audience=Audience.STAFF):
    """A boat that was silent is heard of again."""

    silent_since: datetime | None


class DistressFacts(Event, type="vn.hue.fishing.distress.changed.v1", audience=Audience.STAFF):
    """What every event of a distress says. Not published itself."""

    distress_id: UUID
    kind: DistressKind
    is_test: bool
    vessel_id: UUID | None
    label: str
    mmsi: int | None
    lat: float | None
    lon: float | None
    raised_at: datetime
    at: datetime


class DistressRaised(DistressFacts, type="vn.hue.fishing.distress.raised.v1", audience=Audience.STAFF):
    """Somebody calls for help."""


class DistressAcknowledged(DistressFacts, type="vn.hue.fishing.distress.acknowledged.v1", audience=Audience.STAFF):
    """Somebody on duty has taken it up."""


class DistressClosed(DistressFacts, type="vn.hue.fishing.distress.closed.v1", audience=Audience.STAFF):
    """It is over: resolved, or it was a false alarm."""

    closing: Closing


PUBLISHED = (
    VesselRegistered,
    VesselEntered,
    VesselLeft,
    VesselCrossedBoundary,
    PortEntered,
    PortLeft,
    VesselSilent,
    VesselRecovered,
    DistressRaised,
    DistressAcknowledged,
    DistressClosed,
)
