"""The service over REST: taking in, moving on, looking at owners, the door of portals."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from procedures.consumers import CardRated, forget
from procedures.models import Owner
from procedures.queries import dossiers

OWNER = {"name": "Nguyễn Văn Bình", "phone": "0912345678", "citizen_id": "046099000001"}
OTHER_UNIT = "acad32b4-9ca4-5621-8ff5-b13dc68c9e24"
BASE = "/v1/ops/procedures"


@pytest.fixture
def officer(make_client, portal):
    return make_client(Role.OFFICER, unit_id=portal.unit)


@pytest.fixture
def wanted(portal):
    return {"agency": portal.agency, "procedure": portal.procedure, "owner": OWNER}


@pytest.fixture
async def taken(officer, wanted):
    answer = await officer.post(f"{BASE}/dossiers", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def move(client, taken, status, note="Thiếu giấy khai sinh"):
    return await client.post(f"{BASE}/dossiers/{taken['id']}/moves", json={"status": status, "note": note})


async def test_a_dossier_at_the_counter_gets_its_code_and_its_date(taken, portal):
    assert taken["code"].startswith(f"{portal.agency}-260302-")
    assert (taken["status"], taken["due_at"]) == ("accepted", "2026-03-11T10:00:00Z")


async def test_codes_of_a_day_count_on(officer, wanted):
    codes = [(await officer.post(f"{BASE}/dossiers", json=wanted)).json()["code"] for _ in range(3)]
    assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]


async def test_no_two_callers_get_the_same_number(committed_database, clock):
    from hueioc.clock import now

    async def one():
        async with committed_database.transaction() as session:
            return await dossiers.next_number(session, "000.00.03.H57", now().date())

    assert sorted(await asyncio.gather(*(one() for _ in range(20)))) == list(range(1, 21))


async def test_a_dossier_goes_its_way(officer, taken):
    for status in ("processing", "supplement", "processing", "finished", "returned"):
        answer = await move(officer, taken, status)
        assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (shown["summary"]["status"], shown["summary"]["timing"], shown["moves"]) == ("returned", "early", [])
    assert [line["status"] for line in shown["history"]][-1] == "returned"


async def test_an_illegal_step_says_which_are_possible(officer, taken):
    answer = await move(officer, taken, "returned")
    assert (answer.status_code, answer.json()["status"]) == (409, "accepted")
    assert "processing" in answer.json()["moves"]


async def test_a_supplement_needs_to_say_what_is_missing(officer, taken):
    answer = await move(officer, taken, "supplement", note=" ")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/note")


async def test_another_agency_neither_sees_nor_moves_it(make_client, taken):
    other = make_client(Role.OFFICER, unit_id=OTHER_UNIT)
    assert (await other.get(f"{BASE}/dossiers/{taken['id']}")).status_code == 404
    assert (await other.get(f"{BASE}/dossiers")).json()["items"] == []
    assert (await move(other, taken, "processing")).status_code == 403


async def test_an_officer_takes_in_for_the_own_agency_only(make_client, wanted):
    other = make_client(Role.OFFICER, unit_id=OTHER_UNIT)
    assert (await other.post(f"{BASE}/dossiers", json=wanted)).status_code == 403


@pytest.mark.parametrize(("name", "value"), [("agency", "000.00.99.H57"), ("procedure", "9.999999")])
async def test_an_unknown_agency_or_procedure_names_itself(officer, wanted, name, value):
    answer = await officer.post(f"{BASE}/dossiers", json=wanted | {name: value})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")


async def test_what_a_portal_leads_is_not_moved_here(portal, officer):
    row = await portal.given()
    assert (await move(officer, {"id": row.id}, "processing")).status_code == 409
    assert (await officer.get(f"{BASE}/dossiers/{row.id}")).json()["is_led_here"] is False


async def test_the_owner_is_shown_for_a_reason_and_the_look_is_audited(officer, taken, session):
    url = f"{BASE}/dossiers/{taken['id']}/owner"
    assert (await officer.post(url, json={})).status_code == 422
    answer = await officer.post(url, json={"reason": "Gọi bổ sung giấy tờ"})
    assert (answer.json()["name"], answer.headers["cache-control"]) == (OWNER["name"], "no-store")
    rows = (await session.execute(select(audit).where(audit.c.subject == taken["id"]))).mappings().all()
    assert [(row["action"], row["detail"]) for row in rows][-1] == (
        "dossier.owner.seen",
        {"reason": "Gọi bổ sung giấy tờ"},
    )


async def test_no_other_answer_holds_anything_of_the_owner(officer, taken):
    texts = [
        (await officer.get(path)).text
        for path in (f"{BASE}/dossiers", f"{BASE}/dossiers/{taken['id']}", f"{BASE}/figures.csv", f"{BASE}/apologies")
    ]
    assert not any(word in text for text in texts for word in ("Bình", "0912345678", "046099000001"))


async def test_a_citizen_sends_a_dossier_and_sees_the_own(make_client, wanted):
    citizen, other = make_client(Role.CITIZEN), make_client(Role.CITIZEN)
    made = (await citizen.post("/v1/procedures/dossiers", json=wanted)).json()
    assert (made["status"], made["due_at"]) == ("new", None)
    own = (await citizen.get("/v1/procedures/dossiers/mine")).json()["items"]
    assert [each["code"] for each in own] == [made["code"]]
    assert (await other.get("/v1/procedures/dossiers/mine")).json()["items"] == []


async def test_a_person_who_is_forgotten_leaves_a_dossier_of_nobody(make_client, wanted, runtime, session):
    person = UUID("018f0000-0000-7000-8000-000000000001")
    citizen = make_client(Role.CITIZEN, subject=str(person))
    made = (await citizen.post("/v1/procedures/dossiers", json=wanted)).json()
    await runtime.vault.erase(session, person)
    await forget(runtime, session, person)
    owner = await session.get(Owner, UUID(made["id"]), populate_existing=True)
    assert (owner.person_token, owner.phone_tokens) == (None, [])
    seen = await make_client(Role.SUPERVISOR).post(f"{BASE}/dossiers/{made['id']}/owner", json={"reason": "x"})
    assert seen.status_code == 410
    look = {"code": made["code"], "digits": "5678"}
    assert (await make_client().post("/v1/procedures/lookups", json=look)).status_code == 404


async def test_a_portal_needs_its_role_and_its_scope(make_client, portal):
    body = {"service": "DongBoHoSoMC", "data": [portal.row()]}
    url = "/v1/procedures/sync"
    assert (await make_client().post(url, json=body)).status_code == 401
    assert (await make_client(Role.PARTNER).post(url, json=body)).status_code == 403
    answer = await make_client(Role.PARTNER, scope="dossiers:write").post(url, json=body | {"madonvi": "H57"})
    assert (answer.status_code, answer.json()["error_code"], answer.json()["taken"]) == (200, 0, 1)


@pytest.mark.parametrize("over", [{"service": "Khac"}, {"data": []}, {"data": "x"}, {"data": [{}] * 201}])
async def test_a_message_that_is_none_is_refused_whole(make_client, over):
    body = {"service": "DongBoHoSoMC", "data": [{}]} | over
    answer = await make_client(Role.PARTNER, scope="dossiers:write").post("/v1/procedures/sync", json=body)
    assert answer.status_code == 422


async def test_the_centre_sees_refused_rows_and_their_content_for_a_reason(portal, make_client):
    await portal.sync(portal.row(MaTTHC=""))
    centre = make_client(Role.MODERATOR)
    (row,) = (await centre.get(f"{BASE}/refused-rows")).json()["items"]
    assert (row["reason"], row["field"]) == ("missing", "MaTTHC")
    content = await centre.post(f"{BASE}/refused-rows/{row['id']}/content", json={"reason": "Kiểm tra"})
    assert "1.004222" not in content.json()["content"]
    assert "MaHoSo" in content.json()["content"]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({}, 3),
        ({"status": "supplement"}, 1),
        ({"clock": "paused"}, 1),
        ({"clock": "running"}, 1),
        ({"clock": "overdue"}, 0),
        ({"clock": "none"}, 1),
        ({"q": "000.00.03"}, 3),
        ({"q": "%"}, 0),
        ({"procedure": "2.000815"}, 0),
        ({"agency": "000.00.04.H57"}, 0),
    ],
)
async def test_dossiers_are_found_by_status_clock_agency_and_code(portal, make_client, asked, number):
    await portal.given()
    await portal.given(1, accepted=None)
    row = await portal.given()
    await portal.progress(portal.step(row.code, 5, row.accepted_at))
    found = (await make_client(Role.AUDITOR).get(f"{BASE}/dossiers", params=asked)).json()["items"]
    assert len(found) == number


async def test_what_the_clock_of_each_shows_is_what_its_filter_finds(portal, make_client, at_nine):
    from datetime import timedelta

    for hours in (0, 100, 180, 300):
        await portal.given(4, accepted=at_nine.moment - timedelta(hours=hours))
    client = make_client(Role.AUDITOR)
    every = (await client.get(f"{BASE}/dossiers")).json()["items"]
    for clock in ("running", "near", "overdue", "paused", "none", "ended"):
        found = (await client.get(f"{BASE}/dossiers", params={"clock": clock})).json()["items"]
        assert {each["id"] for each in found} == {each["id"] for each in every if each["clock"]["state"] == clock}


async def test_dossiers_come_page_by_page(portal, make_client):
    codes = {(await portal.given()).code for _ in range(5)}
    seen, cursor = [], ""
    while cursor is not None:
        page = (await make_client(Role.AUDITOR).get(f"{BASE}/dossiers", params={"limit": 2, "cursor": cursor})).json()
        seen += [each["code"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert (len(seen), set(seen)) == (5, codes)


async def test_the_catalogue_names_the_source_of_each_term(make_client):
    items = (await make_client().get("/v1/procedures/catalogue")).json()["items"]
    residence = next(each for each in items if each["code"] == "1.004222")
    assert (residence["amount"], residence["unit"]) == (7, "working_day")
    assert all(each["source"] and not each["is_verified"] for each in items)


def test_a_rating_may_say_more_than_we_read():
    rated = CardRated.model_validate({"agency_id": OTHER_UNIT, "stars": 4, "aspects": ["attitude"], "card_id": "x"})
    assert (rated.stars, rated.dossier_code) == (4, None)
