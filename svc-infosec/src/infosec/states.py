"""The states, kinds and levels of events, alerts, pages and incidents, as data."""

from enum import StrEnum


class Channel(StrEnum):
    UDP = "udp"
    TCP = "tcp"
    HTTP = "http"


class Level(StrEnum):
    """Of a Sigma rule and of the alert it raises."""

    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


URGENT = frozenset({Level.HIGH, Level.CRITICAL})


class AlertKind(StrEnum):
    RULE = "rule"
    INDICATOR = "indicator"
    PAGE = "page"


class AlertState(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    CLOSED = "closed"


class Verdict(StrEnum):
    """OCSF `verdict_id` 1, 2, 5 and 10."""

    FALSE_POSITIVE = "false-positive"
    TRUE_POSITIVE = "true-positive"
    BENIGN = "benign"
    DUPLICATE = "duplicate"


class RuleState(StrEnum):
    ACTIVE = "active"
    OFF = "off"
    """Switched off by somebody."""
    REJECTED = "rejected"
    """The file could not be read as a rule; `reason` says why."""
    GONE = "gone"
    """The file is no longer in the folder."""


class RuleOrigin(StrEnum):
    SUITE = "suite"
    FOLDER = "folder"


class IndicatorKind(StrEnum):
    IP = "ip"
    """An address or a network, IPv4 or IPv6."""
    DOMAIN = "domain"
    """Its subdomains too."""
    HASH = "hash"
    """MD5, SHA-1 or SHA-256 in hexadecimal."""


class PageState(StrEnum):
    AWAITED = "awaited"
    UP = "up"
    DOWN = "down"
    DEFACED = "defaced"


class Suspicion(StrEnum):
    """What a first look has found, and a second from a fresh connection must confirm."""

    NONE = "none"
    DOWN = "down"
    DEFACED = "defaced"
    UP = "up"


class Failure(StrEnum):
    """Why a look at a page has failed."""

    NAME = "name"
    REFUSED_ADDRESS = "refused-address"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    STATUS = "status"
    REDIRECTS = "redirects"
    PROTOCOL = "protocol"


class Severity(StrEnum):
    """Of an incident; SERIOUS as Decision 05/2017/QĐ-TTg means it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    SERIOUS = "serious"


SEVERITIES = tuple(Severity)
"""From the lightest on."""


class IncidentKind(StrEnum):
    DEFACEMENT = "defacement"
    INTRUSION = "intrusion"
    MALWARE = "malware"
    DATA_BREACH = "data-breach"
    DENIAL = "denial-of-service"
    OTHER = "other"


class IncidentState(StrEnum):
    """OCSF Incident Finding `status_id` 1, 2, 3, 4 and 5."""

    NEW = "new"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


MOVES: dict[IncidentState, frozenset[IncidentState]] = {
    IncidentState.NEW: frozenset({IncidentState.IN_PROGRESS, IncidentState.CLOSED}),
    IncidentState.IN_PROGRESS: frozenset({IncidentState.ON_HOLD, IncidentState.RESOLVED, IncidentState.CLOSED}),
    IncidentState.ON_HOLD: frozenset({IncidentState.IN_PROGRESS, IncidentState.CLOSED}),
    IncidentState.RESOLVED: frozenset({IncidentState.IN_PROGRESS, IncidentState.CLOSED}),
    IncidentState.CLOSED: frozenset(),
}


class LineKind(StrEnum):
    """A line of an incident's timeline."""

    OPENED = "opened"
    TAKEN = "taken"
    MOVED = "moved"
    NOTE = "note"
    ALERT = "alert"
    ESCALATED = "escalated"
    REPORTED = "reported"
    OVERDUE = "overdue"
    CLOSED = "closed"
