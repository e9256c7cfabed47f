"""The tests of the service of administrative procedures."""

import pytest
from sqlalchemy import select, text

from hueioc.outbox import outbox


@pytest.fixture(scope="session")
def service_name() -> str:
    return "procedures"


@pytest.fixture
def told_events(session):
    """`await told_events("project")`: what was told of projects, in order."""

    async def told(entity):
        wanted = select(outbox.c.subject).where(outbox.c.subject.startswith(f"evt.procedures.{entity}."))
        subjects = await session.scalars(wanted.order_by(outbox.c.id))
        return [each.removeprefix("evt.procedures.") for each in subjects]

    return told


@pytest.fixture
def stored(session):
    """`await stored("0912345678")`: the tables in which it stands in clear, whatever the column is."""

    async def look(secret):
        await session.flush()
        names = await session.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        hexed = secret.encode().hex()
        found = []
        for name in names.all():
            where = "where each::text ilike :plain or each::text ilike :hexed"
            asked = text(f'select count(*) from "{name}" each {where}')  # noqa: S608 - names of our own tables
            if await session.scalar(asked, {"plain": f"%{secret}%", "hexed": f"%{hexed}%"}):
                found.append(name)
        return found

    return look
