"""The edge of a request: one transaction, its idempotency key, the answer after the commit."""

import asyncio

import httpx
import pytest
from fastapi import APIRouter, Request, Response
from sqlalchemy import MetaData, func, select, text
from sqlalchemy.exc import OperationalError

from hueioc import idempotency
from hueioc.app import LARGEST_BODY, create_app
from hueioc.auth.access import anyone
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.errors import Conflict, Text
from hueioc.events import Audience, Event
from hueioc.idempotency import idempotency as stored
from hueioc.outbox import outbox, publish
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.testing.apps import settings_for_tests, test_keys

KEY = {"Idempotency-Key": '"7f3c"'}
router = APIRouter(route_class=EdgeRoute, dependencies=[anyone])


class Written(Event, type="vn.hue.sample.thing.written.v1", audience=Audience.STAFF):
    number: int


@router.post("/v1/things", status_code=201)
async def write(session: Session, request: Request, response: Response) -> dict[str, int]:
    publish(session, Written(number=1), subject_id="t", version=1)
    response.headers["Location"] = "/v1/things/t"
    return {"number": await session.scalar(select(func.count()).select_from(stored)) or 0}


@router.post("/v1/silent")
async def say_nothing(session: Session) -> None:
    await session.execute(text("select 1"))


@router.post("/v1/refused")
async def refuse(session: Session) -> None:
    publish(session, Written(number=1), subject_id="t", version=1)
    raise Conflict


@router.post("/v1/broken")
async def fail(session: Session) -> None:
    publish(session, Written(number=1), subject_id="t", version=1)
    raise RuntimeError


@router.post("/v1/protocol")
@without_key
async def write_by_protocol(session: Session) -> None:
    publish(session, Written(number=1), subject_id="t", version=1)


@router.get("/v1/things")
async def read(session: Session) -> int:
    return await session.scalar(select(func.count()).select_from(outbox)) or 0


@router.get("/v1/slow")
async def sleep(session: Session) -> None:
    await session.execute(text("set local statement_timeout = '20ms'"))
    await session.execute(text("select pg_sleep(1)"))


@router.get("/v1/lost")
async def lose(session: Session) -> None:
    raise OperationalError("select 1", {}, ConnectionError())


SERVICE = Service(
    name="sample", title=Text("Mẫu", "Sample"), port=0, settings=ServiceSettings, metadata=MetaData(), routers=(router,)
)


@pytest.fixture
async def runtime(committed_database, tmp_path):
    made = Runtime.make(SERVICE, settings_for_tests(SERVICE, str(tmp_path)), JwksCache(test_keys))
    made.database = committed_database
    return made


@pytest.fixture
async def client(runtime):
    app = create_app(SERVICE, runtime.settings)
    app.state.runtime = runtime
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hue.test") as client:
        yield client


async def count(database, table):
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_a_write_is_committed_before_it_is_answered(client, committed_database):
    assert (await client.post("/v1/things", headers=KEY)).status_code == 201
    assert await count(committed_database, outbox) == 1


async def test_a_write_wakes_the_relay_and_says_its_position(client, runtime):
    answer = await client.post("/v1/things", headers=KEY)
    assert answer.headers["hue-seq"].startswith("sample:")
    assert runtime.relay._wake.is_set()


async def test_a_write_that_publishes_nothing_has_no_position(client, runtime):
    assert "hue-seq" not in (await client.post("/v1/silent", headers=KEY)).headers
    assert not runtime.relay._wake.is_set()


async def test_the_same_key_gets_the_same_answer_and_no_second_effect(client, committed_database):
    first = await client.post("/v1/things", headers=KEY, json={"a": 1})
    second = await client.post("/v1/things", headers=KEY, json={"a": 1})
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    for name in ("location", "content-type", "hue-seq"):
        assert second.headers[name] == first.headers[name]
    assert await count(committed_database, outbox) == 1


async def test_the_same_key_with_another_body_is_refused(client):
    await client.post("/v1/things", headers=KEY, json={"a": 1})
    answer = await client.post("/v1/things", headers=KEY, json={"a": 2})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:hue:problem:idempotency-key-reused")


@pytest.mark.parametrize("path", ["/v1/silent", "/v1/refused"])
async def test_a_key_is_one_routes(client, path):
    await client.post("/v1/things", headers=KEY)
    assert "idempotent-replayed" not in (await client.post(path, headers=KEY)).headers


async def test_a_key_is_one_callers(client, token):
    await client.post("/v1/things", headers=KEY)
    other = {"Authorization": f"Bearer {token(Role.CITIZEN)}"}
    assert "idempotent-replayed" not in (await client.post("/v1/things", headers=KEY | other)).headers


@pytest.mark.parametrize("key", [None, "", " ", '""', "a b", "x" * 129, "ế".encode()])
async def test_a_write_without_a_good_key_is_refused(client, key):
    answer = await client.post("/v1/things", headers={"Idempotency-Key": key} if key is not None else {})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:hue:problem:idempotency-key-missing")


async def test_a_key_with_and_without_quotes_is_the_same(client):
    await client.post("/v1/things", headers={"Idempotency-Key": "7f3c"})
    assert (await client.post("/v1/things", headers=KEY)).headers["idempotent-replayed"]


async def test_a_write_with_a_protocol_of_its_own_needs_no_key(client, committed_database):
    assert (await client.post("/v1/protocol")).status_code == 200
    assert await count(committed_database, outbox) == 1


async def test_a_request_whose_first_try_still_runs_is_told_to_wait(client, committed_database):
    use = idempotency.claim(client="", method="POST", path="/v1/things", key='"7f3c"', body=b"")
    async with committed_database.transaction() as session:
        await session.execute(select(func.pg_advisory_xact_lock(use.lock)))
        answer = await client.post("/v1/things", headers=KEY)
    assert (answer.status_code, answer.headers["retry-after"]) == (409, "1")
    assert (await client.post("/v1/things", headers=KEY)).status_code == 201


async def test_twenty_tries_at_once_have_one_effect(client, committed_database):
    answers = await asyncio.gather(*(client.post("/v1/things", headers=KEY) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await count(committed_database, outbox) == 1


@pytest.mark.parametrize("path", ["/v1/refused", "/v1/broken"])
async def test_nothing_is_kept_of_a_request_that_failed(client, committed_database, path):
    for _ in range(2):
        assert "idempotent-replayed" not in (await client.post(path, headers=KEY)).headers
    assert await count(committed_database, stored) == 0
    assert await count(committed_database, outbox) == 0


async def test_an_unexpected_error_is_a_problem_without_its_cause(client):
    answer = await client.post("/v1/broken", headers=KEY)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "RuntimeError" not in answer.text


async def test_a_read_needs_no_key(client):
    assert (await client.get("/v1/things")).json() == 0


@pytest.mark.parametrize("path", ["/v1/slow", "/v1/lost"])
async def test_a_database_that_does_not_answer_in_time_is_a_problem_to_come_back_to(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["type"] == "urn:hue:problem:database-busy"


async def test_a_body_that_is_too_large_is_refused(client):
    answer = await client.post("/v1/things", headers=KEY, content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413


async def test_a_trace_is_told_to_the_caller(client):
    answer = await client.get("/v1/things", headers={"traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01"})
    assert answer.headers["hue-trace-id"] == "a" * 32


async def test_an_address_that_does_not_exist_is_a_problem(client):
    answer = await client.get("/v1/nothing", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


async def test_a_method_that_is_not_possible_says_which_are(client):
    answer = await client.delete("/v1/things")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"]
