"""One event as the bytes of a server-sent event, made once for all readers."""

from dataclasses import dataclass

import orjson
from nats.aio.msg import Msg

from hueioc.bus.received import place_of
from hueioc.cloudevents import CloudEvent, NotACloudEventError, read
from hueioc.events import Audience

RETRY = b"retry: 3000\n\n"
KEEP_ALIVE = b": keep-alive\n\n"
RESET = b"event: reset\ndata: {}\n\n"
"""What was missed is no longer there: load everything anew."""


def position_frame(sequence: int) -> bytes:
    """An id without an event: from here a reader resumes that has heard nothing yet."""
    return b"id: %d\n\n" % sequence


@dataclass(frozen=True, slots=True)
class Frame:
    """`sequence` is the event's number in the stream, and the id a reader resumes from."""

    sequence: int
    event_id: str
    type: str
    audience: str
    data: bytes
    chunk: bytes
    """`data` as one chunk of HTTP/1.1."""


def frame_of(message: Msg) -> Frame | None:
    """None for a message that is no CloudEvent, or is between services only."""
    sequence = place_of(message.reply).stream_sequence
    return make_frame(sequence, dict(message.headers or {}), message.data)


def make_frame(sequence: int, headers: dict[str, str], payload: bytes) -> Frame | None:
    try:
        event = read(headers, payload)
    except NotACloudEventError:
        return None
    audience = headers.get("Hue-Audience", Audience.STAFF.value)
    if audience == Audience.SERVICE:
        return None
    told = _json(event, headers.get("Hue-Seq", ""))
    data = b"id: %d\nevent: %b\ndata: %b\n\n" % (sequence, event.type.encode(), told)
    return Frame(sequence, event.id, event.type, audience, data, b"%x\r\n%b\r\n" % (len(data), data))


def _json(event: CloudEvent, seq: str) -> bytes:
    """CloudEvents JSON format; the data is JSON already and goes in as it is.

    The extension `hueseq` is what a reader sends as `Hue-Min-Seq` to get documents as new as the event.
    """
    head = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time,
    }
    service, _, position = seq.partition(":")
    if position:
        head["hueseq"] = f"{service}:{position.rpartition(':')[2]}"
    return orjson.dumps(head)[:-1] + b',"data":' + (event.data or b"null") + b"}"
