"""Events by COPY (write path b), on the connection of the session's own transaction; partitions and the search."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import asyncpg
from sqlalchemy import delete, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from infosec.models import Dropped, Event, Source
from infosec.schemas.inputs import EventSearch

PARTITION_LOCK = 0x6C6F6773  # one process makes partitions at a time
COLUMNS = (
    "id",
    "received_at",
    "time",
    "channel",
    "source_id",
    "sender",
    "class_uid",
    "activity_id",
    "severity_id",
    "host",
    "user_name",
    "src_ip",
    "message",
    "ocsf",
    "parse_error",
    "raw_data",
)


async def ensure_partition(session: AsyncSession, moment: datetime) -> None:
    """A partition for the month of `moment`. Made apart and attached, which stops nobody."""
    name = f"events_{moment.astimezone(UTC):%Y%m}"
    missing = text("select to_regclass(:name) is null")
    if not await session.scalar(missing, {"name": name}):
        return
    await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": PARTITION_LOCK})
    if await session.scalar(missing, {"name": name}):
        since = moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        until = (since + timedelta(days=32)).replace(day=1)
        await session.execute(text(f"create table {name} (like events including all)"))
        await session.execute(
            text(f"alter table events attach partition {name} for values from ('{since}') to ('{until}')")
        )


async def drop_before(session: AsyncSession, moment: datetime) -> list[str]:
    """Whole months that ended before `moment`."""
    names = await session.scalars(
        text("select inhrelid::regclass::text from pg_inherits where inhparent = 'events'::regclass")
    )
    last = f"events_{moment.astimezone(UTC):%Y%m}"
    gone = [name for name in names if name < last]
    for name in gone:
        await session.execute(text(f"drop table {name}"))
    return gone


async def copy(session: AsyncSession, rows: Sequence[tuple[Any, ...]]) -> None:
    raw = await (await session.connection()).get_raw_connection()
    connection = cast("asyncpg.Connection", raw.driver_connection)
    await connection.copy_records_to_table("events", records=rows, columns=COLUMNS)


async def search(session: AsyncSession, asked: EventSearch, page: PageQuery) -> Sequence[Event]:
    """By arrival, newest first."""
    wanted = select(Event).where(Event.received_at >= asked.since, Event.received_at < asked.until)
    for column, value in (
        (Event.class_uid, asked.class_uid),
        (Event.source_id, asked.source_id),
        (Event.host, asked.host),
        (Event.user_name, asked.user),
        (Event.src_ip, asked.ip),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if asked.unreadable is not None:
        is_unread = Event.parse_error.is_not(None)
        wanted = wanted.where(is_unread if asked.unreadable else ~is_unread)
    if asked.q:
        wanted = wanted.where(Event.message.icontains(asked.q, autoescape=True))
    if page.after:
        wanted = wanted.where(tuple_(Event.received_at, Event.id) < (page.after.moment, page.after.id))
    ordered = wanted.order_by(Event.received_at.desc(), Event.id.desc())
    return (await session.scalars(ordered.limit(page.limit + 1))).all()


async def by_ids(session: AsyncSession, keys: Sequence[tuple[Any, datetime]]) -> Sequence[Event]:
    if not keys:
        return []
    wanted = select(Event).where(tuple_(Event.id, Event.received_at).in_(keys)).order_by(Event.received_at)
    return (await session.scalars(wanted)).all()


async def counted(session: AsyncSession, since: datetime) -> tuple[int, int, int]:
    """Events, of which unreadable, and dropped ones, since then."""
    both = select(func.count(), func.count(Event.parse_error)).where(Event.received_at >= since)
    every, unread = (await session.execute(both)).one()
    dropped = await session.scalar(select(func.coalesce(func.sum(Dropped.number), 0)).where(Dropped.at >= since))
    return int(every), int(unread), int(dropped or 0)


async def sources(session: AsyncSession) -> Sequence[Source]:
    return (await session.scalars(select(Source).order_by(Source.code))).all()


async def source_of_key(session: AsyncSession, key_hash: bytes) -> Source | None:
    return (await session.scalars(select(Source).where(Source.key_hash == key_hash))).first()


async def source_exists(session: AsyncSession, code: str, address: str | None) -> bool:
    wanted = select(Source.id).where((Source.code == code) | (Source.address == address if address else False))
    return (await session.scalars(wanted.limit(1))).first() is not None


async def heard(session: AsyncSession, ids: Sequence[Any], moment: datetime) -> None:
    if ids:
        statement = update(Source).where(Source.id.in_(ids)).values(heard_at=moment)
        await session.execute(statement.execution_options(synchronize_session=False))


async def trim_dropped(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Dropped).where(Dropped.at < before))
