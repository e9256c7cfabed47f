"""A message as a consumer's handler sees it: one CloudEvent with its place in the stream."""

from typing import NamedTuple, TypeVar
from uuid import UUID

from nats.aio.msg import Msg
from pydantic import BaseModel

from hueioc.cloudevents import CloudEvent, NotACloudEventError, event_uuid, read

Payload = TypeVar("Payload", bound=BaseModel)


class Place(NamedTuple):
    """Where a delivery stands, as its reply subject says (ADR-15):

    `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<ns>.<pending>`
    """

    delivered: int
    stream_sequence: int
    consumer_sequence: int
    pending: int


def place_of(reply: str) -> Place:
    """Both forms: 9 tokens, or 11 and more with the domain and account hash before the stream."""
    parts = reply.split(".")
    first = 4 if len(parts) < 11 else 6  # noqa: PLR2004 - the two forms of ADR-15
    return Place(int(parts[first]), int(parts[first + 1]), int(parts[first + 2]), int(parts[first + 4]))


def stored_at(reply: str) -> float:
    """When the stream took the message in, Unix seconds."""
    parts = reply.split(".")
    return int(parts[-2 if len(parts) < 11 else -3]) / 1e9  # noqa: PLR2004 - the two forms of ADR-15


class Received:
    """A decoded event. `read(Model)` gives its data in the reader's own shape."""

    __slots__ = ("event", "event_id", "raw", "version")

    def __init__(self, raw: Msg) -> None:
        self.raw = raw
        self.event: CloudEvent = read(raw.headers, raw.data)
        self.event_id: UUID = event_uuid(self.event)
        self.version = version_of(raw)

    @property
    def place(self) -> Place:
        return place_of(self.raw.reply)

    @property
    def event_type(self) -> str:
        return self.event.type

    @property
    def subject_id(self) -> str:
        return self.event.subject

    def read(self, model: type[Payload]) -> Payload:
        return model.model_validate_json(self.raw.data)


def version_of(raw: Msg) -> int:
    value = (raw.headers or {}).get("Hue-Version", "0")
    try:
        return int(value)
    except ValueError as error:
        raise NotACloudEventError(f"Hue-Version is not a number: {value[:40]!r}") from error
