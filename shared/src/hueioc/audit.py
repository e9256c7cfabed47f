"""The audit: who did what to which thing, in the transaction that did it; rows are only ever added.

Actors are pseudonyms and personal values are salted commitments (`commit`), so erasing a person keeps the
chain of `hueioc.sealer` verifiable. Each row carries the hash of its own content.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, LargeBinary, RowMapping, Table, Text, insert, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.mechanism import MECHANISM
from hueioc.outbox import Xid8

audit = Table(
    "audit",
    MECHANISM,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("row_hash", LargeBinary, nullable=False),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
)
Index("ix_audit_xid", audit.c.xid)
Index("ix_audit_subject", audit.c.subject, audit.c.id)

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a proof may hold. No floats: PostgreSQL writes them differently from Python."""


async def record(
    session: AsyncSession, actor: str, action: str, subject: str, detail: Mapping[str, Plain] | None = None
) -> None:
    """Add one row to the audit of this transaction. Put nothing personal in clear: use pseudonyms and `commit`."""
    row: dict[str, Any] = {
        "at": now(),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": dict(detail or {}),
    }
    await session.execute(insert(audit).values(**row, row_hash=digest_of(row)))


def digest_of(row: Mapping[str, Any] | RowMapping) -> bytes:
    """SHA-256 of the canonical content of an audit row; `id`, `xid` and the stored hash are not part of it."""
    at: datetime = row["at"]
    content = {name: row[name] for name in ("actor", "action", "subject", "detail")}
    return hashlib.sha256(canonical(content | {"at": at.astimezone(UTC).isoformat(timespec="microseconds")})).digest()


def canonical(value: Mapping[str, Plain]) -> bytes:
    """JSON with sorted names and no blanks (RFC 8785 without floats). Raises TypeError for what a proof cannot hold."""
    _demand_plain(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commit(value: str, salt: bytes) -> str:
    """A commitment to `value`: proves it later to whoever is shown value and salt, tells nothing without the salt."""
    return hashlib.sha256(len(salt).to_bytes(2, "big") + salt + value.encode()).hexdigest()


def _demand_plain(value: Any) -> None:
    match value:
        case None | bool() | int():
            return
        case str():
            if "\0" in value:
                raise TypeError("PostgreSQL stores no NUL in JSON")
        case Mapping():
            for name, part in value.items():  # pyright: ignore[reportUnknownVariableType]
                _demand_plain(str(name))  # pyright: ignore[reportUnknownArgumentType]
                _demand_plain(part)
        case list() | tuple():
            for part in value:  # pyright: ignore[reportUnknownVariableType]
                _demand_plain(part)
        case _:
            raise TypeError(f"a proof cannot hold a {type(value).__name__}")
