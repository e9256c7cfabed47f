"""Events that come as JSON: OCSF itself, Suricata EVE, Windows and Sysmon, web access, and anything else. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from infosec.rules import ocsf
from infosec.rules.ocsf import Event, Head, LogSource, Scalar, flat
from infosec.rules.unix_logs import Meaning, web

LATEST_MS = 253_402_300_799_999
SYSMON = {
    1: (ocsf.PROCESS, 1),
    3: (ocsf.NETWORK, 1),
    5: (ocsf.PROCESS, 2),
    11: (ocsf.FILE, 1),
    22: (ocsf.DNS, 1),
    23: (ocsf.FILE, 4),
    26: (ocsf.FILE, 4),
}
SECURITY = {
    1102: (ocsf.EVENT_LOG, 1),
    4624: (ocsf.AUTHENTICATION, 1),
    4625: (ocsf.AUTHENTICATION, 1),
    4634: (ocsf.AUTHENTICATION, 2),
    4688: (ocsf.PROCESS, 1),
    4689: (ocsf.PROCESS, 2),
    4720: (ocsf.ACCOUNT, 1),
    4722: (ocsf.ACCOUNT, 2),
    4724: (ocsf.ACCOUNT, 4),
    4725: (ocsf.ACCOUNT, 5),
    4726: (ocsf.ACCOUNT, 6),
}
CATEGORIES = {1: "process_creation", 3: "network_connection", 11: "file_event", 22: "dns_query", 23: "file_delete"}
EVE = {
    "alert": (ocsf.DETECTION, 1),
    "dns": (ocsf.DNS, 1),
    "http": (ocsf.HTTP, 99),
    "tls": (ocsf.NETWORK, 6),
    "flow": (ocsf.NETWORK, 6),
    "ssh": (4007, 99),
    "fileinfo": (ocsf.FILE, 99),
}
EVE_SEVERITIES = {1: ocsf.HIGH, 2: ocsf.MEDIUM, 3: ocsf.LOW, 4: ocsf.INFORMATIONAL}
_TIMES = ("time", "timestamp", "@timestamp", "ts", "time_local", "time_iso8601")


def event_of(value: object, raw: bytes, received: datetime) -> Event:
    """Any JSON object becomes an event; anything else is kept as it came."""
    if not isinstance(value, dict):
        return ocsf.unread(raw, "not a JSON object", Head(received))
    document: dict[str, Any] = ocsf.clean(value)
    readers: tuple[Callable[[dict[str, Any], datetime], Meaning | None], ...] = (_ocsf, _windows, _eve, _access, _any)
    for reader in readers:
        if found := reader(document, received):
            return Event(ocsf.clean(found.document), found.fields, found.source, raw)
    return ocsf.unread(raw, "no event in it", Head(received))


def moment(value: object) -> datetime | None:
    """ISO 8601 with a zone, or UNIX seconds or milliseconds."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LATEST_MS:
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)  # noqa: PLR2004 - seconds end in 5138
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _at(document: dict[str, Any], received: datetime) -> datetime:
    return next((at for name in _TIMES if (at := moment(document.get(name)))), received)


