"""Builders: documents, and a gateway that is not connected to anything."""

from contextlib import AsyncExitStack
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest

from gateway.app import create_gateway
from gateway.identity.issuer import Grant, Issuer
from gateway.protocol import ReadModelProtocol
from gateway.readmodel.entry import Document
from hueioc.auth.jwks import JwksCache
from hueioc.runtime import Runtime, verifier_of
from hueioc.service import find_service
from hueioc.testing.apps import _with_key, settings_for_tests, test_keys


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


class NotedSms:
    """A fake of the SMS provider: notes what it was to send."""

    def __init__(self):
        self.sent = []

    async def send(self, phone, text):
        self.sent.append((phone, text))
        return "noted"

    @property
    def code(self):
        return self.sent[-1][1][:6]


@pytest.fixture
async def house(runtime):
    """The gateway's whole API on the database that is rolled back: `house.ask()` is a browser with its cookies."""
    front = create_gateway(runtime.service, runtime.settings)
    issuer = Issuer(runtime.settings, runtime.database)
    await issuer.reload()
    runtime.verifier = verifier_of(runtime.settings, JwksCache(issuer.jwks_for_ourselves))
    front.api.state.runtime, front.api.state.issuer = runtime, issuer
    sms = front.api.state.ports.sms = NotedSms()
    browsers = []

    def ask(token=""):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(front.api, raise_app_exceptions=False)
        client = httpx.AsyncClient(
            transport=transport,
            base_url=runtime.settings.public_url,
            headers=headers,
            event_hooks={"request": [_with_key]},
        )
        browsers.append(client)
        return client

    def token(*roles, **more):
        subject = more.pop("subject", "") or str(uuid4())
        return issuer.access_token(Grant(subject, more.pop("client_id", "tests"), roles, **more))

    yield SimpleNamespace(front=front, runtime=runtime, issuer=issuer, sms=sms, ask=ask, token=token)
    for each in browsers:
        await each.aclose()
