"""Views stay within their limits."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import BaseModel, SecretStr

from hueioc.auth.jwks import JwksCache
from hueioc.bounds import keep_bounds, keys_by_view
from hueioc.db import service_metadata
from hueioc.errors import Text
from hueioc.events import Audience
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.testing.apps import settings_for_tests, test_keys
from hueioc.testing.buses import PASSWORD
from hueioc.views import View, publish_view


class Thing(BaseModel):
    number: int


THING = View(service="things", name="thing", route="/v1/things/{key}", schema=Thing, audience=Audience.PUBLIC)
SERVICE = Service(
    name="things",
    title=Text("Vật", "Things"),
    port=0,
    settings=ServiceSettings,
    metadata=service_metadata(),
    views=(replace(THING, most_keys=3),),
)


@pytest.fixture(scope="session")
def bus_services():
    return [SERVICE]


@pytest.fixture
async def running(nats_server, bus, committed_database, committed_dsn, tmp_path):
    """A process of the service on a real bus and database, its relay leading."""
    settings = settings_for_tests(
        SERVICE,
        str(tmp_path),
        database_url=SecretStr(committed_dsn),
        nats_url=SecretStr(nats_server.url("things", PASSWORD)),
    )
    runtime = Runtime.make(SERVICE, settings, JwksCache(test_keys))
    await runtime.start()
    await asyncio.wait_for(runtime.relay.leads.wait(), 10)
    yield runtime
    await runtime.stop()


async def settled(runtime, number):
    async with asyncio.timeout(10):
        while len((await keys_by_view(runtime))["thing"]) != number:
            await asyncio.sleep(0.02)


async def test_the_oldest_keys_over_the_limit_are_evicted(running, bus):
    async with running.database.transaction() as session:
        for number in range(5):
            publish_view(session, THING, f"k{number}", Thing(number=number), version=1)
    running.relay.wake()
    await settled(running, 5)
    await keep_bounds(running)
    running.relay.wake()
    async with asyncio.timeout(10):
        while (await bus.api("STREAM.INFO.VIEWS"))["state"]["last_seq"] < 7:
            await asyncio.sleep(0.02)
    from hueioc.bus.read import messages_of

    held = {each.subject: each.headers.get("Hue-Op", "") async for each in messages_of(bus, "VIEWS", subject="view.>")}
    assert held == {f"view.things.thing.k{n}": ("EVICT" if n < 2 else "") for n in range(5)}
