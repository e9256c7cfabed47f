"""What the texts of common programs mean: sshd, PAM, sudo, accounts, the kernel's firewall, web servers. Pure."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from infosec.rules import ocsf
from infosec.rules.ocsf import Head, LogSource, Scalar
from infosec.rules.syslog import Message

SEVERITIES = (ocsf.FATAL, ocsf.CRITICAL, ocsf.HIGH, ocsf.MEDIUM, ocsf.LOW, *(ocsf.INFORMATIONAL,) * 3)
"""By syslog's severity, emergency first."""
AUTH_FACILITIES = frozenset({4, 10})
METHODS = {"CONNECT": 1, "DELETE": 2, "GET": 3, "HEAD": 4, "OPTIONS": 5, "POST": 6, "PUT": 7, "TRACE": 8, "PATCH": 9}
WEB_SERVERS = frozenset({"nginx", "apache", "apache2", "httpd", "caddy"})
_SSH = re.compile(
    r"(?P<verb>Accepted|Failed) (?P<how>[\w/-]{1,40}) for (?P<invalid>invalid user )?(?P<user>\S{0,64}) "
    r"from (?P<ip>\S{1,64}) port (?P<port>\d{1,5})"
)
_SSH_GUESS = re.compile(r"Invalid user (?P<user>\S{0,64}) from (?P<ip>\S{1,64})(?: port (?P<port>\d{1,5}))?")
_SESSION = re.compile(
    r"pam_unix\((?P<service>[\w-]+):session\): session (?P<verb>opened|closed) for user (?P<user>\S+)"
)
_SUDO = re.compile(
    r"\s*(?P<user>\S{1,64}) : (?:(?P<problem>[^;]{1,200}?) ; )?TTY=(?P<tty>\S+) ; PWD=(?P<folder>[^;]{0,1000}) ; "
    r"USER=(?P<as>\S+) ; (?:[A-Z]+=\S* ; )?COMMAND=(?P<command>.*)",
    re.DOTALL,
)
_ACCOUNT = re.compile(
    r"(?P<verb>new user|delete user|new group|add|password changed for):? '?(?:name=)?(?P<user>[\w.-]+)"
)
_FIREWALL = re.compile(r"\b(?P<name>SRC|DST|PROTO|SPT|DPT|IN|OUT)=(?P<value>\S*)")
_ACCESS = re.compile(
    r"(?P<ip>\S{1,64}) \S{1,64} (?P<user>\S{1,64}) \[(?P<time>[^\]]{1,40})\] "
    r'"(?P<method>[A-Z]{3,10}) (?P<uri>[^ "]{1,8000})(?: HTTP/[\d.]{1,5})?" (?P<status>\d{3}) (?P<size>\d{1,15}|-)'
    r'(?: "(?P<referer>[^"]{0,2000})" "(?P<agent>[^"]{0,2000})")?'
)
ACCOUNT_ACTIVITIES = {"new user": 1, "delete user": 6, "password changed for": 3}


class Meaning(NamedTuple):
    """An OCSF document, the fields that rules name, and the sources that rules name."""

    document: dict[str, Any]
    fields: dict[str, Scalar]
    source: LogSource


def meaning(message: Message, head: Head) -> Meaning:
    """Of any message; one that says nothing known is a Base Event."""
    app = message.app.rpartition("/")[2].lower()
    found = None
    if app in WEB_SERVERS or '" ' in message.text:
        found = _web(message.text, head)
    if found is None and app.startswith("sshd"):
        found = _ssh(message.text, head)
    if found is None and app == "sudo":
        found = _sudo(message.text, head)
    if found is None:
        found = _session(message.text, head) or _account(app, message.text, head) or _firewall(app, message.text, head)
    document, fields, source = found or Meaning(ocsf.made(ocsf.BASE, ocsf.OTHER, head), {}, LogSource())
    services = {app.removesuffix("-session"), "syslog"} | ({"auth"} if message.facility in AUTH_FACILITIES else set())
    return Meaning(document, fields, LogSource(source.category, source.product or "linux", frozenset(services)))


def _ssh(text: str, head: Head) -> Meaning | None:
    found = _SSH.match(text)
    guess = None if found else _SSH_GUESS.match(text)
    said = found or guess
    if said is None:
        return None
    is_in = bool(found) and said["verb"] == "Accepted"
    document = ocsf.made(
        ocsf.AUTHENTICATION,
        1,
        head,
        status_id=ocsf.SUCCESS if is_in else ocsf.FAILURE,
        user={"name": said["user"]},
        src_endpoint=ocsf.endpoint(said["ip"], said["port"]),
        auth_protocol=said["how"] if found else None,
        is_remote=True,
        service={"name": "sshd"},
    )
    fields = _people(said["user"], said["ip"])
    # `Invalid user` is followed by `Failed`: only the second counts as an attempt
    outcome = "success" if is_in else "failure" if found else "invalid-user"
    return Meaning(document, fields | {"outcome": outcome, "service": "sshd"}, LogSource())


