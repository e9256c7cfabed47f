"""Builders: documents, and a gateway that is not connected to anything."""

from contextlib import AsyncExitStack
from functools import partial

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
async def wire(front, serve, talk):
    """`await wire(b"GET …", b"…")`: all that the gateway answers to these pieces on one connection."""
    return partial(talk, await serve(front, http=ReadModelProtocol))
