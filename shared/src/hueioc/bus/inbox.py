"""The inbox: which messages have had their effect, written in the transaction of the effect."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text, Uuid, func, text
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.mechanism import MECHANISM

inbox = Table(
    "inbox",
    MECHANISM,
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("ix_inbox_received_at", inbox.c.received_at)

inbox_versions = Table(
    "inbox_versions",
    MECHANISM,
    Column("consumer", Text, primary_key=True),
    Column("subject_id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
)

_REMEMBER = text(
    "insert into inbox (consumer, source, event_id)"
    " select :consumer, s, e from unnest(cast(:sources as text[]), cast(:ids as uuid[])) as t(s, e)"
    " on conflict do nothing returning source, event_id"
)
_ADVANCE = text(
    "insert into inbox_versions (consumer, subject_id, version)"
    " select :consumer, s, max(v) from unnest(cast(:subjects as text[]), cast(:versions as bigint[])) as t(s, v)"
    " group by s"
    " on conflict (consumer, subject_id) do update set version = excluded.version"
    " where inbox_versions.version < excluded.version returning subject_id"
)


async def unseen(session: AsyncSession, consumer: str, messages: Sequence[Received]) -> list[Received]:
    """Remember these messages and give those that were not remembered before, in their order."""
    parameters = {
        "consumer": consumer,
        "sources": [message.event.source for message in messages],
        "ids": [message.event_id for message in messages],
    }
    rows = await session.execute(_REMEMBER, parameters)
    fresh: set[tuple[str, UUID]] = {(row.source, row.event_id) for row in rows}
    kept: list[Received] = []
    for message in messages:
        key = (message.event.source, message.event_id)
        if key in fresh:
            fresh.discard(key)
            kept.append(message)
    return kept


async def newer(session: AsyncSession, consumer: str, messages: Sequence[Received]) -> list[Received]:
    """Of each subject id only the highest version, and only when it is above the one already folded."""
    highest: dict[str, Received] = {}
    for message in messages:
        known = highest.get(message.subject_id)
        if known is None or message.version > known.version:
            highest[message.subject_id] = message
    parameters = {
        "consumer": consumer,
        "subjects": list(highest),
        "versions": [message.version for message in highest.values()],
    }
    advanced = {row.subject_id for row in await session.execute(_ADVANCE, parameters)}
    return [message for message in highest.values() if message.subject_id in advanced]
