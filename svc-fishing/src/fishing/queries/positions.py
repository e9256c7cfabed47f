"""Fixes by COPY (write path b), on the connection of the session's own transaction."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, cast

import asyncpg
from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Latest, Position, RejectedInput
from fishing.states import DOUBTS, Channel, Reason

PARTITION_LOCK = 0x66697368  # one process makes partitions at a time
COLUMNS = ("vessel", "at", "channel", "variant", "lat", "lon", "sog", "cog", "heading", "accuracy_m", "flag")
_KNOWN = """
    select p.vessel, p.at, p.channel, p.variant, p.lat, p.lon from unnest($1::int[], $2::timestamptz[]) as k(v, t)
    join positions p on p.vessel = k.v and p.at = k.t and p.at between $3 and $4
"""
_ADVANCE = """
    update latest_positions l set at = n.at, lat = n.lat, lon = n.lon, sog = n.sog, cog = n.cog, heading = n.heading,
        accuracy_m = n.acc, channel = n.channel, newest_at = n.newest, count = l.count + n.added,
        doubt_at = n.dat, doubt_lat = n.dlat, doubt_lon = n.dlon, doubt_run = n.drun
    from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::int2[],
        $8::float8[], $9::text[], $10::timestamptz[], $11::int[], $12::timestamptz[], $13::float8[], $14::float8[],
        $15::int[]) as n(vessel, at, lat, lon, sog, cog, heading, acc, channel, newest, added, dat, dlat, dlon, drun)
    where l.vessel = n.vessel
"""


class Stored(NamedTuple):
    """One row as it is stored."""

    vessel: int
    at: datetime
    channel: str
    variant: int
    lat: float
    lon: float
    sog: float | None
    cog: float | None
    heading: int | None
    accuracy_m: float | None
    flag: int


async def lock_latest(session: AsyncSession, numbers: Iterable[int]) -> dict[int, Latest]:
    """The newest fix of each boat, locked: writers of the same boat take turns."""
    wanted = select(Latest).where(Latest.vessel.in_(sorted(set(numbers)))).order_by(Latest.vessel).with_for_update()
    rows = await session.scalars(wanted.execution_options(populate_existing=True))
    return {row.vessel: row for row in rows}


async def connection_of(session: AsyncSession) -> asyncpg.Connection:
    """The plain connection of this session; its transaction has begun with the session's first statement."""
    raw = await (await session.connection()).get_raw_connection()
    return cast("asyncpg.Connection", raw.driver_connection)


async def ensure_partitions(session: AsyncSession, first: datetime, last: datetime) -> None:
    """A partition for each month from `first` to `last`. Made apart and attached, which stops nobody."""
    begin, end = (12 * moment.year + moment.month - 1 for moment in (first.astimezone(UTC), last.astimezone(UTC)))
    names = [f"positions_{month // 12:04d}{month % 12 + 1:02d}" for month in range(begin, end + 1)]
    missing = "select n from unnest(cast(:names as text[])) n where to_regclass(n) is null"
    if not (await session.scalars(text(missing), {"names": names})).all():
        return
    await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": PARTITION_LOCK})
    for name in (await session.scalars(text(missing), {"names": names})).all():
        since = datetime.strptime(name[-6:], "%Y%m").replace(tzinfo=UTC)
        until = since.replace(year=since.year + since.month // 12, month=since.month % 12 + 1)
        await session.execute(text(f"create table {name} (like positions including all)"))
        await session.execute(
            text(f"alter table positions attach partition {name} for values from ('{since}') to ('{until}')")
        )


async def known(connection: asyncpg.Connection, keys: Sequence[tuple[int, datetime]]) -> list[asyncpg.Record]:
    """What is stored for these boats and seconds."""
    if not keys:
        return []
    moments = [at for _, at in keys]
    return await connection.fetch(_KNOWN, [number for number, _ in keys], moments, min(moments), max(moments))


async def copy(connection: asyncpg.Connection, rows: Sequence[Stored]) -> None:
    """Rows of which none is there yet."""
    await connection.copy_records_to_table("positions", records=rows, columns=COLUMNS)


async def advance(connection: asyncpg.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Each row: the columns of `_ADVANCE` in their order."""
    await connection.execute(_ADVANCE, *(list(column) for column in zip(*rows, strict=True)))


async def track(
    session: AsyncSession, vessel: int, span: tuple[datetime, datetime], *, with_doubtful: bool, limit: int
) -> Sequence[Position]:
    """Newest first; `since` is kept, `until` left out."""
    wanted = select(Position).where(Position.vessel == vessel, Position.at >= span[0], Position.at < span[1])
    if not with_doubtful:
        wanted = wanted.where(Position.flag.op("&")(int(DOUBTS)) == 0)
    ordered = wanted.order_by(Position.at.desc(), Position.channel, Position.variant)
    return (await session.scalars(ordered.limit(limit))).all()


async def latest(session: AsyncSession, numbers: Iterable[int]) -> dict[int, Latest]:
    rows = await session.scalars(select(Latest).where(Latest.vessel.in_(list(numbers))))
    return {row.vessel: row for row in rows}


def keep(session: AsyncSession, channel: Channel, sender: str, refused: Iterable[tuple[Reason, bytes]]) -> None:
    """What was not taken, as it came."""
    moment = func.now()
    session.add_all(
        RejectedInput(at=moment, channel=channel, sender=sender, reason=reason, raw=raw) for reason, raw in refused
    )


async def rejected(
    session: AsyncSession, after: int | None, reason: Reason | None, limit: int
) -> Sequence[RejectedInput]:
    wanted = select(RejectedInput).order_by(RejectedInput.id.desc()).limit(limit)
    if after:
        wanted = wanted.where(RejectedInput.id < after)
    if reason:
        wanted = wanted.where(RejectedInput.reason == reason)
    return (await session.scalars(wanted)).all()


async def trim_rejected(session: AsyncSession, most: int) -> None:
    """A broken receiver must not fill the disk: only the newest are kept."""
    newest = select(func.max(RejectedInput.id)).scalar_subquery()
    statement = delete(RejectedInput).where(RejectedInput.id <= newest - most)
    await session.execute(statement.execution_options(synchronize_session=False))
