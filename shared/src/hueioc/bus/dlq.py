"""Dead letters: a message that cannot be handled is kept with its reason, listed, shown and replayed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from nats.aio.msg import Msg

from hueioc.bus.connection import Bus
from hueioc.bus.devices import TOPIC
from hueioc.bus.read import messages_of
from hueioc.bus.received import place_of
from hueioc.bus.streams import DEAD_LETTERS

_OURS = "Hue-Dlq-"
_LONGEST_REASON = 500


@dataclass(frozen=True)
class Letter:
    """One dead letter; `sequence` is its number in the stream of dead letters."""

    sequence: int
    service: str
    consumer: str
    reason: str
    subject: str
    buried_at: datetime
    headers: dict[str, str]
    payload: bytes


async def bury(bus: Bus, service: str, consumer: str, message: Msg, *, reason: str) -> None:
    """Copy the message to the dead letters, wait until it is stored, then take it off its stream."""
    place = place_of(message.reply)
    stream = message.reply.split(".")[-7]
    headers = {name: value for name, value in (message.headers or {}).items() if not name.startswith("Nats-")} | {
        "Hue-Dlq-Reason": " ".join(reason.split())[:_LONGEST_REASON].encode("ascii", "replace").decode(),
        "Hue-Dlq-Stream": stream,
        "Hue-Dlq-Seq": str(place.stream_sequence),
        "Hue-Dlq-Consumer": consumer,
        "Hue-Dlq-Subject": message.subject,
        "Nats-Msg-Id": f"{stream}.{consumer}.{place.stream_sequence}",
    }
    await bus.publish_durably(f"dlq.{service}.{consumer}", message.data, headers)
    await bus.publish(message.reply, b"+TERM")


async def letters(bus: Bus, service: str = "") -> AsyncIterator[Letter]:
    """Every dead letter, oldest first, of one service or of all."""
    subject = f"dlq.{service}.>" if service else "dlq.>"
    async for stored in messages_of(bus, DEAD_LETTERS, subject=subject):
        _, of_service, consumer = stored.subject.split(".", 2)
        yield Letter(
            sequence=stored.sequence,
            service=of_service,
            consumer=consumer,
            reason=stored.headers.get("Hue-Dlq-Reason", ""),
            subject=stored.headers.get("Hue-Dlq-Subject", ""),
            buried_at=stored.stored_at,
            headers=stored.headers,
            payload=stored.payload,
        )


async def replay(bus: Bus, letter: Letter) -> str:
    """Hand the letter to its consumer once more, under its old event id, and take it off when it went well.

    Returns an empty string, or why it failed again; then the letter stays.
    """
    headers = {name: value for name, value in letter.headers.items() if not name.startswith((_OURS, "Nats-"))}
    if letter.subject.startswith("devices."):
        headers[TOPIC] = letter.subject
    answer = await bus.request(retry_subject(letter.service, letter.consumer), letter.payload, headers=headers)
    failure = answer.data.decode()
    if not failure:
        await bus.api(f"STREAM.MSG.DELETE.{DEAD_LETTERS}", {"seq": letter.sequence})
    return failure


def retry_subject(service: str, consumer: str) -> str:
    return f"retry.{service}.{consumer}"
