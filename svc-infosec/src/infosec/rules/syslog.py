"""Syslog messages of RFC 5424 and RFC 3164, told apart by their beginning; what is neither is kept with why."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

MOST_BYTES = 64 << 10
"""Of one message; RFC 5424 section 6.1 asks for 2,048."""
DEFAULT_PRIORITY = 13
"""user.notice, for a message without a priority (RFC 3164 section 4.3.3)."""
BOM = "\ufeff"
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = {name: number for number, name in enumerate(NAMES, 1)}
_PRIORITY = re.compile(r"<(0|[1-9][0-9]{0,2})>")
_HEADER = re.compile(
    r"([1-9][0-9]{0,2}) (?P<time>-|[0-9TZ:+.-]{20,35}) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) "
    r"(?P<process>[!-~]{1,128}) (?P<id>[!-~]{1,32}) "
)
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_ELEMENT = re.compile(r"\[([^ =\]\"\x00-\x1f]{1,32})", re.ASCII)
_PARAMETER = re.compile(r' ([^ =\]"\x00-\x1f]{1,32})="((?:[^"\\\]]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\\]])')
_OLD = re.compile(r"(?P<month>[A-Z][a-z]{2}) (?P<day>[ 0-3]?[0-9]) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) ")
_HOST = re.compile(r"([!-~]{1,255}) ")
_TAG = re.compile(r"([!-Z\\^-~]{1,48})(?:\[([^\]\s]{1,128})\])?: ?", re.ASCII)


class Unreadable(ValueError):
    """The message is neither of the two; the words say why."""


@dataclass(frozen=True)
class Message:
    """One message. `at` None: it has no time of its own."""

    form: Literal["rfc5424", "rfc3164"]
    facility: int
    severity: int
    """0 emergency to 7 debug."""
    at: datetime | None
    host: str = ""
    app: str = ""
    process: str = ""
    message_id: str = ""
    data: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    text: str = ""


def parse(raw: bytes, *, received: datetime, zone: tzinfo) -> Message:
    """`zone` is that of a source whose messages do not say theirs (RFC 3164). Raises `Unreadable`."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"longer than {MOST_BYTES} bytes")
    text = raw.decode("utf-8", "replace").rstrip("\r\n\0")
    if not text.strip():
        raise Unreadable("empty")
    found = _PRIORITY.match(text)
    priority = int(found[1]) if found else DEFAULT_PRIORITY
    if priority > 191:  # noqa: PLR2004 - 23 * 8 + 7, RFC 5424 section 6.2.1
        raise Unreadable("priority above 191")
    rest = text[found.end() :] if found else text
    if found and (header := _HEADER.match(rest)):
        return _new(priority, header, rest[header.end() :])
    return _old(priority, rest, received, zone, has_priority=bool(found))


def _new(priority: int, header: re.Match[str], rest: str) -> Message:
    data, end = _structured(rest)
    text = rest[end:]
    if text and not text.startswith(" "):
        raise Unreadable("no blank after the structured data")
    return Message(
        form="rfc5424",
        facility=priority >> 3,
        severity=priority & 7,
        at=_timestamp(header["time"]),
        host=_said(header["host"]),
        app=_said(header["app"]),
        process=_said(header["process"]),
        message_id=_said(header["id"]),
        data=data,
        text=text[1:].removeprefix(BOM),
    )


def _said(value: str) -> str:
    return "" if value == "-" else value


def _timestamp(value: str) -> datetime | None:
    if value == "-":
        return None
    if not _TIMESTAMP.match(value):
        raise Unreadable("the time is not that of RFC 5424 section 6.2.3")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable("there is no such time") from error


def _structured(text: str) -> tuple[dict[str, dict[str, str]], int]:
    """The elements, and where they end."""
    if text.startswith("-"):
        return {}, 1
    found: dict[str, dict[str, str]] = {}
    place = 0
    while element := _ELEMENT.match(text, place):
        named = found.setdefault(element[1], {})
        place = element.end()
        while parameter := _PARAMETER.match(text, place):
            named[parameter[1]] = _ESCAPED.sub(r"\1", parameter[2])
            place = parameter.end()
        if not text.startswith("]", place):
            raise Unreadable("structured data that does not end")
        place += 1
    if not place:
        raise Unreadable("neither structured data nor a hyphen")
    return found, place


def _old(priority: int, rest: str, received: datetime, zone: tzinfo, *, has_priority: bool) -> Message:
    stamp = _OLD.match(rest)
    if stamp is None and not has_priority:
        raise Unreadable("neither a priority nor a time")
    at = _nearest(stamp, received, zone) if stamp else None
    rest = rest[stamp.end() :] if stamp else rest
    host = _HOST.match(rest) if stamp else None
    rest = rest[host.end() :] if host else rest
    tag = _TAG.match(rest)
    return Message(
        form="rfc3164",
        facility=priority >> 3,
        severity=priority & 7,
        at=at,
        host=host[1] if host else "",
        app=tag[1] if tag else "",
        process=(tag[2] or "") if tag else "",
        text=rest[tag.end() :] if tag else rest,
    )


def _nearest(stamp: re.Match[str], received: datetime, zone: tzinfo) -> datetime:
    """The year is not said: that which brings the time nearest to its arrival."""
    here = received.astimezone(zone)
    found: list[datetime] = []
    for year in (here.year - 1, here.year, here.year + 1):
        try:
            parts = (MONTHS[stamp["month"]], int(stamp["day"]), *(int(stamp[p]) for p in ("hour", "minute", "second")))
            found.append(datetime(year, *parts, tzinfo=zone))
        except (KeyError, ValueError):  # 29 February, or no such time
            continue
    if not found:
        raise Unreadable("there is no such time")
    return min(found, key=lambda each: abs(each - here) or timedelta()).astimezone(UTC)
