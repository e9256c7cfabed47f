"""The events of all services as documents: `python -m hueioc.asyncapi` writes, a test compares.

`docs/asyncapi.yaml` is AsyncAPI 3.0 (channels are NATS subjects, payloads JSON Schemas); `docs/events.md` is a table
for people.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hueioc.events import Event
from hueioc.service import Service, installed_services

ASYNCAPI, TABLE = "asyncapi.yaml", "events.md"
_REF = "#/components/schemas/{model}"
_HEADERS = {
    "ce-id": "UUIDv7 of the event; also `Nats-Msg-Id`",
    "ce-type": "type with its version",
    "ce-source": "service that tells",
    "ce-subject": "id of the entity",
    "ce-time": "when it happened, RFC 3339",
    "Hue-Version": "version of the entity; rises with every change",
    "Hue-Audience": "public, staff or agency:<id>",
}
_INTRO = """# Events

Written by `python -m hueioc.asyncapi` from the classes in each `events.py`; a test compares. Every event is a
CloudEvent 1.0 in binary mode on NATS JetStream, in the stream `EVT_<SERVICE>`. Audience says who may hear of it:
`public`, `staff` (the operations centre), or `agency` (the one named by `agency_id`). Schemas are in `asyncapi.yaml`.
"""
_COLUMNS = "| subject | type | audience | means | fields |\n| --- | --- | --- | --- | --- |\n"


def events_of(services: Sequence[Service]) -> list[type[Event]]:
    return sorted((event for service in services for event in service.events), key=lambda event: event.type)


def document(services: Sequence[Service]) -> dict[str, Any]:
    """The AsyncAPI 3.0 document of all events."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for event in events_of(services):
        name = event.type
        schema = event.model_json_schema(ref_template=_REF.replace("{model}", f"{event.service}.{{model}}"))
        schemas |= {f"{event.service}.{each}": inner for each, inner in schema.pop("$defs", {}).items()}
        messages[name] = _message(event, schema)
        channels[name] = {
            "address": event.subject,
            "messages": {name: {"$ref": f"#/components/messages/{name}"}},
            "bindings": {"nats": {"bindingVersion": "0.1.0"}},
        }
        operations[name] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{name}"},
            "summary": _sentence(event),
            "tags": [{"name": event.service}],
        }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Hue city suite", "version": "1"},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }


def _message(event: type[Event], payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": event.type,
        "title": event.__name__,
        "summary": _sentence(event),
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "required": sorted(_HEADERS),
            "properties": {name: {"type": "string", "description": words} for name, words in _HEADERS.items()},
        },
        "payload": payload,
        "x-hue-audience": event.audience.value,
    }


def table(services: Sequence[Service]) -> str:
    """The page for people: one row for each event, by service."""
    parts = [_INTRO]
    for service in services:
        if service.events:
            parts.append(f"\n## {service.title.en} (`{service.name}`)\n\n{_COLUMNS}")
            parts += [_row(event) for event in events_of([service])]
    return "".join(parts)


def _row(event: type[Event]) -> str:
    fields = ", ".join(f"`{name}`" for name in event.model_fields)
    return f"| `{event.subject}` | `{event.type}` | {event.audience.value} | {_sentence(event)} | {fields} |\n"


def _sentence(event: type[Event]) -> str:
    return " ".join((event.__doc__ or "").split())


def encode(value: dict[str, Any]) -> str:
    """YAML 1.2, of which JSON is a part: nothing to quote wrongly, and no library more."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def documents(folder: Path) -> dict[Path, str]:
    """What belongs into each file of `folder`."""
    services = installed_services()
    return {folder / ASYNCAPI: encode(document(services)), folder / TABLE: table(services)}


def main() -> None:
    for path, content in documents(Path("docs")).items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
