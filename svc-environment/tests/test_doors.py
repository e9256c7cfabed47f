"""The other doors: MQTT through its stream, the watched folder, and documents after readings."""

import asyncio
import json
import os

import pytest
from sqlalchemy import func, select

from environment import views
from environment.consumers import CONSUMERS
from environment.jobs import show_readings, take_files
from environment.models import Intake, Reading
from environment.states import Reason
from hueioc.bus.consumer import ConsumerLoop
from hueioc.outbox import Kind, outbox

READING = {"at": "2026-11-03T12:00:00+07:00", "values": {"Level": 2.56, "Rain": 3}}
SUBJECT = "devices.environment.KIMLONG.readings"


async def count(database, table):
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def until(check):
    async with asyncio.timeout(15):
        while not await check():
            await asyncio.sleep(0.05)


@pytest.fixture
async def listening(bus, service_bus, committed_database, at_noon):
    loop = ConsumerLoop("environment", CONSUMERS[0], bus=await service_bus("environment"), database=committed_database)
    loop.start()
    yield bus
    await loop.stop()


async def test_a_message_by_mqtt_becomes_readings(listening, committed_database):
    await listening.publish_durably(SUBJECT, json.dumps(READING).encode(), {})

    async def there():
        return await count(committed_database, Reading) == 2

    await until(there)


async def test_a_message_that_cannot_be_read_is_kept_and_stops_nobody(listening, committed_database):
    await listening.publish_durably(SUBJECT, b"\xff{", {})
    await listening.publish_durably("devices.environment.NOWHERE.readings", b"{}", {})
    await listening.publish_durably(SUBJECT, json.dumps(READING).encode(), {})

    async def there():
        return await count(committed_database, Reading) == 2 and await count(committed_database, Intake) == 2

    await until(there)
    async with committed_database.transaction() as session:
        kept = {row.unreadable: row.raw for row in await session.scalars(select(Intake))}
    assert kept == {Reason.SYNTAX: b"\xff{", Reason.UNKNOWN_STATION: b"{}"}


@pytest.fixture
def folder(runtime, tmp_path):
    runtime.settings = runtime.settings.model_copy(update={"station_folder": str(tmp_path / "in")})
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def lay_down(path, raw):
    path.write_bytes(raw)
    os.utime(path, (path.stat().st_mtime - 60,) * 2)


async def test_a_file_in_the_folder_is_taken_and_moved_aside(runtime, folder, bureau, builders):
    lay_down(folder / "KIMLONG_20261103120000.txt", builders["file"](("Level", 0.85, "m")))
    await take_files(runtime)
    assert await bureau.session.scalar(select(func.count()).select_from(Reading)) == 1
    assert [path.name for path in (folder / "taken").iterdir()] == ["KIMLONG_20261103120000.txt"]


async def test_a_file_that_cannot_be_read_is_moved_elsewhere(runtime, folder, bureau):
    lay_down(folder / "KIMLONG_20261103120000.txt", b"\x00")
    await take_files(runtime)
    assert [path.name for path in (folder / "unreadable").iterdir()] == ["KIMLONG_20261103120000.txt"]


async def test_a_file_that_is_still_written_waits(runtime, folder, bureau, builders):
    (folder / "KIMLONG_20261103120000.txt").write_bytes(builders["file"](("Level", 0.85, "m")))
    await take_files(runtime)
    assert not (folder / "taken").exists()


async def test_new_readings_show_the_station_again_once(runtime, bureau):
    await bureau.level(0.5)
    await bureau.session.flush()
    await show_readings(runtime)

    async def shown():
        station = await bureau.station()
        subject = views.STATION.subject(str(station.id))
        rows = await bureau.session.execute(
            select(outbox.c.payload)
            .where(outbox.c.kind == Kind.VIEW, outbox.c.subject == subject)
            .order_by(outbox.c.id)
        )
        return [json.loads(row.payload)["readings"][0]["value"] for row in rows]

    before = await shown()
    assert before[-1] == 0.5
    await show_readings(runtime)
    assert await shown() == before
