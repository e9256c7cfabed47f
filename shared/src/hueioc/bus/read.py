"""Reading what a stream holds by direct get, without a consumer (ADR-31)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from nats.aio.msg import Msg

from hueioc.bus.connection import Bus, JetStreamError

NOT_FOUND = "404"
END_OF_BATCH = "204"
_BATCH = 500
_ANSWER_S = 5.0


@dataclass(frozen=True)
class Stored:
    """One message as the stream holds it."""

    sequence: int
    subject: str
    stored_at: datetime
    headers: dict[str, str]
    payload: bytes


async def last_of(bus: Bus, stream: str, subject: str) -> Stored | None:
    """The newest message on `subject` (wildcards allowed), or None."""
    answer = await bus.request(f"$JS.API.DIRECT.GET.{stream}", orjson.dumps({"last_by_subj": subject}))
    return stored(answer)


async def messages_of(bus: Bus, stream: str, *, subject: str, after: int = 0) -> AsyncIterator[Stored]:
    """Every message on `subject` with a sequence above `after`, in order."""
    while True:
        batch = await _batch(bus, stream, {"seq": after + 1, "batch": _BATCH, "next_by_subj": subject})
        for message in batch:
            yield message
        if len(batch) < _BATCH:
            return
        after = batch[-1].sequence


async def _batch(bus: Bus, stream: str, body: dict[str, object]) -> list[Stored]:
    found: list[Stored] = []
    arrived: asyncio.Queue[Msg] = asyncio.Queue()
    inbox = bus.new_inbox()
    subscription = await bus.subscribe(inbox, arrived.put)
    try:
        await bus.client.publish(f"$JS.API.DIRECT.GET.{stream}", orjson.dumps(body), reply=inbox)
        while True:
            async with asyncio.timeout(_ANSWER_S):
                message = await arrived.get()
            one = None if _is_end(message) else stored(message)
            if one is None:
                return found
            found.append(one)
    finally:
        await subscription.unsubscribe()


def _is_end(message: Msg) -> bool:
    return (message.headers or {}).get("Status") == END_OF_BATCH


def stored(answer: Msg) -> Stored | None:
    headers = dict(answer.headers or {})
    status = headers.get("Status", "")
    if status == NOT_FOUND:
        return None
    if status:
        raise JetStreamError(int(status), headers.get("Description", ""))
    return Stored(
        sequence=int(headers.pop("Nats-Sequence")),
        subject=headers.pop("Nats-Subject"),
        stored_at=datetime.fromisoformat(headers.pop("Nats-Time-Stamp")),
        headers=headers,
        payload=answer.data,
    )
