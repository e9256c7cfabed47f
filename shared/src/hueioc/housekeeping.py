"""What every service sweeps out: old outbox and inbox rows, idempotency keys, uploads that were never finished.

Each sweep is a short transaction over few rows, because a long one delays the relays of all services.
"""

from datetime import timedelta

from sqlalchemy import CursorResult, text

from hueioc.clock import now
from hueioc.files.receive import purge_expired
from hueioc.idempotency import TTL
from hueioc.jobs import Job
from hueioc.outbox import RETENTION
from hueioc.runtime import Runtime

INBOX_KEPT = timedelta(days=30)
"""Longer than a message can be delivered again: streams keep 14 days, dead letters are replayed by hand."""
AT_ONCE = 5_000
_SWEEPS = (
    ("outbox", "id", "created_at < :before and published_at is not null", RETENTION),
    ("inbox", "ctid", "received_at < :before", INBOX_KEPT),
    ("idempotency", "scope", "created_at < :before", TTL),
)


async def sweep(runtime: Runtime) -> None:
    for table, key, condition, kept in _SWEEPS:
        statement = text(
            f"delete from {table} where {key} in"  # noqa: S608 - names of our own
            f" (select {key} from {table} where {condition} limit {AT_ONCE})"
        )
        while await _delete(runtime, statement.bindparams(before=now() - kept)) == AT_ONCE:
            pass


async def _delete(runtime: Runtime, statement: object) -> int:
    async with runtime.database.transaction() as session:
        result = await session.execute(statement)  # type: ignore[call-overload]
        assert isinstance(result, CursorResult)  # noqa: S101 - a delete has a row count
        return result.rowcount


async def purge_uploads(runtime: Runtime) -> None:
    while await purge_expired(runtime.database, runtime.files):
        pass


JOBS = (
    Job(name="sweep", every_s=600, work=sweep),
    Job(name="purge-uploads", every_s=600, work=purge_uploads),
)
