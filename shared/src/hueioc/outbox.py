"""The transactional outbox: what a transaction publishes is a row of that transaction.

The relay (`hueioc.relay`) publishes rows whose transaction is finished, in the order of their ids, and keeps
them 14 days so that a lost stream can be rebuilt (`hue outbox replay`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    insert,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import UserDefinedType

from hueioc.clock import now
from hueioc.cloudevents import CloudEvent
from hueioc.events import Event
from hueioc.ids import uuid7
from hueioc.mechanism import MECHANISM

RETENTION = timedelta(days=14)
COLLECTED = "hue_outbox"
POSITION = "hue_position"
_TRACE = TraceContextTextMapPropagator()


class Xid8(UserDefinedType[int]):
    """A full transaction id (PostgreSQL 8.19 `xid8`): 64 bits, never wraps."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class Kind(IntEnum):
    """What a row is; events go out before views."""

    EVENT = 0
    VIEW = 1


outbox = Table(
    "outbox",
    MECHANISM,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("published_at", DateTime(timezone=True)),
)
Index("ix_outbox_unpublished", outbox.c.id, postgresql_where=outbox.c.published_at.is_(None))
Index("ix_outbox_created_at", outbox.c.created_at)


@dataclass(frozen=True)
class Outgoing:
    """One message on its way to the bus."""

    kind: Kind
    subject: str
    headers: dict[str, str]
    payload: bytes
    event_id: UUID = field(default_factory=uuid7)


def publish(session: AsyncSession, event: Event, *, subject_id: object, version: int) -> None:
    """Publish `event` about the entity `subject_id`, whose state it is at `version`, when this transaction commits."""
    collect(session, event_message(event, subject_id=str(subject_id), version=version))


def collect(session: AsyncSession, message: Outgoing) -> None:
    session.info.setdefault(COLLECTED, []).append(message)


def event_message(event: Event, *, subject_id: str, version: int, at: datetime | None = None) -> Outgoing:
    event_id = uuid7()
    cloud_event = CloudEvent(
        id=str(event_id),
        source=f"/svc/{event.service}",
        type=event.type,
        subject=subject_id,
        time=at or now(),
        extensions=trace_context(),
    )
    headers = cloud_event.headers() | {"Hue-Version": str(version), "Hue-Audience": event.audience_header()}
    return Outgoing(Kind.EVENT, event.subject, headers, event.model_dump_json().encode(), event_id)


def trace_context() -> Mapping[str, str]:
    """The `traceparent` of the current span, as a CloudEvents extension; empty when nothing is traced."""
    if not trace.get_current_span().get_span_context().is_valid:
        return {}
    carrier: dict[str, str] = {}
    _TRACE.inject(carrier)
    return carrier


ROWS_A_STATEMENT = 1_000
"""PostgreSQL takes at most 32,767 values in one statement; a row has five."""


async def write_collected(session: AsyncSession) -> None:
    """Insert what was collected, last of all, under every row lock of the transaction; remember its position."""
    messages: list[Outgoing] = session.info.pop(COLLECTED, [])
    if not messages:
        return
    await session.flush()
    statement = insert(outbox).returning(text("pg_current_xact_id()::text"))
    rows = [
        {"event_id": m.event_id, "kind": m.kind, "subject": m.subject, "headers": m.headers, "payload": m.payload}
        for m in messages
    ]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        result = await session.execute(statement.values(rows[start : start + ROWS_A_STATEMENT]))
        session.info[POSITION] = int(result.scalars().first() or 0)
