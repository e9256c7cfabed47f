"""Requests that no client of ours would send, as bytes; the same ones for the same seed."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hueioc.ids import uuid7
from tests.people import in_days, new_report

CRLF = b"\r\n"
MOSTLY = 0.8
"""What is bad in every part is refused by the first look at it; most requests are good but for one part."""
NASTY_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "𝕳" * 50,
    "A" * 5_000,
    "'; drop table reports; --",
    "%s%n%x",
    "../../etc/passwd",
    "{{7*7}}",
    "ﷺ" * 300,
    "e\u0301" * 1_000,
    "\u202e",
    "00000000-0000-0000-0000-000000000000",
)
NASTY_VALUES = (
    *NASTY_TEXTS,
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    [],
    {},
    [[[[[[]]]]]],
    {"a": {"b": None}},
)
NASTY_MOMENTS = ("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-02-30T00:00:00Z", "2026-01-01", 9e18)
NASTY_KEYS = (b"", b'"', b"\xff\xfe", b"a b", b"A" * 200, b'"half', "ổ".encode(), b"\x7f", b"{}")
NASTY_MATCHES = (b"", b"*", b'"', b'"-1"', b'"99999999999999999999"', b'W/"1"', b"1", b'"1", "2"', b"\xff", b'"\xb9"')
NASTY_TOKENS = (
    b"",
    b"Bearer",
    b"Bearer ",
    b"Bearer a.b.c",
    b"Basic YTpi",
    b"Bearer \xff",
    b"Bearer " + b"A" * 9_000,
    b"bearer ..",
)
NASTY_PATHS = (
    b"/v1/reports/%00",
    b"/v1/reports/..%2f..%2f",
    b"/v1/reports/" + b"a" * 3_000,
    b"/v1/reports/not-an-id",
    b"/v1/reports/mine/%ff%fe",
    b"/v1/reports?cursor=%00",
    b"/v1/reports?cursor=AAAA",
    b"/v1/reports?limit=-1",
    b"/v1/reports?limit=99999999999999999999999",
    b"/v1/reports?state=%F0%9F%98%80",
    b"/v1/reports?ward=%00",
    b"/v1/reports?category=%00&category=b",
    b"/v1/reports?unit_id=1",
    b"/v1/ops/reports/00000000-0000-0000-0000-000000000000/media/zz",
    b"/v1/reports/00000000-0000-0000-0000-000000000000/media/%00",
    b"/v1/stream/x",
    b"/v1/%2e%2e/%2e%2e/etc",
    b"/v1//reports",
    b"/v1/reports/",
    b"/v1/dev/token/",
    b"/%",
    b"/v1/areas?x=%",
    b"//evil.example/v1/reports",
)
BODIES = (
    b"",
    b"\x00" * 50,
    b"\xff\xfe",
    b"[" * 3_000,
    b'{"a":' * 2_000,
    b"null",
    b"[]",
    b'"x"',
    b"1e999",
    b"{}{}",
)
MEDIA_TYPES = (
    b"application/json",
    b"text/plain",
    b"application/xml",
    b"application/json; charset=utf-16",
    b"",
    b"multipart/form-data",
)
BAD_FIELDS = (
    (b"Idempotency-Key", NASTY_KEYS),
    (b"Authorization", NASTY_TOKENS),
    (b"Accept-Language", (b"\xff", b"vi;q=", b"en;q=nan,vi;q=x", b"," * 500)),
    (b"traceparent", (b"00-0-0-0", b"\xff", b"ff-" + b"a" * 500)),
    (b"Hue-Timeout-Ms", (b"-1", b"x", b"\xb2", b"9" * 50, b"0")),
    (b"Hue-Min-Seq", (b"reflection:\xb2", b"reflection:" + b"9" * 400, b":", b"\xff")),
    (b"If-None-Match", (b"*", b"\xff", b'W/"', b"," * 2_000)),
    (b"Range", (b"bytes=9-1", b"bytes=-", b"x")),
    (b"Content-Length", (b"-1", b"1e3", b"99999999999999999999")),
    (b"Transfer-Encoding", (b"identity", b"chunked, x", b"\xff")),
    (b"X-Long", (b"A" * 30_000,)),
)
ODD_NUMBERS = (b"-1", b"0", b"\xb2", b"9" * 30, b"", b"1.5", b"10")
ODD_METADATA = (b"filetype \xff", b"sha256 eA==", b"a,b,,", b"x" * 5_000, b"filetype aW1hZ2UvanBlZw==")
ODD_CHECKSUMS = (b"sha256 x", b"md5 eA==", b"\xff")
TUS_VERSIONS = (b"", b"0.2", b"\xff")
METHODS = (b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"HEAD", b"TRACE", b"PROPFIND")


@dataclass(frozen=True)
class Wire:
    """A request as bytes, and the answer."""

    what: str
    request: bytes
    status: int = 0
    kind: bytes = b""
    answer: bytes = b""

    def __str__(self) -> str:
        return f"{self.status} {self.kind!r} to {self.what}: {self.request[:300]!r} -> {self.answer[:300]!r}"


@dataclass(frozen=True)
class Fuzzer:
    chance: random.Random
    citizen: bytes
    moderator: bytes
    report_id: str

    def requests(self, number: int) -> list[Wire]:
        kinds: list[Callable[[], Wire]] = [self.body, self.broken_body, self.header, self.path, self.upload, self.step]
        return [self._read(path) for path in NASTY_PATHS] + [self.chance.choice(kinds)() for _ in range(number)]

    def body(self) -> Wire:
        """A report with some parts replaced, added or left out."""
        report: dict[str, Any] = new_report(contact={"name": "", "phone": ""}, taken_at=in_days(-1))
        for _ in range(self.chance.randint(1, 3)):
            target = self.chance.choice([report, report.get("place"), report.get("contact")])
            if isinstance(target, dict) and target:
                self._spoil(target)
        return self._post("a spoiled report", json.dumps(report).encode("utf-8", "surrogatepass"))

    def broken_body(self) -> Wire:
        whole = json.dumps(new_report(), ensure_ascii=False).encode()
        cut, twice = whole[: self.chance.randrange(len(whole))], whole + whole
        body, kind = self.chance.choice((cut, twice, *BODIES)), self.chance.choice(MEDIA_TYPES)
        return self._post("a broken body", body, kind)

    def header(self) -> Wire:
        """Good content under bad headers."""
        name, values = self.chance.choice(BAD_FIELDS)
        fields = {b"Authorization": b"Bearer " + self.citizen, b"Idempotency-Key": new_key()}
        fields[name] = self.chance.choice(values)
        if self.chance.random() < 0.5:
            return wire("a read under a bad header", b"GET", b"/v1/reports", fields)
        return wire("a write under a bad header", b"POST", b"/v1/reports", fields, json.dumps(new_report()).encode())

    def path(self) -> Wire:
        target = self.chance.choice(NASTY_PATHS)
        method = self.chance.choice(METHODS)
        fields = {b"Authorization": b"Bearer " + self.moderator, b"Idempotency-Key": new_key()}
        body = b"{}" if method in {b"POST", b"PUT"} else b""
        return wire("an odd path or method", method, target, fields, body)

    def upload(self) -> Wire:
        number = self.chance.choice((b"Upload-Length", b"Upload-Offset", b"Upload-Defer-Length"))
        fields = {
            b"Authorization": b"Bearer " + self.citizen,
            b"Tus-Resumable": self._mostly(b"1.0.0", TUS_VERSIONS),
            b"Upload-Metadata": self.chance.choice(ODD_METADATA),
            number: self.chance.choice(ODD_NUMBERS),
        }
        if self.chance.random() < 0.5:
            return wire("an odd upload", b"POST", b"/v1/report-uploads", fields)
        fields |= {
            b"Content-Type": b"application/offset+octet-stream",
            b"Upload-Checksum": self.chance.choice(ODD_CHECKSUMS),
        }
        upload = self.chance.choice((new_key(), b"x", b"%00"))
        return wire("an odd piece", b"PATCH", b"/v1/report-uploads/" + upload, fields, b"abc")

    def step(self) -> Wire:
        """A step of staff with a bad version or bad content."""
        steps: dict[bytes, dict[str, Any]] = {
            b"moderation": {"decision": "accept", "priority": "normal"},
            b"assignment": {"unit_id": str(uuid7()), "due_at": in_days(1)},
            b"answer": {"text": "x", "outcome": "resolved", "media": ["0" * 64]},
            b"review": {"decision": "resolve"},
        }
        step, data = self.chance.choice(list(steps.items()))
        if self.chance.random() < 0.6:
            self._spoil(data)
        report_id = self.chance.choice((self.report_id, str(UUID(int=0)), "x", "%00")).encode()
        fields = {
            b"Authorization": b"Bearer " + self.moderator,
            b"Idempotency-Key": self._mostly(new_key(), NASTY_KEYS),
            b"If-Match": self._mostly(b'"1"', NASTY_MATCHES),
            b"Content-Type": b"application/json",
        }
        body = json.dumps(data).encode("utf-8", "surrogatepass")
        return wire("an odd step", b"POST", b"/v1/ops/reports/" + report_id + b"/" + step, fields, body)

    def _read(self, path: bytes) -> Wire:
        return wire("a read of an odd path", b"GET", path, {b"Authorization": b"Bearer " + self.moderator})

    def _mostly(self, good: bytes, bad: tuple[bytes, ...]) -> bytes:
        return good if self.chance.random() < MOSTLY else self.chance.choice(bad)

    def _spoil(self, target: dict[str, Any]) -> None:
        name = self.chance.choice([*target, "more"])
        if self.chance.random() < 0.2:
            target.pop(name, None)
        elif name.endswith("_at"):
            target[name] = self.chance.choice(NASTY_MOMENTS)
        else:
            target[name] = self.chance.choice(NASTY_VALUES)

    def _post(self, what: str, body: bytes, kind: bytes = b"application/json") -> Wire:
        fields = {b"Authorization": b"Bearer " + self.citizen, b"Idempotency-Key": new_key(), b"Content-Type": kind}
        return wire(what, b"POST", b"/v1/reports", fields, body)


def new_key() -> bytes:
    return str(uuid7()).encode()


def wire(what: str, method: bytes, path: bytes, fields: dict[bytes, bytes], body: bytes = b"") -> Wire:
    whole = {b"Host": b"127.0.0.1", b"Connection": b"close"}
    if body:
        whole[b"Content-Length"] = str(len(body)).encode()
    lines = [method + b" " + path + b" HTTP/1.1", *(name + b": " + value for name, value in (whole | fields).items())]
    return Wire(what, CRLF.join(lines) + CRLF + CRLF + body)
