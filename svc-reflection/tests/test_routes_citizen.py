"""What a signed-in citizen does, over HTTP."""

import asyncio

import pytest
from sqlalchemy import func, select

from hueioc.auth.principal import Role
from hueioc.ids import uuid7
from reflection.models import Report
from reflection.states import State


@pytest.fixture
def citizen(make_client, office):
    return make_client(Role.CITIZEN, subject=office.citizen.subject)


@pytest.fixture
def stranger(make_client, office):
    return make_client(Role.CITIZEN, subject=office.stranger.subject)


def body(**over):
    place = {"lat": 16.4698, "lon": 107.5779, "address": ""}
    return {"id": str(uuid7()), "category": "garbage", "description": "Rác đổ đầy vỉa hè", "place": place} | over


async def test_a_report_is_created_and_says_where_it_can_be_followed(citizen):
    sent = body()
    answer = await citizen.post("/v1/reports", json=sent)
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/reports/mine/{sent['id']}")
    assert (answer.json()["state"], answer.json()["version"]) == ("received", 1)
    assert (await citizen.get(answer.headers["location"])).json() == answer.json()


async def test_a_write_says_which_position_it_has(citizen):
    answer = await citizen.post("/v1/reports", json=body())
    service, _, position = answer.headers["hue-seq"].partition(":")
    assert service == "reflection"
    assert position.isdigit()


async def test_the_same_key_replays_the_same_answer(citizen):
    key, sent = {"Idempotency-Key": "report-1"}, body()
    first, second = [await citizen.post("/v1/reports", json=sent, headers=key) for _ in range(2)]
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["idempotent-replayed"] == "true"
    for name in ("location", "hue-seq", "content-type"):
        assert second.headers[name] == first.headers[name]


async def test_an_anonymous_caller_is_asked_to_sign_in(make_client):
    answer = await make_client().post("/v1/reports", json=body())
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CITIZEN}))
async def test_only_citizens_report(make_client, role):
    assert (await make_client(role).post("/v1/reports", json=body())).status_code == 403


WRONG = [
    ({"category": "Rác!"}, "/category"),
    ({"description": " "}, "/description"),
    ({"description": "x" * 4001}, "/description"),
    ({"place": {"lat": 91, "lon": 107.5}}, "/place"),
    ({"place": {"lat": "NaN", "lon": 107.5}}, "/place/lat"),
    ({"place": {"lat": 21.03, "lon": 105.85}}, "/place"),
    ({"place": {"lat": 107.5779, "lon": 16.4698}}, "/place"),
    ({"media": ["zz"]}, "/media/0"),
    ({"media": ["a" * 64] * 6}, "/media"),
    ({"taken_at": "2026-01-01T00:00:00"}, "/taken_at"),
    ({"id": "7"}, "/id"),
    ({"reporter": "ai đó"}, "/reporter"),
    ({"category": "khong-co"}, "/category"),
]


@pytest.mark.parametrize(("wrong", "pointer"), WRONG)
async def test_a_wrong_field_is_named(citizen, wrong, pointer):
    answer = await citizen.post("/v1/reports", json=body(**wrong))
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(("wrong", "pointer"), WRONG)
async def test_a_refusal_is_written_in_the_language_of_the_caller(citizen, wrong, pointer):
    vi = await citizen.post("/v1/reports", json=body(**wrong))
    en = await citizen.post("/v1/reports", json=body(**wrong), headers={"Accept-Language": "en"})
    assert (vi.headers["content-language"], en.headers["content-language"]) == ("vi", "en")
    assert vi.json()["errors"][0]["detail"] != en.json()["errors"][0]["detail"]


async def test_nothing_of_the_input_comes_back_in_a_refusal(citizen):
    answer = await citizen.post("/v1/reports", json=body(description="bí mật 0905123456", category="BÍ MẬT"))
    assert "mật" not in answer.text.lower()
    assert "0905" not in answer.text


async def test_a_body_that_is_not_json_is_refused_as_a_whole(citizen):
    headers = {"Content-Type": "application/json"}
    answer = await citizen.post("/v1/reports", content=b'{"id": ', headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "")


async def test_ones_own_reports_are_listed(citizen, office, session):
    report = await office.report()
    await office.report(by=office.stranger)
    await session.flush()
    assert [item["id"] for item in (await citizen.get("/v1/reports/mine")).json()["items"]] == [str(report.id)]


async def test_a_citizen_cannot_see_anothers_report(stranger, office, session):
    report = await office.report()
    await session.flush()
    missing = await stranger.get(f"/v1/reports/mine/{uuid7()}")
    answer = await stranger.get(f"/v1/reports/mine/{report.id}")
    assert (answer.status_code, answer.json()["type"]) == (404, missing.json()["type"])


async def test_the_reporter_rates_once(citizen, office, session):
    report = await office.report(State.RESOLVED)
    await session.flush()
    rating = {"rating": "satisfied", "comment": "Tốt"}
    first = await citizen.post(f"/v1/reports/mine/{report.id}/rating", json=rating)
    assert (first.status_code, first.json()["rating"]["rating"], first.json()["can_rate"]) == (200, "satisfied", False)
    assert (await citizen.post(f"/v1/reports/mine/{report.id}/rating", json=rating)).status_code == 409


async def test_a_stranger_does_not_rate(stranger, office, session):
    report = await office.report(State.RESOLVED)
    await session.flush()
    answer = await stranger.post(f"/v1/reports/mine/{report.id}/rating", json={"rating": "satisfied"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:hue:problem:not-your-report")


async def test_one_report_sent_twice_at_once_is_one_report(make_client, committed_database):
    caller, sent = make_client(Role.CITIZEN, database=committed_database), body()
    answers = await asyncio.gather(*(caller.post("/v1/reports", json=sent) for _ in range(3)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert (await caller.post("/v1/reports", json=sent)).status_code == 201
    async with committed_database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 1
