"""Stores events and lets rules and indicators look at each, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.ids import uuid7
from infosec.models import Source
from infosec.queries import events
from infosec.rules.ocsf import Event
from infosec.service import detection
from infosec.service.detection import Seen
from infosec.service.knowledge import Knowledge
from infosec.states import Channel

LONGEST_MESSAGE = 4_000


@dataclass(frozen=True)
class Arrived:
    """One event and how it came."""

    event: Event
    at: datetime
    channel: Channel
    sender: str
    source: Source | None = None


async def store(session: AsyncSession, knowledge: Knowledge, arrived: Sequence[Arrived]) -> None:
    if not arrived:
        return
    await knowledge.refresh(session)
    for month in {
        each.at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0) for each in arrived
    }:
        await events.ensure_partition(session, month)
    ids = [uuid7() for _ in arrived]
    await events.copy(session, [_row(key, each) for key, each in zip(ids, arrived, strict=True)])
    heard = {each.source.id for each in arrived if each.source}
    await events.heard(session, sorted(heard), max(each.at for each in arrived))
    seen = [
        Seen(key, each.at, each.event, each.source.agency_id if each.source else "")
        for key, each in zip(ids, arrived, strict=True)
    ]
    await detection.detect(session, knowledge, seen)


def _row(key: UUID, arrived: Arrived) -> tuple[Any, ...]:
    event, document = arrived.event, arrived.event.ocsf
    fields = event.fields
    return (
        key,
        arrived.at,
        datetime.fromtimestamp(document["time"] / 1000, UTC),
        arrived.channel.value,
        arrived.source.id if arrived.source else None,
        arrived.sender[:100],
        document["class_uid"],
        document["activity_id"],
        document["severity_id"],
        _short(fields.get("hostname") or (document.get("device") or {}).get("hostname") or ""),
        _short(fields.get("user")) or None,
        _short(fields.get("src_ip")) or None,
        str(fields.get("message") or document.get("message") or "")[:LONGEST_MESSAGE].replace("\0", "\ufffd"),
        orjson.dumps(document, default=str).decode(),
        event.error or None,
        event.raw,
    )


def _short(value: Any) -> str:
    return "" if value is None else str(value)[:255].replace("\0", "\ufffd")
