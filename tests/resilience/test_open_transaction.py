"""A transaction that somebody forgets delays other services' events no longer than the time-outs, and is named."""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest

from hueioc.bus.read import messages_of
from tests.city import City
from tests.people import Person, new_report, until

IDLE_LIMIT_S, TRANSACTION_LIMIT_S = 2.0, 5.0
MARGIN_S = 1.5
APPLICATION = "somebody-forgetful"
GAUGE = re.compile(r'^hue_outbox_blocked_seconds{application="(.*)",database="(.*)"} ([0-9.e+]+)$', re.MULTILINE)


@asynccontextmanager
async def forgotten_transaction(city: City, *, busy: bool) -> AsyncIterator[None]:
    """In the gateway's database: one that took an id and then does nothing, or one small thing after another."""
    settings = {"application_name": APPLICATION}
    connection = await asyncpg.connect(city.database_url("gateway"), server_settings=settings)
    await connection.execute("begin")
    await connection.execute("select pg_current_xact_id()")

    async def go_on() -> None:
        with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
            while True:
                await connection.execute("select pg_sleep(0.2)")

    working = asyncio.create_task(go_on()) if busy else None
    try:
        yield
    finally:
        if working:
            await working
        connection.terminate()


async def is_published(city: City, report_id: str) -> bool:
    async with city.bus() as bus:
        newest = (await bus.api("STREAM.INFO.EVT_REFLECTION"))["state"]["last_seq"]
        events = [each async for each in messages_of(bus, "EVT_REFLECTION", subject=">", after=max(0, newest - 20))]
    return report_id in [each.headers["ce-subject"] for each in events]


async def blockers(city: City) -> list[tuple[str, str, float]]:
    async with httpx.AsyncClient(trust_env=False) as client:
        text = (await client.get(f"{city.url('reflection')}/metrics")).text
    return [(application, database, float(value)) for application, database, value in GAUGE.findall(text)]


async def submit(city: City) -> str:
    report = new_report()
    async with city.client() as client:
        assert (await Person(client, city.token("citizen")).submit(report)).is_success
    return report["id"]


@pytest.mark.parametrize(("busy", "limit_s"), [(False, IDLE_LIMIT_S), (True, TRANSACTION_LIMIT_S)])
async def test_it_delays_anothers_events_no_longer_than_the_time_out(tough_city: City, *, busy: bool, limit_s: float):
    async with forgotten_transaction(tough_city, busy=busy):
        began = time.monotonic()
        report_id = await submit(tough_city)
        assert not await is_published(tough_city, report_id)
        await until(lambda: is_published(tough_city, report_id), limit_s + MARGIN_S)
        took_s = time.monotonic() - began

    assert limit_s - MARGIN_S < took_s < limit_s + MARGIN_S


async def test_the_metric_names_it_and_forgets_it_afterwards(tough_city: City):
    async with forgotten_transaction(tough_city, busy=True):
        await submit(tough_city)
        found = await until(lambda: blockers(tough_city), TRANSACTION_LIMIT_S)

    assert [(application, database) for application, database, _ in found] == [(APPLICATION, "gateway")]
    assert 1.0 < found[0][2] < TRANSACTION_LIMIT_S + MARGIN_S
    await until(lambda: blockers(tough_city), is_it=lambda found: not found)
