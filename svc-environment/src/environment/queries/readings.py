"""Readings by COPY (write path b), on the connection of the session's own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple, cast

import asyncpg
import numpy as np
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from environment.models import Reading
from environment.states import Channel

PARTITION_LOCK = 0x656E7669  # one process makes partitions at a time
_COLUMNS = ("datastream", "at", "value", "status", "flag", "failed")
_EPOCH_S = 946_684_800
"""PostgreSQL counts from the year 2000."""
_HEADER, _TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_TYPES = {"datastream": ">i4", "at": ">i8", "value": ">f8", "status": ">i2", "flag": ">i2", "failed": ">i2"}
_BINARY = np.dtype(
    [("fields", ">i2"), *(each for name in _COLUMNS for each in ((f"{name}_bytes", ">i4"), (name, _TYPES[name])))]
)
_LOCK = (
    "select datastream, at, value, run from latest_readings where datastream = any($1::int[])"
    " order by datastream for update"
)
_KNOWN = """
    select r.datastream, r.at, r.value, r.status from unnest($1::int[], $2::timestamptz[]) as k(d, t)
    join readings r on r.datastream = k.d and r.at = k.t and r.at between $3 and $4
"""
_ADVANCE = """
    update latest_readings l set at = n.at, value = n.value, status = n.status, flag = n.flag, failed = n.failed,
        run = n.run, count = l.count + n.added
    from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::int2[], $5::int2[], $6::int2[], $7::int[], $8::int[])
        as n(datastream, at, value, status, flag, failed, run, added)
    where l.datastream = n.datastream
"""
_COUNT = """
    update latest_readings l set count = l.count + n.added from unnest($1::int[], $2::int[]) as n(datastream, added)
    where l.datastream = n.datastream
"""
_REPLACED = """
    select c.datastream, c.at, c.old_value, c.old_status from unnest($1::int[], $2::timestamptz[]) as k(d, t)
    join corrections c on c.datastream = k.d and c.at = k.t
"""
_KEEP = """
    insert into corrections (datastream, at, old_value, new_value, old_status, new_status, channel, corrected_at)
    select d, t, ov, nv, os, ns, $7, now()
    from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::float8[], $5::int2[], $6::int2[])
        as c(d, t, ov, nv, os, ns)
"""
_REPLACE = """
    update readings r set value = n.v, status = n.s, flag = n.f, failed = n.x
    from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::int2[], $5::int2[], $6::int2[]) as n(d, t, v, s, f, x)
    where r.datastream = n.d and r.at = n.t and r.at between $7 and $8
"""
_REPLACE_LATEST = """
    update latest_readings l set value = n.v, status = n.s, flag = n.f, failed = n.x, run = 1
    from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::int2[], $5::int2[], $6::int2[]) as n(d, t, v, s, f, x)
    where l.datastream = n.d and l.at = n.t
"""
_DIRTY = (
    "insert into dirty_hours (datastream, hour) select d, h from unnest($1::int[], $2::timestamptz[]) as n(d, h)"
    # not "do nothing": the row is locked, so that who computes this hour waits for what has just come
    " on conflict (datastream, hour) do update set hour = excluded.hour"
)


class Stored(NamedTuple):
    """One row as it is stored."""

    datastream: int
    at: datetime
    value: float
    status: int
    flag: int
    failed: int


class Newest(NamedTuple):
    """What the latest row of a datastream becomes, and by how many readings its count grows."""

    row: Stored
    run: int
    added: int


class Known(NamedTuple):
    """What is stored for a datastream and moment."""

    value: float
    status: int


class Last(NamedTuple):
    at: datetime | None
    value: float | None
    run: int


async def lock_latest(session: AsyncSession, numbers: Iterable[int]) -> dict[int, Last]:
    """The newest reading of each datastream, locked: writers of the same datastream take turns."""
    await session.flush()
    rows = await (await connection_of(session)).fetch(_LOCK, sorted(set(numbers)))
    return {number: Last(at, value, run) for number, at, value, run in rows}


async def connection_of(session: AsyncSession) -> asyncpg.Connection:
    """The plain connection of this session; its transaction has begun with the session's first statement."""
    raw = await (await session.connection()).get_raw_connection()
    return cast("asyncpg.Connection", raw.driver_connection)


