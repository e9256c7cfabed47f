"""A tiny service that proves that services talk: it counts reports per ward. It exists only in tests.

Its database, its NATS user, its consumers and its process are made by the embedded start as those of every service.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from hueioc import tables
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.db import asyncpg_url
from hueioc.errors import Text as Sentence
from hueioc.service import Service
from hueioc.settings import ServiceSettings

METADATA = MetaData()
ward_counts = Table(
    "ward_counts", METADATA, Column("ward", Text, primary_key=True), Column("reports", BigInteger, nullable=False)
)
checked = Table(
    "checked", METADATA, Column("report_id", Uuid, primary_key=True), Column("times", BigInteger, nullable=False)
)
unreadable = Table("unreadable", METADATA, Column("report_id", Uuid, primary_key=True))
"""Reports that the check cannot read, as long as they stand here."""


class ReportReceived(BaseModel):
    """What this service needs of the event."""

    report_id: UUID
    ward: str | None


class CannotReadError(RuntimeError):
    """The handler has a fault that this report shows."""


async def count(session: AsyncSession, messages: Sequence[Received]) -> None:
    wards = Counter(message.read(ReportReceived).ward or "" for message in messages)
    rows = [{"ward": ward, "reports": number} for ward, number in sorted(wards.items())]
    statement = insert(ward_counts).values(rows)
    more = {"reports": ward_counts.c.reports + statement.excluded.reports}
    await session.execute(statement.on_conflict_do_update(index_elements=["ward"], set_=more))


async def check(session: AsyncSession, message: Received) -> None:
    report_id = message.read(ReportReceived).report_id
    if await session.scalar(select(unreadable.c.report_id).where(unreadable.c.report_id == report_id)):
        raise CannotReadError("the check cannot read this report")
    statement = insert(checked).values(report_id=report_id, times=1)
    more = {"times": checked.c.times + 1}
    await session.execute(statement.on_conflict_do_update(index_elements=["report_id"], set_=more))


RECEIVED = ("evt.reflection.report.received",)

service = Service(
    name="wards",
    title=Sentence("Đếm phản ánh", "Count of reports"),
    port=8190,
    settings=ServiceSettings,
    metadata=METADATA,
    consumers=(
        Consumer(
            name="wards-count",
            stream="EVT_REFLECTION",
            subjects=RECEIVED,
            handle_batch=count,
            batch=20,
            ack_wait=timedelta(seconds=2),
        ),
        Consumer(
            name="wards-check",
            stream="EVT_REFLECTION",
            subjects=RECEIVED,
            handle=check,
            retry_delays_s=(0.05,),
            max_deliver=4,
        ),
    ),
)


def migrate(database_url: str) -> None:
    asyncio.run(_make_tables(database_url))


async def _make_tables(database_url: str) -> None:
    engine = create_async_engine(asyncpg_url(database_url), poolclass=NullPool)
    async with engine.begin() as connection:
        for table in (*tables.ALL, *METADATA.sorted_tables):
            await connection.run_sync(table.create, checkfirst=True)
    await engine.dispose()
