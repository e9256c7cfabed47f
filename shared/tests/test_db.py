"""The database of a service: time-outs, lost races, versions, the outbox last."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Mapped

from hueioc.clock import now
from hueioc.db import Database, DatabaseBusy, Model, Versioned, service_metadata
from hueioc.embedded.ports import free_port
from hueioc.errors import Conflict
from hueioc.events import Audience, Event
from hueioc.outbox import POSITION, outbox, publish


class Base(Model):
    __abstract__ = True
    metadata = service_metadata()


class Thing(Versioned, Base):
    __tablename__ = "things_of_test_db"

    name: Mapped[str]


class Renamed(Event, type="vn.hue.sample.thing.renamed.v1", audience=Audience.STAFF):
    name: str


@pytest.fixture
async def things(committed_database):
    async with committed_database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield committed_database
    async with committed_database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)


async def make(database, name="a"):
    async with database.transaction() as session:
        thing = Thing(name=name)
        session.add(thing)
    return thing


async def test_a_row_has_an_id_times_and_a_first_version(things):
    thing = await make(things)
    assert (thing.id.version, thing.version) == (7, 1)
    assert abs(thing.created_at - now()) < timedelta(seconds=5)


async def test_every_change_makes_the_next_version(things):
    thing = await make(things)
    for number in (2, 3):
        async with things.transaction() as session:
            (await session.get(Thing, thing.id)).name = str(number)
        async with things.transaction() as session:
            assert (await session.get(Thing, thing.id)).version == number


async def test_of_two_who_change_one_row_the_second_is_told(things):
    thing = await make(things)
    with pytest.raises(Conflict):  # noqa: PT012 - the commit at the end of the block is refused
        async with things.transaction() as late:
            mine = await late.get(Thing, thing.id)
            async with things.transaction() as early:
                (await early.get(Thing, thing.id)).name = "early"
            mine.name = "late"
    async with things.transaction() as session:
        assert (await session.get(Thing, thing.id)).name == "early"


async def test_two_rows_with_one_id_are_a_conflict(things):
    thing = await make(things)
    with pytest.raises(Conflict):
        async with things.transaction() as session:
            session.add(Thing(id=thing.id, name="again"))


async def test_a_mistake_of_ours_stays_one(things):
    with pytest.raises(ProgrammingError):
        async with things.transaction() as session:
            await session.execute(text("select no_such_column"))
    with pytest.raises(IntegrityError):
        async with things.transaction() as session:
            await session.execute(insert(Thing.__table__).values(name=None, version=1))


@pytest.mark.parametrize(
    "script",
    [
        ("set local statement_timeout = '20ms'", "select pg_sleep(1)"),
        ("set local lock_timeout = '20ms'", "select * from outbox"),
        ("select pg_terminate_backend(pg_backend_pid())",),
    ],
    ids=["statement", "lock", "terminated"],
)
async def test_what_may_go_better_next_time_is_a_problem_to_come_back_to(committed_database, script):
    async with committed_database.engine.begin() as holder:
        if "lock_timeout" in script[0]:
            await holder.execute(text("lock table outbox in access exclusive mode"))
        with pytest.raises(DatabaseBusy):  # noqa: PT012 - whichever statement, or the commit
            async with committed_database.transaction() as session:
                for statement in script:
                    await session.execute(text(statement))


async def test_a_transaction_that_idles_is_ended_by_the_server(committed_database):
    with pytest.raises(DatabaseBusy):  # noqa: PT012 - whichever statement, or the commit
        async with committed_database.transaction() as session:
            await session.execute(text("set local idle_in_transaction_session_timeout = '20ms'"))
            await asyncio.sleep(0.1)
            await session.execute(text("select 1"))


async def test_a_server_that_is_away_is_a_problem_to_come_back_to():
    database = Database(f"postgresql://x:y@127.0.0.1:{free_port()}/z")
    with pytest.raises(DatabaseBusy):
        async with database.transaction() as session:
            await session.execute(text("select 1"))
    assert not await database.is_ready()
    await database.close()


async def test_a_full_pool_is_a_problem_to_come_back_to(committed_dsn, monkeypatch):
    monkeypatch.setattr("hueioc.db.POOL_WAIT_S", 0.05)
    database = Database(committed_dsn, pool_size=1)
    async with database.transaction() as session:
        await session.execute(text("select 1"))
        with pytest.raises(DatabaseBusy):
            async with database.transaction() as second:
                await second.execute(text("select 1"))
    await database.close()


async def test_the_server_has_the_time_outs_of_a_service(committed_database):
    async with committed_database.transaction() as session:
        for name, value in (("transaction_timeout", "5s"), ("idle_in_transaction_session_timeout", "2s")):
            assert await session.scalar(text(f"show {name}")) == value


async def test_the_outbox_is_written_after_every_change(things):
    async with things.transaction() as session:
        thing = Thing(name="a")
        session.add(thing)
        publish(session, Renamed(name="a"), subject_id="x", version=1)
    async with things.transaction() as session:
        row, made = await session.execute(select(outbox.c.xid)), await session.get(Thing, thing.id)
        assert made
        xmin = await session.scalar(text("select xmin::text::bigint from things_of_test_db"))
        assert int(row.scalar_one()) % 2**32 == xmin


async def test_a_transaction_knows_its_position(committed_database):
    async with committed_database.transaction() as session:
        publish(session, Renamed(name="a"), subject_id="x", version=1)
    async with committed_database.transaction() as later:
        assert str(session.info[POSITION]) == str(await later.scalar(select(outbox.c.xid)))


async def test_nothing_is_published_of_what_was_rolled_back(committed_database):
    with pytest.raises(RuntimeError):  # noqa: PT012 - the block is what is rolled back
        async with committed_database.transaction() as session:
            publish(session, Renamed(name="a"), subject_id="x", version=1)
            raise RuntimeError
    async with committed_database.transaction() as session:
        assert (await session.execute(select(outbox))).all() == []


def test_constraints_have_names_that_migrations_can_use():
    table = Table("t", service_metadata(), Column("id", Integer, primary_key=True))
    assert table.primary_key.name == "pk_t"
    assert isinstance(service_metadata(), MetaData)


@pytest.mark.parametrize("name", ["transaction_timeout", "statement_timeout", "idle_in_transaction_session_timeout"])
async def test_work_that_nobody_waits_for_may_take_minutes(committed_dsn, name):
    database = Database(committed_dsn, is_patient=True)
    async with database.transaction() as session:
        assert (await session.scalar(text(f"show {name}"))) == "2min"
    await database.close()
