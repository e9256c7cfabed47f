"""One message as it came, to one event. Pure; never raises for what it is given."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import orjson

from infosec.rules import json_events, ocsf, syslog, unix_logs
from infosec.rules.ocsf import Event, Head

FUTURE = timedelta(days=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
BOUNDS = "time out of bounds, that of the arrival is used"


def event_of_syslog(raw: bytes, received: datetime, zone: tzinfo) -> Event:
    try:
        message = syslog.parse(raw, received=received, zone=zone)
    except syslog.Unreadable as error:
        return ocsf.unread(raw, str(error), Head(received))
    at, doubt = _within(message.at, received)
    extra: dict[str, Any] = {"facility": message.facility, "syslog": message.form}
    extra |= {"procid": message.process} if message.process else {}
    extra |= {"msgid": message.message_id} if message.message_id else {}
    extra |= {"structured_data": message.data} if message.data else {}
    extra |= {"time_error": doubt} if doubt else {}
    text = ocsf.clean(message.text)
    severity = unix_logs.SEVERITIES[message.severity]
    head = Head(at, severity, message.host, message.app, "", text[: ocsf.LONGEST_TEXT], ocsf.clean(extra))
    inner = _json_of(text)
    if inner is not None:  # many programs write JSON into syslog
        event = json_events.event_of(inner, raw, at)
        event.ocsf.setdefault("device", {"hostname": message.host, "type_id": ocsf.UNKNOWN})
        fields = event.fields
        document, source = event.ocsf, event.source
    else:
        document, fields, source = unix_logs.meaning(message, head)
    fields = {name: part for data in message.data.values() for name, part in data.items()} | fields
    fields |= {"message": text[: ocsf.LONGEST_TEXT], "hostname": message.host, "appname": message.app}
    return Event(ocsf.clean(document), fields, source, raw)


def event_of_json(raw: bytes, received: datetime) -> Event:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return ocsf.unread(raw, "not JSON", Head(received))
    return event_of_value(value, raw, received)


def event_of_value(value: object, raw: bytes, received: datetime) -> Event:
    event = json_events.event_of(value, raw, received)
    said = datetime.fromtimestamp(event.ocsf["time"] / 1000, UTC)
    at, doubt = _within(said, received)
    if doubt:
        event.ocsf["time"] = int(at.timestamp() * 1000)
        unmapped = event.ocsf.get("unmapped")
        event.ocsf["unmapped"] = (unmapped if isinstance(unmapped, dict) else {}) | {"time_error": doubt}
    return event


def _json_of(text: str) -> dict[str, Any] | None:
    begin = text.removeprefix("@cee:").lstrip()
    if not begin.startswith("{"):
        return None
    try:
        found = orjson.loads(begin.encode())
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    return found if isinstance(found, dict) else None


def _within(at: datetime | None, received: datetime) -> tuple[datetime, str]:
    if at is None:
        return received, ""
    return (at, "") if EARLIEST <= at <= received + FUTURE else (received, BOUNDS)
