"""Making again what the bus has lost: events from the outbox, views from the database."""

from uuid import UUID

from sqlalchemy import text

from hueioc.bus.connection import Bus
from hueioc.bus.read import messages_of
from hueioc.bus.streams import provision
from hueioc.db import Database
from hueioc.outbox import collect
from hueioc.service import Service, installed_services

_AGAIN = text(
    "update outbox set published_at = null"
    " where kind = 0 and published_at is not null and not event_id = any(cast(:held as uuid[]))"
)
_STAMP = text("select (extract(epoch from clock_timestamp()) * 1000)::bigint")


async def replay_events(database_url: str, admin_nats_url: str, service: Service) -> int:
    """Have the relay publish again every kept event that the stream no longer holds; how many.

    A stream that is gone is made first, with the consumers that went with it.
    """
    bus, database = Bus(admin_nats_url, name=service.name), Database(database_url, pool_size=1)
    try:
        await bus.connect()
        await provision(bus, installed_services())
        subject = f"evt.{service.name}.>"
        held = [
            each.headers["Nats-Msg-Id"]
            async for each in messages_of(bus, service.event_stream, subject=subject)
            if "Nats-Msg-Id" in each.headers
        ]
        async with database.transaction() as session:
            result = await session.execute(_AGAIN, {"held": held})
            return result.rowcount  # type: ignore[attr-defined,no-any-return] - an update has one
    finally:
        await bus.close()
        await database.close()


async def rebuild_views(database_url: str, service: Service) -> int:
    """Render every document and list of `service` again into its outbox, in short transactions; how many."""
    database = Database(database_url, pool_size=1)
    try:
        return await _documents(database, service) + await _lists(database, service)
    finally:
        await database.close()


async def _documents(database: Database, service: Service) -> int:
    if service.documents is None:
        return 0
    count, after = 0, UUID(int=0)
    while True:
        async with database.transaction() as session:
            messages, last = await service.documents(session, after)
            for message in messages:
                collect(session, message)
        count += len(messages)
        if last is None:
            return count
        after = last


async def _lists(database: Database, service: Service) -> int:
    count = 0
    for each in service.lists:
        async with database.transaction() as session:
            version = await session.scalar(_STAMP) or 0
            for key in await each.keys(session):
                collect(session, each.view.message(key, await each.render(session, key), version=version))
                count += 1
    return count