def _people(user: str, ip: str = "") -> dict[str, Scalar]:
    found: dict[str, Scalar] = {"user": user, "User": user}
    return found | ({"src_ip": ip, "SourceIp": ip} if ip else {})


def _session(text: str, head: Head) -> Meaning | None:
    said = _SESSION.search(text[:1000])
    if said is None:
        return None
    user = said["user"].partition("(")[0]
    activity = 1 if said["verb"] == "opened" else 2
    parts = {"status_id": ocsf.SUCCESS, "user": {"name": user}, "service": {"name": said["service"]}}
    fields = _people(user) | {"outcome": f"session-{said['verb']}", "service": said["service"]}
    return Meaning(ocsf.made(ocsf.AUTHENTICATION, activity, head, **parts), fields, LogSource())


def _sudo(text: str, head: Head) -> Meaning | None:
    said = _SUDO.match(text)
    if said is None:
        return None
    command, program = said["command"].strip(), said["command"].strip().partition(" ")[0]
    document = ocsf.made(
        ocsf.PROCESS,
        1,
        head,
        status_id=ocsf.FAILURE if said["problem"] else ocsf.SUCCESS,
        actor={"user": {"name": said["user"]}},
        process={"cmd_line": command, "file": {"path": program, "type_id": 1}, "user": {"name": said["as"]}},
    )
    fields = _people(said["user"]) | {"CommandLine": command, "Image": program, "TargetUser": said["as"]}
    return Meaning(document, fields, LogSource(category="process_creation", product="linux"))


def _account(app: str, text: str, head: Head) -> Meaning | None:
    said = _ACCOUNT.match(text) if app in {"useradd", "userdel", "passwd", "groupadd"} else None
    if said is None or said["verb"] not in ACCOUNT_ACTIVITIES:
        return None
    document = ocsf.made(ocsf.ACCOUNT, ACCOUNT_ACTIVITIES[said["verb"]], head, user={"name": said["user"]})
    return Meaning(document, {"TargetUser": said["user"], "action": said["verb"]}, LogSource())


def _firewall(app: str, text: str, head: Head) -> Meaning | None:
    said = {part["name"]: part["value"] for part in _FIREWALL.finditer(text[:2000])} if app in {"kernel", ""} else {}
    if not {"SRC", "DST"} <= said.keys():
        return None
    document = ocsf.made(
        ocsf.NETWORK,
        5,
        head,
        src_endpoint=ocsf.endpoint(said["SRC"], said.get("SPT")),
        dst_endpoint=ocsf.endpoint(said["DST"], said.get("DPT")),
        connection_info={"protocol_name": said.get("PROTO", "").lower(), "direction_id": ocsf.UNKNOWN},
    )
    fields: dict[str, Scalar] = {"src_ip": said["SRC"], "dst_ip": said["DST"], "dst_port": said.get("DPT", "")}
    return Meaning(document, fields, LogSource(category="firewall"))


def _web(text: str, head: Head) -> Meaning | None:
    said = _ACCESS.search(text)
    return web(said.groupdict(), head) if said else None


def web(said: dict[str, Any], head: Head) -> Meaning:
    """A request, of a combined log line or of the same names in JSON."""
    uri, ip, status = str(said["uri"]), str(said["ip"]), int(said["status"])
    user = "" if said.get("user") in {None, "-"} else str(said["user"])
    try:
        parts = urlsplit(uri)
        stem, query = parts.path, parts.query
    except ValueError:
        stem, query = uri, ""
    document = ocsf.made(
        ocsf.HTTP,
        METHODS.get(said["method"], ocsf.OTHER),
        head,
        status_id=ocsf.SUCCESS if status < 400 else ocsf.FAILURE,  # noqa: PLR2004 - HTTP's errors begin there
        http_request={
            "http_method": said["method"],
            "url": {"path": stem, "query_string": query},
            "user_agent": said.get("agent") or "",
            "referrer": said.get("referer") or "",
        },
        http_response={"code": status},
        src_endpoint=ocsf.endpoint(ip),
        actor={"user": {"name": user}} if user else {},
    )
    fields: dict[str, Scalar] = {
        "c-ip": ip,
        "src_ip": ip,
        "c-uri": uri,
        "cs-uri-stem": stem,
        "cs-uri-query": query,
        "cs-method": said["method"],
        "sc-status": status,
        "cs-user-agent": said.get("agent") or "",
        "cs-referer": said.get("referer") or "",
    }
    return Meaning(document, fields | (_people(user) if user else {}), LogSource(category="webserver"))