def _integer(value: object) -> int | None:
    if isinstance(value, dict):  # evtx-rs writes {"#text": 4624}
        value = value.get("#text")
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31 else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _part(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _ocsf(document: dict[str, Any], received: datetime) -> Meaning | None:
    """What says of itself that it is OCSF: whatever is required and missing or contradicts the class is set right."""
    class_uid, activity = _integer(document.get("class_uid")), _integer(document.get("activity_id"))
    if class_uid is None or "metadata" not in document:
        return None
    metadata = _part(document, "metadata")
    product = _part(metadata, "product")
    severity = _integer(document.get("severity_id"))
    head = Head(
        at=moment(document.get("time")) or received,
        severity=severity if severity in range(7) or severity == ocsf.OTHER else ocsf.UNKNOWN,  # pyright: ignore[reportArgumentType] - looked at
        product=_text(product.get("name")),
        vendor=_text(product.get("vendor_name")),
    )
    fixed = ocsf.made(class_uid, activity if activity is not None and activity < 100 else ocsf.OTHER, head)  # noqa: PLR2004
    whole = document | fixed | {"metadata": fixed["metadata"] | metadata}
    fields = flat(whole)
    for name, path in (("user", "user.name"), ("src_ip", "src_endpoint.ip"), ("dst_ip", "dst_endpoint.ip")):
        if fields.get(path):
            fields.setdefault(name, fields[path])
    if fields.get("process.cmd_line"):
        fields.setdefault("CommandLine", fields["process.cmd_line"])
    service = _text(product.get("name")).lower()
    return Meaning(whole, fields, LogSource(services=frozenset({service} - {""})))


def _windows(document: dict[str, Any], received: datetime) -> Meaning | None:
    whole = _part(document, "Event") or document
    system, data = _part(whole, "System"), _part(whole, "EventData")
    number = _integer(system.get("EventID"))
    if number is None:
        return None
    channel, provider = _text(system.get("Channel")), _text(_part(_part(system, "Provider"), "#attributes").get("Name"))
    provider = provider or _text(_part(system, "Provider").get("Name"))
    is_sysmon = "sysmon" in (provider + channel).lower()
    class_uid, activity = (SYSMON if is_sysmon else SECURITY).get(number, (ocsf.BASE, ocsf.OTHER))
    created = _part(system, "TimeCreated")
    at = moment(_part(created, "#attributes").get("SystemTime") or created.get("SystemTime")) or received
    product = provider or channel
    head = Head(at, ocsf.INFORMATIONAL, _text(system.get("Computer")), product, "Microsoft", unmapped=whole)
    fields: dict[str, Scalar] = flat(data) | {"EventID": number, "Channel": channel, "Provider_Name": provider}
    if number == 4688:  # noqa: PLR2004 - names of the rules' taxonomy for process_creation
        fields |= {"Image": fields.get("NewProcessName"), "ParentImage": fields.get("ParentProcessName")}
    user, ip = _text(data.get("TargetUserName")) or _text(data.get("User")), _text(data.get("IpAddress"))
    fields |= ({"user": user} if user else {}) | ({"src_ip": ip} if ocsf.is_address(ip) else {})
    parts: dict[str, Any] = {"user": {"name": user} if user else {}, "src_endpoint": ocsf.endpoint(ip or None)}
    if class_uid == ocsf.AUTHENTICATION:
        parts["status_id"] = ocsf.FAILURE if number == 4625 else ocsf.SUCCESS  # noqa: PLR2004 - a failed log-on
    if class_uid == ocsf.PROCESS:
        command = {"cmd_line": fields.get("CommandLine"), "file": {"path": fields.get("Image")}}
        parts |= {"process": {name: part for name, part in command.items() if part}}
    service = "sysmon" if is_sysmon else channel.lower()
    category = CATEGORIES.get(number, "") if is_sysmon else "process_creation" if number == 4688 else ""  # noqa: PLR2004
    source = LogSource(category, "windows", frozenset({service} - {""}))
    return Meaning(ocsf.made(class_uid, activity, head, **parts), fields, source)


def _eve(document: dict[str, Any], received: datetime) -> Meaning | None:
    kind, stamp = document.get("event_type"), document.get("timestamp")
    if not isinstance(kind, str) or kind not in EVE or not isinstance(stamp, str):
        return None
    class_uid, activity = EVE[kind]
    alert, dns, http = (_part(document, name) for name in ("alert", "dns", "http"))
    severity = EVE_SEVERITIES.get(_integer(alert.get("severity")) or 0, ocsf.INFORMATIONAL)
    head = Head(_at(document, received), severity, _text(document.get("host")), "Suricata", "OISF", unmapped=document)
    title = _text(alert.get("signature"))
    finding = {"title": title, "uid": str(alert.get("signature_id", ""))} if kind == "alert" else {}
    ips = (_text(document.get("src_ip")) or None, _text(document.get("dest_ip")) or None)
    parts: dict[str, Any] = {
        "finding_info": finding,
        "src_endpoint": ocsf.endpoint(ips[0], document.get("src_port")),
        "dst_endpoint": ocsf.endpoint(ips[1], document.get("dest_port")),
        "query": {"hostname": _text(dns.get("rrname"))} if dns.get("rrname") else {},
        "http_request": {"url": {"hostname": _text(http.get("hostname")), "path": _text(http.get("url"))}}
        if http
        else {},
    }
    fields = flat(document) | {"src_ip": ips[0], "dst_ip": ips[1]}
    category = "dns" if kind == "dns" else "proxy" if kind == "http" else ""
    return Meaning(
        ocsf.made(class_uid, activity, head, **parts), fields, LogSource(category, "", frozenset({"suricata"}))
    )


def _access(document: dict[str, Any], received: datetime) -> Meaning | None:
    """The JSON of nginx, with the names of its variables."""
    said = {
        "ip": document.get("remote_addr"),
        "method": document.get("request_method"),
        "uri": document.get("request_uri"),
        "status": _integer(document.get("status")),
        "user": document.get("remote_user"),
        "agent": document.get("http_user_agent"),
        "referer": document.get("http_referer"),
    }
    if said["status"] is None or not all(isinstance(said[name], str) for name in ("ip", "method", "uri")):
        return None
    said |= {name: _text(said[name]) for name in ("user", "agent", "referer")}
    host = _text(document.get("host"))
    found = web(said, Head(_at(document, received), ocsf.INFORMATIONAL, host, "nginx", "nginx", unmapped=document))
    return _with_fields(found, flat(document))


def _with_fields(found: Meaning, more: dict[str, Scalar]) -> Meaning:
    return Meaning(found.document, more | found.fields, replace(found.source, services=frozenset({"nginx"})))


def _any(document: dict[str, Any], received: datetime) -> Meaning | None:
    fields = flat(document)
    host = _text(document.get("host")) or _text(document.get("hostname"))
    message = _text(document.get("message")) or _text(document.get("msg"))
    names = {name: _text(document.get(name)) for name in ("category", "product", "service")}
    head = Head(_at(document, received), ocsf.UNKNOWN, host, names["product"], "", message, document)
    source = LogSource(names["category"], names["product"], frozenset({names["service"]} - {""}))
    return Meaning(ocsf.made(ocsf.BASE, ocsf.OTHER, head), fields, source)
