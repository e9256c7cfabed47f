"""A bench service: one entity with an event and a view, written the way every service writes."""

import asyncpg
import orjson
from pydantic import BaseModel
from sqlalchemy import BigInteger, Column, MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.errors import Text
from hueioc.events import Audience, Event
from hueioc.outbox import event_message, publish
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.views import ListView, View, publish_view

metadata = MetaData()
entries = Table("entries", metadata, Column("id", BigInteger, primary_key=True), Column("version", BigInteger))


class EntryBooked(Event, type="vn.hue.ledger.entry.booked.v1", audience=Audience.PUBLIC):
    """An entry was written."""

    entry_id: int
    amount_vnd: int
    note: str


class Entry(BaseModel):
    """The public document of an entry, of the size of a report's."""

    id: int
    version: int
    text: str


ENTRY = View(service="ledger", name="entry", route="/v1/entries/{key}", schema=Entry, audience=Audience.PUBLIC)
WRITE = text(
    "insert into entries (id, version) values (:id, 1)"
    " on conflict (id) do update set version = entries.version + 1 returning version"
)


class Total(BaseModel):
    """A statistic over all entries."""

    entries: int
    versions: int


TOTAL = View(service="ledger", name="total", route="/v1/entries", schema=Total, audience=Audience.PUBLIC, most_keys=1)
COUNT = text("select count(*) as n, coalesce(sum(version), 0)::bigint as v from entries")
DOCUMENT_TEXT = "x" * 1_200


async def total(session: AsyncSession, _: str) -> Total:
    row = (
        await session.execute(text("select count(*) as n, coalesce(sum(version), 0)::bigint as v from entries"))
    ).one()
    return Total(entries=row.n, versions=row.v)


service = Service(
    name="ledger",
    title=Text("Sổ đo", "Ledger"),
    port=0,
    settings=ServiceSettings,
    metadata=metadata,
    events=(EntryBooked,),
    views=(ENTRY,),
    lists=(ListView(view=TOTAL, dirty_on=("evt.ledger.",), render=total),),
)


BOOK = """
    with entry as (
        insert into entries (id, version) values ($1, 1)
        on conflict (id) do update set version = entries.version + 1 returning version
    )
    insert into outbox (event_id, kind, subject, headers, payload)
    select event_id, kind, subject, headers || jsonb_build_object('Hue-Version', entry.version::text), payload
    from entry, unnest($2::uuid[], $3::smallint[], $4::text[], $5::jsonb[], $6::bytea[])
        with ordinality as message(event_id, kind, subject, headers, payload, place)
    order by place returning pg_current_xact_id()::text
"""


async def book_fast(pool: asyncpg.Pool, entry_id: int) -> int:
    """The same write as one statement (write path b of the architecture). Its position."""
    event = EntryBooked(entry_id=entry_id, amount_vnd=1, note="y" * 200)
    document = Entry(id=entry_id, version=0, text=DOCUMENT_TEXT)
    messages = (
        event_message(event, subject_id=str(entry_id), version=0),
        ENTRY.message(str(entry_id), document, version=0),
    )
    return int(
        await pool.fetchval(
            BOOK,
            entry_id,
            [message.event_id for message in messages],
            [int(message.kind) for message in messages],
            [message.subject for message in messages],
            [orjson.dumps(message.headers).decode() for message in messages],
            [message.payload for message in messages],
        )
    )


async def book(session: AsyncSession, entry_id: int) -> int:
    """One write: the entity, its event, its document. Its new version."""
    version = int(await session.scalar(WRITE, {"id": entry_id}) or 0)
    event = EntryBooked(entry_id=entry_id, amount_vnd=1, note="y" * 200)
    publish(session, event, subject_id=entry_id, version=version)
    document = Entry(id=entry_id, version=version, text=DOCUMENT_TEXT)
    publish_view(session, ENTRY, entry_id, document, version=version)
    return version
