"""CloudEvents 1.0 in binary mode over NATS headers (cloudevents/spec, bindings/nats-protocol-binding.md).

Every attribute is a header `ce-<name>`; the body is the data. Values are percent-encoded as the binding says:
space, double quote, percent and everything outside U+0021 to U+007E, as UTF-8 in upper-case hex.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote_to_bytes
from uuid import UUID

PREFIX = "ce-"
SPEC_VERSION = "1.0"
_KEPT = frozenset(range(0x21, 0x7F)) - {ord('"'), ord("%")}
_ENCODED = [chr(b) if b in _KEPT else f"%{b:02X}" for b in range(256)]
_NEEDS_ENCODING = re.compile(r"[^\x21\x23\x24\x26-\x7e]")
_NAME = re.compile(r"[a-z0-9]{1,20}\Z")
_REQUIRED = ("id", "source", "specversion", "type")


class NotACloudEventError(ValueError):
    """The headers do not carry a CloudEvent; `args[0]` says which attribute is missing or wrong."""


def encode_value(value: str) -> str:
    if not _NEEDS_ENCODING.search(value):
        return value
    return "".join([_ENCODED[byte] for byte in value.encode()])


def decode_value(value: str) -> str:
    """One round of decoding; quoted strings are unquoted first; invalid UTF-8 is refused."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    if "%" not in value:
        return value
    try:
        return unquote_to_bytes(value).decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise NotACloudEventError(f"a header is not valid UTF-8 after decoding: {value[:80]!r}") from error


@dataclass(frozen=True)
class CloudEvent:
    """The attributes of one event; `data` is the encoded body."""

    id: str
    source: str
    type: str
    data: bytes = b""
    subject: str = ""
    time: datetime | None = None
    datacontenttype: str = "application/json"
    extensions: Mapping[str, str] = field(default_factory=dict[str, str])

    def headers(self) -> dict[str, str]:
        attributes = {
            "specversion": SPEC_VERSION,
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "datacontenttype": self.datacontenttype,
        }
        if self.subject:
            attributes["subject"] = self.subject
        if self.time:
            attributes["time"] = self.time.isoformat().replace("+00:00", "Z")
        for name, value in self.extensions.items():
            if not _NAME.match(name):
                raise NotACloudEventError(f"an attribute name has 1 to 20 characters of a-z and 0-9, not {name!r}")
            attributes[name] = value
        return {PREFIX + name: encode_value(value) for name, value in attributes.items()}


def read(headers: Mapping[str, str] | None, data: bytes) -> CloudEvent:
    """The event in a message. Header names are compared without case, as the binding demands."""
    attributes = {
        name.lower()[len(PREFIX) :]: decode_value(value)
        for name, value in (headers or {}).items()
        if name[: len(PREFIX)].lower() == PREFIX
    }
    for name in _REQUIRED:
        if not attributes.get(name):
            raise NotACloudEventError(f"ce-{name} is missing")
    if attributes.pop("specversion") != SPEC_VERSION:
        raise NotACloudEventError("ce-specversion is not 1.0")
    return CloudEvent(
        id=attributes.pop("id"),
        source=attributes.pop("source"),
        type=attributes.pop("type"),
        data=data,
        subject=attributes.pop("subject", ""),
        time=_time(attributes.pop("time", "")),
        datacontenttype=attributes.pop("datacontenttype", ""),
        extensions=attributes,
    )


def _time(value: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise NotACloudEventError(f"ce-time is not RFC 3339: {value[:40]!r}") from error
    if moment.tzinfo is None:
        raise NotACloudEventError(f"ce-time has no zone: {value!r}")
    return moment


def event_uuid(event: CloudEvent) -> UUID:
    """Our own events have UUIDs as ids; another's is refused."""
    try:
        return UUID(event.id)
    except ValueError as error:
        raise NotACloudEventError(f"ce-id is not a UUID: {event.id[:80]!r}") from error
