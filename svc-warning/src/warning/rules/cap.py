"""A message of CAP 1.2 (OASIS) as data, in the order of the standard's schema. Texts as they stand in the XML."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hueioc.clock import VIETNAM

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d\Z")


@dataclass
class Pair:
    """`eventCode`, `parameter`, `geocode`."""

    valueName: str = ""  # noqa: N815 - the standard's names, here and below
    value: str = ""


@dataclass
class Resource:
    resourceDesc: str = ""  # noqa: N815
    mimeType: str = ""  # noqa: N815
    size: str = ""
    uri: str = ""
    derefUri: str = ""  # noqa: N815
    digest: str = ""


@dataclass
class Area:
    areaDesc: str = ""  # noqa: N815
    polygon: list[str] = field(default_factory=list[str])
    circle: list[str] = field(default_factory=list[str])
    geocode: list[Pair] = field(default_factory=list[Pair])
    altitude: str = ""
    ceiling: str = ""


@dataclass
class Info:
    language: str = ""
    category: list[str] = field(default_factory=list[str])
    event: str = ""
    responseType: list[str] = field(default_factory=list[str])  # noqa: N815
    urgency: str = ""
    severity: str = ""
    certainty: str = ""
    audience: str = ""
    eventCode: list[Pair] = field(default_factory=list[Pair])  # noqa: N815
    effective: str = ""
    onset: str = ""
    expires: str = ""
    senderName: str = ""  # noqa: N815
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameter: list[Pair] = field(default_factory=list[Pair])
    resource: list[Resource] = field(default_factory=list[Resource])
    area: list[Area] = field(default_factory=list[Area])


@dataclass
class Message:
    """The element `alert`."""

    identifier: str = ""
    sender: str = ""
    sent: str = ""
    status: str = ""
    msgType: str = ""  # noqa: N815
    source: str = ""
    scope: str = ""
    restriction: str = ""
    addresses: str = ""
    code: list[str] = field(default_factory=list[str])
    note: str = ""
    references: str = ""
    incidents: str = ""
    info: list[Info] = field(default_factory=list[Info])


def cap_time(moment: datetime) -> str:
    """In the civil time of Hue; whole seconds, never `Z`."""
    return moment.astimezone(VIETNAM).replace(microsecond=0).isoformat()


def moment_of(text: str) -> datetime | None:
    """None for what is no CAP time: `yyyy-mm-ddThh:mm:ss±hh:mm`; `Z` is forbidden, UTC is `-00:00`."""
    if not _TIME.match(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def identifier_of(arc: str, sent: datetime) -> str:
    """`urn:oid:<arc>.YYYY.M.D.h.m.s` (WMO's pattern), UTC."""
    parts = sent.astimezone(UTC).timetuple()[:6]
    return f"urn:oid:{arc}." + ".".join(map(str, parts))


def reference_of(sender: str, identifier: str, sent: str) -> str:
    return f"{sender},{identifier},{sent}"


def split_references(text: str) -> list[tuple[str, str, str]] | None:
    """The triples (sender, identifier, sent); None when one is none."""
    found: list[tuple[str, str, str]] = []
    for part in text.split():
        pieces = part.split(",")
        if len(pieces) != 3 or not all(pieces):  # noqa: PLR2004 - sender, identifier, sent
            return None
        found.append((pieces[0], pieces[1], pieces[2]))
    return found
