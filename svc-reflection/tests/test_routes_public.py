"""What everybody may read, over HTTP."""

import pytest

from hueioc.ids import uuid7
from reflection.states import PUBLIC, SHOWN_AS, State


@pytest.fixture
def client(make_client):
    return make_client()


async def test_categories_and_units_need_no_sign_in(client):
    assert (await client.get("/v1/report-categories")).json()["items"]
    assert (await client.get("/v1/units")).json()["items"]


async def test_a_published_report_is_read_with_its_version(client, office, session):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    answer = await client.get(f"/v1/reports/{report.id}")
    assert (answer.status_code, answer.headers["etag"]) == (200, f'"{report.version}"')


@pytest.mark.parametrize("state", [State.RECEIVED, State.REJECTED])
async def test_a_report_that_is_not_public_looks_as_if_it_did_not_exist(client, office, session, state):
    report = await office.report(state)
    await session.flush()
    missing = await client.get(f"/v1/reports/{uuid7()}")
    answer = await client.get(f"/v1/reports/{report.id}")
    assert (answer.status_code, answer.json()["type"]) == (404, missing.json()["type"])


@pytest.mark.parametrize("state", sorted(set(State) - SHOWN_AS.keys()))
async def test_a_state_that_is_not_public_cannot_be_asked_for(client, state):
    answer = await client.get("/v1/reports", params={"state": state.value})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/state")


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ANSWERED, State.RETURNED])
async def test_who_asks_for_assigned_reports_gets_those_under_review_too(client, office, session, state):
    report = await office.report(state)
    await session.flush()
    items = (await client.get("/v1/reports?state=assigned")).json()["items"]
    assert [(item["id"], item["state"]) for item in items] == [(str(report.id), "assigned")]


async def test_the_feed_shows_public_states_only(client, office, session):
    for state in (State.RECEIVED, State.REJECTED, State.ACCEPTED, State.ANSWERED, State.RESOLVED):
        await office.report(state)
    await session.flush()
    shown = {item["state"] for item in (await client.get("/v1/reports")).json()["items"]}
    assert shown == {"accepted", "assigned", "resolved"}
    assert shown <= {state.value for state in PUBLIC}


async def test_the_feed_is_walked_page_by_page(client, office, session):
    made = [str((await office.report(State.ACCEPTED)).id) for _ in range(5)]
    await session.flush()
    seen, cursor = [], ""
    while cursor is not None:
        page = (await client.get("/v1/reports", params={"limit": 2, "cursor": cursor})).json()
        seen, cursor = seen + [item["id"] for item in page["items"]], page["next_cursor"]
    assert seen == made[::-1]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "bm90fGE", "MjAyNi0wMS0wMVQwMDowMDowMHw", "~", "%00"])
async def test_a_cursor_that_is_not_ours_is_refused(client, cursor):
    answer = await client.get("/v1/reports", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/cursor")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("limit=0", "/limit"), ("limit=101", "/limit"), ("limit=ba", "/limit"), ("unit_id=7", "/unit_id")],
)
async def test_a_query_that_makes_no_sense_is_refused_by_name(client, query, pointer):
    answer = await client.get(f"/v1/reports?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_the_sealed_original_of_a_photo_is_not_served(client, office, session, uploaded):
    sha256 = await uploaded(office.citizen)
    report = await office.report(State.ACCEPTED, media=[sha256])
    await session.flush()
    assert (await client.get(f"/v1/reports/{report.id}/media/{sha256}")).status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "x", "0" * 64])
async def test_a_photo_that_is_not_there_is_not_found(client, office, session, name):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    assert (await client.get(f"/v1/reports/{report.id}/media/{name}")).status_code == 404
