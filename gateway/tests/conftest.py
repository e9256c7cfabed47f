"""Builders: documents, a gateway that is not connected to anything, and raw HTTP on a socket."""

import asyncio

import pytest

from gateway.app import create_gateway
from gateway.protocol import ReadModelProtocol
from gateway.readmodel.entry import Document
from hueioc.auth.jwks import JwksCache
from hueioc.runtime import Runtime
from hueioc.service import find_service
from hueioc.testing.apps import settings_for_tests, test_keys


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
    running = []

    async def make(**settings):
        service = find_service("gateway")
        found = settings_for_tests(service, str(tmp_path), **settings)
        front = create_gateway(service, found)
        runtime = front.api.state.runtime = Runtime.make(service, found, JwksCache(test_keys))
        context = front.running(runtime)
        await context.__aenter__()
        running.append(context)
        return front

    yield make
    for context in running:
        await context.__aexit__(None, None, None)


@pytest.fixture
async def front(make_front):
    return await make_front()


@pytest.fixture
async def wire(front, serve):
    """`await wire(b"GET …", b"…")`: sends the pieces one after the other, gives what came until the server is done."""
    port = await serve(front, http=ReadModelProtocol)

    async def talk(*pieces):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        got = b""
        while not reader.at_eof():
            try:
                got += await asyncio.wait_for(reader.read(65536), 0.3)
            except TimeoutError:
                break
        writer.close()
        await writer.wait_closed()
        return got

    return talk
