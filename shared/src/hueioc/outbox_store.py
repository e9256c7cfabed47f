"""The relay's side of the outbox: one plain asyncpg connection that reads, marks and remembers fences."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple

import asyncpg
import orjson
import structlog
from sqlalchemy import BigInteger, Column, Table, Text

from hueioc.bus.batch import LARGEST_BATCH, Packet
from hueioc.bus.connection import Bus
from hueioc.bus.read import Stored, last_of, messages_of
from hueioc.mechanism import MECHANISM
from hueioc.outbox import Kind

log = structlog.get_logger(__name__)

LEADER_LOCK = 0x48554501
"""Advisory lock of the relay; locks are per database, so all services may use the same number."""

relay_state = Table(
    "relay_state",
    MECHANISM,
    Column("stream", Text, primary_key=True),
    Column("last_sequence", BigInteger, nullable=False),
    Column("epoch", Text, nullable=False),
)

_PENDING = f"""
    select id, event_id::text, kind, subject, headers, payload, xid::text::bigint as xid from outbox
    where published_at is null and xid < pg_snapshot_xmin(pg_current_snapshot()) order by id limit {LARGEST_BATCH}
"""  # noqa: S608 - no user input
_PUBLISHED_UP_TO = """
    select least(
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
        (select min(xid::text::bigint) from outbox where published_at is null)
    ) - 1
"""
_WAITING = """
    select extract(epoch from clock_timestamp() - oldest.at)::float8 as seconds, oldest.is_blocked,
        blocker.datname as database, blocker.application_name as application
    from (
        select min(created_at) as at, bool_and(xid >= pg_snapshot_xmin(pg_current_snapshot())) as is_blocked
        from outbox where published_at is null
    ) as oldest
    left join lateral (
        select datname, application_name from pg_stat_activity
        where backend_xid is not null order by age(backend_xid) desc limit 1
    ) as blocker on oldest.is_blocked
    where oldest.at is not null
"""
_MARK = """
    with marked as (update outbox set published_at = now() where id = any($1::bigint[]))
    update relay_state set last_sequence = held.last
    from unnest($2::text[], $3::bigint[]) as held(stream, last) where relay_state.stream = held.stream
"""
_MARK_BY_EVENT = "update outbox set published_at = now() where event_id = any($1::uuid[]) and published_at is null"
_MARK_OVERTAKEN = """
    update outbox set published_at = now()
    from unnest($1::text[], $2::bigint[]) as held(subject, id)
    where outbox.kind = 1 and outbox.subject = held.subject and outbox.id <= held.id and published_at is null
"""
_REMEMBER = """
    insert into relay_state (stream, last_sequence, epoch) values ($1, $2, $3)
    on conflict (stream) do update set last_sequence = excluded.last_sequence returning epoch
