"""Builders: documents, a gateway that is not connected to anything, and raw HTTP on a socket."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from gateway.app import create_gateway
from gateway.protocol import ReadModelProtocol
from gateway.readmodel.entry import Document
from hueioc.auth.jwks import JwksCache
from hueioc.runtime import Runtime
from hueioc.service import find_service
from hueioc.testing.apps import settings_for_tests, test_keys
from hueioc.testing.buses import PASSWORD


@pytest.fixture(scope="session")
def service_name():
    return "gateway"


@pytest.fixture
def document():
    def make(route="/v1/reports/1", body=b'{"id":1}', **over):
        fields = {"audience": "public", "version": 1, "epoch": "e", "position": 5, "stored_at": 1_700_000_000.0}
        subject = "view.reflection.report." + route.rpartition("/")[2]
        return Document(**({"route": route, "subject": subject, "service": "reflection", "body": body} | fields | over))

    return make


@pytest.fixture
async def make_front(tmp_path):
    """A gateway whose bus and database are away: it answers from its table and passes on to `upstreams`."""
    async def make(**settings):
        service = find_service("gateway")
        found = settings_for_tests(service, str(tmp_path), **settings)
        front = create_gateway(service, found)
        runtime = front.api.state.runtime = Runtime.make(service, found, JwksCache(test_keys))
        await running.enter_async_context(front.running(runtime))
        return front

    async with AsyncExitStack() as running:
        yield make


@pytest.fixture
async def front(make_front):
    return await make_front()


@pytest.fixture
async def live(make_front, bus, nats_server):
    """A gateway on a real bus, with the gateway's own user."""
    front = await make_front(nats_url=nats_server.url("gateway", PASSWORD))
    await front.bus.connect()
    await asyncio.wait_for(front.fold.complete.wait(), 10)
    await asyncio.wait_for(front.hub.following.wait(), 10)
    yield front
    await front.bus.close()


LAST = b"GET /no-such.page HTTP/1.1\r\nHost: hue.test\r\nConnection: close\r\n\r\n"


@pytest.fixture
async def wire(front, serve):
    """`await wire(b"GET …", b"…")`: sends the pieces one after the other, gives all that is answered to them."""
    port = await serve(front, http=ReadModelProtocol)

    async def talk(*pieces):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in (*pieces, LAST):
            writer.write(piece)
            await asyncio.sleep(0.001)
        got = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        end = got.rfind(b"HTTP/1.1 404")  # the answer to LAST, unless the server has closed before
        return got[:end] if end >= 0 else got

    return talk
