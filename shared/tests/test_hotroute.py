"""Hot routes: answered before the framework when all is plain, by the ordinary way as if nothing had been when not."""

import httpx
import pytest
from fastapi import APIRouter, Request
from sqlalchemy import MetaData

from hueioc.app import LARGEST_BODY, create_app
from hueioc.auth.access import allow
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.db import DatabaseBusy
from hueioc.errors import Text
from hueioc.hotroute import HotAnswer, HotRoute, TwinMissingError
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.testing.apps import settings_for_tests, test_keys

router = APIRouter()


@router.post("/v1/things", dependencies=[allow(Role.CITIZEN, Role.DEVICE)])
async def take_slowly(request: Request) -> dict[str, str]:
    return {"way": "ordinary", "body": (await request.body()).decode()}


async def take_at_once(runtime, request):
    if request.body == b"busy":
        raise DatabaseBusy
    if request.body == b"difficult":
        return None
    return HotAnswer(201, ((b"content-type", b"text/plain"),), b"at once, " + request.traceparent.encode())


HOT = HotRoute("POST", "/v1/things", take_at_once)


def service_with(hot):
    return Service(
        name="sample",
        title=Text("Mẫu", "Sample"),
        port=0,
        settings=ServiceSettings,
        metadata=MetaData(),
        routers=(router,),
        hot_routes=(hot,),
    )


@pytest.fixture
async def client(tmp_path, token):
    service = service_with(HOT)
    settings = settings_for_tests(service, str(tmp_path))
    app = create_app(service, settings)
    app.state.runtime = Runtime.make(service, settings, JwksCache(test_keys))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {token(Role.CITIZEN)}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://hue.test", headers=headers) as opened:
        yield opened


async def test_what_is_plain_is_answered_before_the_framework(client):
    answer = await client.post("/v1/things", content=b"plain")
    assert (answer.status_code, answer.text[:8]) == (201, "at once,")
    assert answer.headers["content-length"] == str(len(answer.content))


async def test_the_callers_trace_is_handed_on_and_told(client):
    parent = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    answer = await client.post("/v1/things", content=b"plain", headers={"traceparent": parent})
    assert answer.text.endswith(parent)
    assert answer.headers["hue-trace-id"] == "a" * 32


@pytest.mark.parametrize("given", ["", "nonsense", "00-" + "0" * 32 + "-" + "b" * 16 + "-01"])
async def test_without_a_valid_trace_a_new_one_begins(client, given):
    answer = await client.post("/v1/things", content=b"plain", headers={"traceparent": given})
    trace = answer.headers["hue-trace-id"]
    assert len(trace) == 32
    assert set(trace) != {"0"}


async def test_what_is_not_plain_goes_the_ordinary_way_with_the_same_body(client):
    answer = await client.post("/v1/things", content=b"difficult")
    assert answer.json() == {"way": "ordinary", "body": "difficult"}


async def test_a_body_in_many_parts_is_one(client):
    async def parts():
        for part in (b"diffi", b"", b"cult"):
            yield part

    assert (await client.post("/v1/things", content=parts())).json()["body"] == "difficult"


async def test_a_body_that_is_too_large_is_refused_by_the_ordinary_way(client):
    answer = await client.post("/v1/things", content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_problem_of_the_hot_way_is_a_problem_document_in_the_callers_language(client):
    answer = await client.post("/v1/things", content=b"busy", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "en"


async def test_a_token_that_is_not_valid_is_refused(client):
    answer = await client.post("/v1/things", content=b"plain", headers={"Authorization": "Bearer x.y.z"})
    assert answer.status_code == 401


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEVICE])
async def test_whom_the_twin_does_not_let_in_or_asks_for_a_scope_is_refused_by_it(client, token, role):
    answer = await client.post("/v1/things", headers={"Authorization": f"Bearer {token(role)}"})
    assert answer.status_code == 403


async def test_nobody_is_let_in_without_a_token(client):
    del client.headers["Authorization"]
    assert (await client.post("/v1/things", content=b"plain")).status_code == 401


def test_a_hot_route_without_a_twin_does_not_start(tmp_path):
    service = service_with(HotRoute("PUT", "/v1/things", take_at_once))
    with pytest.raises(TwinMissingError):
        create_app(service, settings_for_tests(service, str(tmp_path)))
