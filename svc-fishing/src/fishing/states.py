"""The states, channels and flags of boats, fixes, zones and distress, as data."""

from enum import IntFlag, StrEnum


class VesselState(StrEnum):
    AWAITED = "awaited"
    """No good fix has ever come."""
    ONLINE = "online"
    SILENT = "silent"
    """Longer than the first limit without a fix: the owner is to be warned."""
    LOST = "lost"
    """Longer than the second limit: the duty to report by other means has begun."""


class Role(StrEnum):
    """What the boat is licensed as; decides where it may be."""

    FISHING = "fishing"
    LOGISTICS = "logistics"
    OTHER = "other"


class Channel(StrEnum):
    AIS = "ais"
    DEVICE = "device"


class Clock(StrEnum):
    """Where the time of a fix comes from."""

    MESSAGE = "message"
    """The device, or the TAG block of the receiver, with the second of the AIS message."""
    ARRIVAL = "arrival"
    """The sentence had no time: our clock at its arrival, with the second of the AIS message."""


class Outcome(StrEnum):
    """What became of one fix."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a fix or a sentence was not taken."""

    SYNTAX = "syntax"
    CHECKSUM = "checksum"
    INCOMPLETE = "incomplete"
    UNSUPPORTED = "unsupported"
    NO_POSITION = "no-position"
    WRONG_TIME = "wrong-time"
    IN_THE_FUTURE = "in-the-future"
    TOO_OLD = "too-old"
    WRONG_VALUE = "wrong-value"
    TOO_MANY_VESSELS = "too-many-vessels"
    NOT_STORED = "not-stored"


class Flag(IntFlag):
    """What is doubtful about a stored fix. One with any of `DOUBTS` moves no boat and rings no bell."""

    NONE = 0
    IMPOSSIBLE_SPEED = 1
    NOISE = 2
    CONFLICT = 4
    ARRIVAL_TIME = 8
    LATE = 16


DOUBTS = Flag.IMPOSSIBLE_SPEED | Flag.NOISE | Flag.CONFLICT


class ZoneKind(StrEnum):
    COASTAL = "coastal"
    INSHORE = "inshore"
    OFFSHORE = "offshore"
    RESERVE = "reserve"
    BOUNDARY = "boundary"
    """The area beyond a boundary at sea: to enter it is to cross."""
    PORT = "port"


FISHING_ZONES = frozenset({ZoneKind.COASTAL, ZoneKind.INSHORE, ZoneKind.OFFSHORE})


class Finding(StrEnum):
    """What being in a zone means for this boat."""

    NONE = "none"
    ADVICE = "advice"
    """It may not fish there, but the zone's line is not fit to be enforced."""
    VIOLATION = "violation"


class DistressKind(StrEnum):
    SART = "sart"
    MOB = "mob"
    EPIRB = "epirb"
    DEVICE = "device"


DISTRESS_PREFIXES = {970: DistressKind.SART, 972: DistressKind.MOB, 974: DistressKind.EPIRB}
"""The first three digits of the MMSI (ITU-R M.585)."""


class DistressState(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Closing(StrEnum):
    RESOLVED = "resolved"
    FALSE_ALARM = "false-alarm"


class LineKind(StrEnum):
    """The lines of a distress log."""

    RAISED = "raised"
    MOVED = "moved"
    ACKNOWLEDGED = "acknowledged"
    NOTE = "note"
    CLOSED = "closed"


class ChangeKind(StrEnum):
    """The lines of a boat's history."""

    REGISTERED = "registered"
    CHANGED = "changed"
    ENTERED = "entered"
    LEFT = "left"
    SILENT = "silent"
    RECOVERED = "recovered"
    DISTRESS = "distress"


class PersonRole(StrEnum):
    OWNER = "owner"
    SKIPPER = "skipper"
