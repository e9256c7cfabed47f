"""Two transactions on one report that overlap: whoever began first or commits first, the newest document wins."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal, Role
from hueioc.db import Database
from hueioc.errors import Conflict
from reflection.queries import reports
from reflection.schemas import Moderation
from reflection.service import desk
from reflection.service.announce import announce
from reflection.states import Action, Priority
from tests.city import City
from tests.people import Person, new_report, until

OPERATOR = Principal(subject="operator", roles=frozenset({Role.MODERATOR}))
ACCEPT = Moderation(decision="accept")


@pytest.fixture
async def database(tough_city: City) -> AsyncIterator[Database]:
    """The city's own database of reports, as a second process of the service would use it."""
    database = Database(tough_city.database_url("reflection"))
    yield database
    await database.close()


@pytest.fixture
async def report_id(tough_city: City) -> UUID:
    report = new_report()
    async with tough_city.client() as client:
        answer = await Person(client, tough_city.token("citizen")).submit(report)
    assert answer.is_success, answer.text
    return UUID(report["id"])


async def begin(session: AsyncSession) -> int:
    """Take a transaction id now; what is written later carries it."""
    return await session.scalar(text("select pg_current_xact_id()::text::bigint")) or 0


async def seen_at_the_gateway(city: City, report_id: UUID, version: int) -> dict[str, object]:
    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))
        path = f"/v1/ops/reports/{report_id}"
        await until(lambda: moderator.read(path), is_it=lambda document: document["version"] >= version)
        await asyncio.sleep(0.3)  # an older document that came late would show by now
        return await moderator.read(path)


async def prioritise(session: AsyncSession, report_id: UUID) -> None:
    report = await reports.lock_report(session, report_id)
    assert report is not None
    report.priority = Priority.URGENT
    await announce(session, report, Action.PICTURE)


@pytest.mark.parametrize("first", ["older", "newer"])
async def test_the_newest_version_stays_at_the_gateway(
    tough_city: City, database: Database, report_id: UUID, first: str
):
    async with database.transaction() as older:
        older_xid = await begin(older)
        if first == "older":
            await desk.moderate(older, report_id, OPERATOR, ACCEPT, None)

        async def newer() -> int:
            async with database.transaction() as session:
                xid = await begin(session)
                await prioritise(session, report_id)
            return xid

        running = asyncio.create_task(newer())
        if first == "newer":
            assert await running > older_xid
            await desk.moderate(older, report_id, OPERATOR, ACCEPT, None)
        else:
            await asyncio.sleep(0.1)
            assert not running.done()
    assert await running > older_xid

    document = await seen_at_the_gateway(tough_city, report_id, 3)

    assert document["version"] == 3
    assert document["state"] == "accepted"
    assert document["priority"] == ("urgent" if first == "older" else "normal")
    async with tough_city.client() as client:
        public = await Person(client).read(f"/v1/reports/{report_id}")
    assert public["version"] == 3


async def write_blindly(database: Database, report_id: UUID) -> None:
    """Change what was read before another transaction changed it."""
    async with database.transaction() as slow:
        stale = await reports.find_report(slow, report_id)
        assert stale is not None
        async with database.transaction() as fast:
            await desk.moderate(fast, report_id, OPERATOR, ACCEPT, None)
        stale.priority = Priority.URGENT
        await announce(slow, stale, Action.PICTURE)


async def test_of_two_blind_writes_the_second_is_refused(tough_city: City, database: Database, report_id: UUID):
    with pytest.raises(Conflict):
        await write_blindly(database, report_id)

    document = await seen_at_the_gateway(tough_city, report_id, 2)

    assert (document["version"], document["state"], document["priority"]) == (2, "accepted", "normal")