async def ensure_partitions(session: AsyncSession, first: datetime, last: datetime) -> None:
    """A partition for each month from `first` to `last`. Made apart and attached, which stops nobody."""
    begin, end = (12 * moment.year + moment.month - 1 for moment in (first.astimezone(UTC), last.astimezone(UTC)))
    names = [f"readings_{month // 12:04d}{month % 12 + 1:02d}" for month in range(begin, end + 1)]
    missing = "select n from unnest(cast(:names as text[])) n where to_regclass(n) is null"
    if not (await session.scalars(text(missing), {"names": names})).all():
        return
    await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": PARTITION_LOCK})
    for name in (await session.scalars(text(missing), {"names": names})).all():
        since = datetime.strptime(name[-6:], "%Y%m").replace(tzinfo=UTC)
        until = since.replace(year=since.year + since.month // 12, month=since.month % 12 + 1)
        await session.execute(text(f"create table {name} (like readings including all)"))
        await session.execute(
            text(f"alter table readings attach partition {name} for values from ('{since}') to ('{until}')")
        )


async def known(
    connection: asyncpg.Connection, keys: Sequence[tuple[int, datetime]]
) -> dict[tuple[int, datetime], Known]:
    if not keys:
        return {}
    moments = [at for _, at in keys]
    rows = await connection.fetch(_KNOWN, [number for number, _ in keys], moments, min(moments), max(moments))
    return {(row["datastream"], row["at"]): Known(row["value"], row["status"]) for row in rows}


async def replaced(
    connection: asyncpg.Connection, keys: Sequence[tuple[int, datetime]]
) -> set[tuple[int, datetime, float, int]]:
    """Values that were corrected before: an old file that comes again does not bring them back."""
    if not keys:
        return set()
    rows = await connection.fetch(_REPLACED, [number for number, _ in keys], [at for _, at in keys])
    return {(row["datastream"], row["at"], row["old_value"], row["old_status"]) for row in rows}


async def copy(connection: asyncpg.Connection, rows: Sequence[Stored]) -> None:
    """Rows of which none is there yet."""
    await connection.copy_records_to_table("readings", records=rows, columns=_COLUMNS)


async def copy_columns(connection: asyncpg.Connection, columns: Mapping[str, Any]) -> None:
    """As `copy`, from numpy arrays: PostgreSQL's binary format written at once. `at` in Unix seconds."""
    rows = np.zeros(len(columns["at"]), _BINARY)
    rows["fields"] = len(_COLUMNS)
    for name in _COLUMNS:
        rows[f"{name}_bytes"] = _BINARY[name].itemsize
        rows[name] = columns[name] if name != "at" else (columns["at"] - _EPOCH_S) * 1_000_000
    source = BytesIO(_HEADER + rows.tobytes() + _TRAILER)
    await connection.copy_to_table("readings", source=source, columns=_COLUMNS, format="binary")


async def advance(connection: asyncpg.Connection, newest: Sequence[Newest]) -> None:
    columns = zip(*((*each.row, each.run, each.added) for each in newest), strict=True)
    await connection.execute(_ADVANCE, *(list(column) for column in columns))


async def count(connection: asyncpg.Connection, added: dict[int, int]) -> None:
    await connection.execute(_COUNT, list(added), list(added.values()))


async def correct(
    connection: asyncpg.Connection, rows: Sequence[Stored], before: Sequence[Known], channel: Channel
) -> None:
    """Keep what stood there, then replace it."""
    numbers, moments = [row.datastream for row in rows], [row.at for row in rows]
    await connection.execute(
        _KEEP,
        numbers,
        moments,
        [each.value for each in before],
        [row.value for row in rows],
        [each.status for each in before],
        [row.status for row in rows],
        channel.value,
    )
    columns = [list(column) for column in zip(*rows, strict=True)]
    await connection.execute(_REPLACE, *columns, min(moments), max(moments))
    await connection.execute(_REPLACE_LATEST, *columns)


async def mark_dirty(connection: asyncpg.Connection, hours: set[tuple[int, datetime]]) -> None:
    ordered = sorted(hours)
    await connection.execute(_DIRTY, [number for number, _ in ordered], [hour for _, hour in ordered])


async def page(
    session: AsyncSession,
    datastream: int,
    span: tuple[datetime | None, datetime | None],
    *,
    passed_only: bool,
    limit: int,
) -> Sequence[Reading]:
    """Newest first; `since` is kept, `until` left out."""
    since, until = span
    wanted = select(Reading).where(Reading.datastream == datastream)
    if since:
        wanted = wanted.where(Reading.at >= since)
    if until:
        wanted = wanted.where(Reading.at < until)
    if passed_only:
        wanted = wanted.where(Reading.flag == 1)
    return (await session.scalars(wanted.order_by(Reading.at.desc()).limit(limit))).all()