"""


@dataclass(frozen=True)
class Lane:
    """Where rows of one kind go. `whole_stream`: nobody else writes to the stream."""

    kind: Kind
    stream: str
    subject: str
    whole_stream: bool

    def fence(self, sequence: int) -> dict[str, str]:
        if self.whole_stream:
            return {"Nats-Expected-Last-Sequence": str(sequence)}
        return {
            "Nats-Expected-Last-Subject-Sequence": str(sequence),
            "Nats-Expected-Last-Subject-Sequence-Subject": self.subject,
        }


class Waiting(NamedTuple):
    """The oldest unpublished row. Blocked: every one waits for a transaction that is open, in `database`."""

    seconds: float
    is_blocked: bool
    database: str | None
    application: str | None


@dataclass(frozen=True)
class OutboxRow:
    """A row as the relay reads it; `headers` is JSON text."""

    id: int
    event_id: str
    kind: int
    subject: str
    headers: str
    payload: bytes
    xid: int

    def packet(self, service: str, epoch: str) -> Packet:
        headers: dict[str, str] = orjson.loads(self.headers)
        headers["Nats-Msg-Id"] = self.event_id
        headers["Hue-Outbox"] = str(self.id)
        headers["Hue-Seq"] = f"{service}:{epoch}:{self.xid}"
        return self.subject, headers, self.payload


class OutboxStore:
    """Open only in the relay. `sequences` holds, per stream, the sequence after which we may publish."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self.sequences: dict[str, int] = {}
        self.epoch: str = ""

    @classmethod
    @asynccontextmanager
    async def open(cls, dsn: str) -> AsyncGenerator["OutboxStore"]:
        connection = await asyncpg.connect(
            dsn,
            timeout=3,
            command_timeout=5,
            server_settings={"application_name": "relay", "synchronous_commit": "off", "timezone": "UTC"},
        )
        try:
            yield cls(connection)
        finally:
            connection.terminate()

    async def try_lead(self) -> bool:
        async with self._turn:
            return bool(await self._connection.fetchval("select pg_try_advisory_lock($1)", LEADER_LOCK))

    async def pending(self) -> list[OutboxRow]:
        async with self._turn:
            records = await self._connection.fetch(_PENDING)
        return [OutboxRow(*record) for record in records]

    async def published_up_to(self) -> int:
        """Every row of a transaction up to this id is published."""
        async with self._turn:
            return int(await self._connection.fetchval(_PUBLISHED_UP_TO) or 0)

    async def waiting(self) -> Waiting | None:
        async with self._turn:
            record = await self._connection.fetchrow(_WAITING)
        return Waiting(*record) if record else None

    async def mark(self, rows: Sequence[OutboxRow]) -> None:
        """Mark rows as published and remember the fences, in one statement."""
        streams, last = list(self.sequences), list(self.sequences.values())
        async with self._turn:
            await self._connection.execute(_MARK, [row.id for row in rows], streams, last)

    async def catch_up(self, bus: Bus, lane: Lane) -> None:
        """Read what the stream already holds beyond what we remember, and mark those rows as published."""
        async with self._turn:
            await self._catch_up(bus, lane)

    async def _catch_up(self, bus: Bus, lane: Lane) -> None:
        row = await self._connection.fetchrow(
            "select last_sequence, epoch from relay_state where stream = $1", lane.stream
        )
        known, self.epoch = (row["last_sequence"], row["epoch"]) if row else (0, self.epoch or secrets.token_hex(4))
        last = await self._last_sequence(bus, lane)
        if last < known:
            log.error("stream_lost", stream=lane.stream, remembered=known, found=last, repair="hue outbox replay")
            known = 0
        if last > known:
            await self._mark_held(bus, lane, known)
        await self._remember(lane, last)

    async def _mark_held(self, bus: Bus, lane: Lane, after: int) -> None:
        """Piece by piece: no transaction is open while the stream is read, and a lost connection loses one piece."""
        held: list[Stored] = []
        async for message in messages_of(bus, lane.stream, subject=lane.subject, after=after):
            held.append(message)
            if len(held) == LARGEST_BATCH:
                await self._mark_piece(lane, held)
                held.clear()
        if held:
            await self._mark_piece(lane, held)

    async def _mark_piece(self, lane: Lane, held: Sequence[Stored]) -> None:
        ours = [message for message in held if "Hue-Outbox" in message.headers]
        async with self._connection.transaction():
            await self._connection.execute(_MARK_BY_EVENT, [m.headers["Nats-Msg-Id"] for m in ours])
            if lane.kind is Kind.VIEW:
                subjects, ids = [m.subject for m in ours], [int(m.headers["Hue-Outbox"]) for m in ours]
                await self._connection.execute(_MARK_OVERTAKEN, subjects, ids)
            await self._remember(lane, held[-1].sequence)

    async def _last_sequence(self, bus: Bus, lane: Lane) -> int:
        if lane.whole_stream:
            return int((await bus.api(f"STREAM.INFO.{lane.stream}"))["state"]["last_seq"])
        newest = await last_of(bus, lane.stream, lane.subject)
        return newest.sequence if newest else 0

    async def _remember(self, lane: Lane, last: int) -> None:
        self.epoch = str(await self._connection.fetchval(_REMEMBER, lane.stream, last, self.epoch))
        self.sequences[lane.stream] = last
