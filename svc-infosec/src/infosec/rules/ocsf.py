"""Events in the Open Cybersecurity Schema Framework (schema 1.6): the parts that every class needs. Pure."""

import ipaddress
import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

VERSION = "1.6.0"
BASE, FILE, PROCESS, EVENT_LOG = 0, 1001, 1007, 1008
DETECTION, ACCOUNT, AUTHENTICATION, GROUP = 2004, 3001, 3002, 3006
NETWORK, HTTP, DNS, SMB = 4001, 4002, 4003, 4006
UNKNOWN, INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, FATAL, OTHER = 0, 1, 2, 3, 4, 5, 6, 99
SUCCESS, FAILURE = 1, 2
"""`status_id`."""
LONGEST_TEXT = 8_192
"""Of one value that rules look at."""
MOST_FIELDS = 300
MOST_DEPTH = 12
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class LogSource:
    """What a rule's `logsource` is compared with. An event of sshd is also one of the service `auth`."""

    category: str = ""
    product: str = ""
    services: frozenset[str] = frozenset()


@dataclass
class Event:
    """One event: as OCSF, as the fields that rules name, and as it came."""

    ocsf: dict[str, Any]
    fields: dict[str, Scalar]
    source: LogSource
    raw: bytes
    error: str = ""
    """Why it could not be read; then `ocsf` is a Base Event that carries `raw_data` alone."""


@dataclass(frozen=True)
class Head:
    """What is known of an event before its content is looked at."""

    at: datetime
    severity: int = UNKNOWN
    host: str = ""
    product: str = ""
    vendor: str = ""
    message: str = ""
    unmapped: dict[str, Any] = field(default_factory=dict[str, Any])


def made(class_uid: int, activity: int, head: Head, /, **parts: Any) -> dict[str, Any]:
    """A document of the class with everything that OCSF requires of all; parts that are empty are left out."""
    milliseconds = int(head.at.timestamp() * 1000)
    document: dict[str, Any] = {
        "activity_id": activity,
        "category_uid": class_uid // 1000 % 100,
        "class_uid": class_uid,
        "type_uid": class_uid * 100 + activity,
        "severity_id": head.severity,
        "time": milliseconds,
        "metadata": {"version": VERSION, "product": {"name": head.product, "vendor_name": head.vendor}},
    }
    if head.host:
        document["device"] = {"hostname": head.host, "type_id": UNKNOWN}
    if head.message:
        document["message"] = head.message
    if head.unmapped:
        document["unmapped"] = head.unmapped
    return document | {name: part for name, part in parts.items() if part not in (None, "", {}, [])}


def endpoint(ip: str | None, port: object = None, host: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"ip": ip} if is_address(ip) else {}
    if isinstance(port, int) or (isinstance(port, str) and port.isascii() and port.isdigit() and len(port) < 6):  # noqa: PLR2004 - at most 65535
        found["port"] = int(port)
    name = host or (ip if ip and not found.get("ip") else "")
    return found | ({"hostname": name} if name else {})


def is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def flat(value: Any, prefix: str = "") -> dict[str, Scalar]:
    """Nested names joined by dots; elements of a list share their name's text, joined by line ends. Bounded."""
    found: dict[str, Scalar] = {}
    pending: list[tuple[str, Any, int]] = [(prefix, value, 0)]
    while pending and len(found) < MOST_FIELDS:
        name, part, depth = pending.pop()
        if isinstance(part, dict) and depth < MOST_DEPTH:
            pending += [(f"{name}.{each}" if name else str(each), inner, depth + 1) for each, inner in part.items()]
        elif isinstance(part, list):
            texts = [str(each) for each in part[:MOST_FIELDS] if isinstance(each, str | int | float)]
            found[name] = "\n".join(texts)[:LONGEST_TEXT]
            pending += [(name, each, depth + 1) for each in part[:8] if isinstance(each, dict) and depth < MOST_DEPTH]
        elif isinstance(part, str):
            found[name] = part[:LONGEST_TEXT]
        elif part is None or isinstance(part, bool | int | float):
            found[name] = part
    return found


def clean(value: Any, depth: int = 0) -> Any:
    """Without what PostgreSQL's JSON cannot hold: NUL, half characters, numbers out of reach, depth without end."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return (
            {str(clean(str(name), depth)): clean(part, depth + 1) for name, part in value.items()}
            if depth < MOST_DEPTH
            else "…"
        )
    if isinstance(value, list):
        return [clean(part, depth + 1) for part in value] if depth < MOST_DEPTH else "…"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def unread(raw: bytes, error: str, head: Head) -> Event:
    """A Base Event that keeps what came."""
    shown = raw[:LONGEST_TEXT].decode("utf-8", "replace").replace("\0", "\ufffd")
    document = made(BASE, OTHER, head, raw_data=shown)
    return Event(document, {"message": shown}, LogSource(), raw, error)
