"""The sealer: chains committed proof rows every second and signs the head of the chain (Ed25519, RFC 8032).

A seal covers the rows of all transactions between two snapshot horizons, in the order of their ids. Below the
horizon (`pg_snapshot_xmin`) no transaction is running, so a row that commits late, with a lower id than
rows sealed before, falls into a later seal and is never passed over. Rows restored by `pg_dump` into a new
cluster keep the transaction ids of the old one: the sealer notices and starts a new epoch above the last id.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    insert,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import audit
from hueioc.clock import now
from hueioc.db import Database
from hueioc.errors import Problem
from hueioc.mechanism import MECHANISM
from hueioc.tasks import lasting

log = structlog.get_logger(__name__)

START = bytes(32)
"""The head before the first seal."""
ROWS_AT_ONCE = 5_000
_LOCK = "select pg_try_advisory_xact_lock(hashtextextended('hue-sealer:' || :source, 0))"
_HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

seals = Table(
    "seals",
    MECHANISM,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("source", Text, nullable=False),
    Column("after_id", BigInteger, nullable=False),
    Column("from_xid", BigInteger, nullable=False),
    Column("to_xid", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("row_ids", ARRAY(BigInteger), nullable=False),
    Column("row_hashes", LargeBinary, nullable=False),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
    Column("key_id", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
Index("uq_seals_source_previous_hash", seals.c.source, seals.c.previous_hash, unique=True)


@dataclass(frozen=True)
class Source:
    """A table of proof rows: it has `id bigint`, `row_hash bytea` and `xid xid8`; `digest` recomputes the hash."""

    name: str
    table: Table
    digest: Callable[[RowMapping], bytes]


AUDIT = Source("audit", audit.audit, audit.digest_of)


@dataclass(frozen=True)
class SealKey:
    """The signing key and the name by which its public half is published."""

    key_id: str
    private: Ed25519PrivateKey


@dataclass(frozen=True)
class Head:
    """What is published on the bus after each seal: whoever keeps it can prove a later truncation."""

    source: str
    seal_id: int
    count: int
    head_hash: bytes
    signed_at: datetime
    key_id: str
    signature: bytes


def chain(previous: bytes, row_ids: Sequence[int], row_hashes: Sequence[bytes]) -> bytes:
    """The head after these rows: each step hashes the head so far, the id and the row's own hash."""
    head = previous
    for row_id, row_hash in zip(row_ids, row_hashes, strict=True):
        head = hashlib.sha256(head + row_id.to_bytes(8, "big") + row_hash).digest()
    return head


def signed_content(seal: Mapping[str, Any] | RowMapping) -> bytes:
    """The bytes under the signature: everything by which a verifier finds and judges the rows."""
    names = ("source", "after_id", "from_xid", "to_xid", "count", "row_ids", "key_id")
    content = {name: seal[name] for name in names}
    hexes = {name: seal[name].hex() for name in ("row_hashes", "previous_hash", "head_hash")}
    return audit.canonical(content | hexes | {"signed_at": str(int(seal["signed_at"].timestamp() * 1_000_000))})


async def seal(session: AsyncSession, source: Source, key: SealKey) -> Head | None:
    """Seal what was committed since the last seal; None when there is nothing, or another sealer is at work."""
    if not (await session.execute(text(_LOCK), {"source": source.name})).scalar_one():
        return None
    horizon = int((await session.execute(text(_HORIZON))).scalar_one())
    after_id, from_xid, previous = await _resume(session, source, horizon)
    rows, to_xid = await _rows_between(session, source, (after_id, from_xid, horizon))
    if not rows:
        return None
    ids = [int(row["id"]) for row in rows]
    hashes = [bytes(row["row_hash"]) for row in rows]
    content: dict[str, Any] = {
        "source": source.name,
        "after_id": after_id,
        "from_xid": from_xid,
        "to_xid": to_xid,
        "count": len(rows),
        "row_ids": ids,
        "row_hashes": b"".join(hashes),
        "previous_hash": previous,
        "head_hash": chain(previous, ids, hashes),
        "signed_at": now(),
        "key_id": key.key_id,
    }
    content["signature"] = key.private.sign(signed_content(content))
    seal_id = (await session.execute(insert(seals).values(content).returning(seals.c.id))).scalar_one()
    shown = {name: content[name] for name in ("source", "count", "head_hash", "signed_at", "key_id", "signature")}
    return Head(seal_id=seal_id, **shown)


async def _resume(session: AsyncSession, source: Source, horizon: int) -> tuple[int, int, bytes]:
    """(after_id, from_xid, previous head) of the next seal."""
    of_source = select(seals).where(seals.c.source == source.name).order_by(seals.c.id.desc()).limit(1)
    last = (await session.execute(of_source)).mappings().first()
    if last is None:
        return 0, 0, START
    if horizon >= last["to_xid"]:
        return last["after_id"], last["to_xid"], bytes(last["head_hash"])
    highest = text("select max(i) from seals, unnest(row_ids) as i where source = :source")
    after_id = (await session.execute(highest, {"source": source.name})).scalar_one()
    log.warning("sealer_starts_a_new_epoch", source=source.name, after_id=after_id)
    return int(after_id), 0, bytes(last["head_hash"])


async def _rows_between(
    session: AsyncSession, source: Source, bounds: tuple[int, int, int]
) -> tuple[Sequence[RowMapping], int]:
    """Whole transactions only, at most about ROWS_AT_ONCE rows; with the horizon up to which they go."""
    after_id, from_xid, horizon = bounds
    table = source.table
    found = (
        (
            await session.execute(
                text(
                    f"select id, row_hash, xid::text::bigint as x from {table.name} where id > :after"  # noqa: S608 - ours
                    " and xid >= cast(cast(:low as text) as xid8) and xid < cast(cast(:high as text) as xid8)"
                    f" order by xid, id limit {ROWS_AT_ONCE + 1}"
                ),
                {"after": after_id, "low": str(from_xid), "high": str(horizon)},
            )
        )
        .mappings()
        .all()
    )
    to_xid = horizon
    if len(found) > ROWS_AT_ONCE:
        cut = int(found[-1]["x"])
        if cut == int(found[0]["x"]):
            raise OverflowError(f"one transaction wrote more than {ROWS_AT_ONCE} rows to {table.name}")
        to_xid = cut
        found = [row for row in found if row["x"] < cut]
    return sorted(found, key=lambda row: row["id"]), to_xid


class Sealer:
    """Seals every source once a second; many may run, one works. `publish` is called after the commit."""

    EVERY_S = 1.0

    def __init__(
        self,
        database: Database,
        sources: Sequence[Source],
        key: SealKey,
        publish: Callable[[Head], Awaitable[None]],
    ) -> None:
        self._database = database
        self._sources = sources
        self._key = key
        self._publish = publish
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name="sealer")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def seal_all(self) -> list[Head]:
        """One round; the heads that are new."""
        heads: list[Head] = []
        for source in self._sources:
            async with self._database.transaction() as session:
                head = await seal(session, source, self._key)
            if head is not None:
                await self._publish(head)
                heads.append(head)
        return heads

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self.EVERY_S)
            try:
                while await self.seal_all():
                    pass
            except (SQLAlchemyError, Problem, OSError, OverflowError) as error:
                log.warning("sealing_failed", error=type(error).__name__)
