"""Atomic batches (ADR-50 of nats-architecture-and-design): all messages of a batch are stored, or none.

A batch costs four fsyncs whatever its size, which is what makes `sync_interval: always` affordable.
"""

import os
from collections.abc import Mapping, Sequence

from hueioc.bus.connection import Bus, api_answer

LARGEST_BATCH = 1000
DUPLICATE_IN_BATCH = 10201
WRONG_LAST_SEQUENCE = 10071

Packet = tuple[str, Mapping[str, str], bytes]
"""Subject, headers, payload."""


async def publish_batch(bus: Bus, packets: Sequence[Packet], *, fence: Mapping[str, str]) -> int:
    """Store 1 to 1,000 messages at once and return the sequence of the last.

    `fence` holds the `Nats-Expected-…` headers of the first message. Raises `JetStreamError`
    `WRONG_LAST_SEQUENCE` when somebody else has published since.
    """
    if not 0 < len(packets) <= LARGEST_BATCH:
        raise ValueError(f"a batch has 1 to {LARGEST_BATCH} messages, not {len(packets)}")
    client = bus.client
    batch_id = os.urandom(12).hex()
    last = len(packets)
    for number, (subject, headers, payload) in enumerate(packets, 1):
        full = {**headers, "Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(number)}
        if number == 1:
            full.update(fence)
        if number == last:
            full["Nats-Batch-Commit"] = "1"
            answer = await bus.request(subject, payload, headers=full)
            return int(api_answer(answer.data)["seq"])
        if number == 1:
            answer = await bus.request(subject, payload, headers=full)
            if answer.data:
                api_answer(answer.data)
        else:
            await client.publish(subject, payload, headers=full)
    raise AssertionError("unreachable")
