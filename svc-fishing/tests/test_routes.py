"""The service over REST: what devices send, what staff see and do."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from fishing.consumers import forget
from fishing.models import VesselPerson
from fishing.service import importing
from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.errors import Invalid

OPS = "/v1/ops/fishing"
BOAT = {"registration": "TTH-91234-TS", "length_m": 18, "name": "Thuận Phong", "mmsi": 574000001}
OWNER = {"name": "Nguyễn Văn A", "phone": "0912345678"}
TABLE = (
    "registration,length_m,name,mmsi,role,owner_name,owner_phone\n"
    "TTH-90001-TS,18.5,Hải Âu,574000002,fishing,Trần B,0912000111\n"
    "TTH-90002-TS,abc,Sai,,,,\n"
    "TTH-90003-TS,9,Nhỏ,574000002,,,\n"
)


@pytest.fixture
def staff(make_client, at_noon):
    return make_client(Role.MODERATOR)


@pytest.fixture
async def vessel(staff):
    return (await staff.post(f"{OPS}/vessels", json=BOAT | {"owner": OWNER})).json()


@pytest.fixture
async def device(staff, make_client, vessel):
    made = (await staff.post(f"{OPS}/vessels/{vessel['id']}/devices", json={"code": "VSS-1"})).json()
    client = make_client()
    client.headers["Device-Key"] = made["key"]
    client.device_id = made["id"]
    return client


def fix(clock, minutes=0, **more):
    at = (clock.moment + timedelta(minutes=minutes)).timestamp()
    return {"t": at, "lat": 16.6, "lon": 108.0} | more


async def test_a_device_sends_a_batch_and_may_forget_what_is_answered(device, clock):
    body = {"device_id": "VSS-1", "seq": 7, "fixes": [fix(clock, -5), fix(clock, -5), fix(clock, 60), {"t": "x"}]}
    answer = (await device.post("/v1/fishing/positions", json=body)).json()
    assert (answer["seq"], answer["accepted"], answer["duplicates"], answer["rejected"]) == (7, 1, 1, 2)
    assert [each["reason"] for each in answer["fixes"]] == [None, None, "in-the-future", "wrong-time"]
    assert answer["fixes"][2]["message"]["vi"].startswith("Thời điểm ở tương lai")


@pytest.mark.parametrize("key", ["", "hue_dev_wrong"])
async def test_without_its_key_nothing_is_taken(make_client, key):
    headers = {"Device-Key": key} if key else {}
    answer = await make_client().post("/v1/fishing/positions", json={"fixes": [{}]}, headers=headers)
    assert answer.status_code == 401


async def test_a_key_speaks_for_its_own_device(device, clock):
    answer = await device.post("/v1/fishing/positions", json={"device_id": "VSS-2", "fixes": [fix(clock)]})
    assert answer.status_code == 422


async def test_a_revoked_key_opens_nothing(staff, device, vessel):
    await staff.delete(f"{OPS}/vessels/{vessel['id']}/devices/{device.device_id}")
    assert (await device.post("/v1/fishing/positions", json={"fixes": [{}]})).status_code == 401


async def test_the_boat_shows_its_place_zone_and_history(staff, device, vessel, clock):
    await device.post("/v1/fishing/positions", json={"fixes": [fix(clock)]})
    shown = (await staff.get(f"{OPS}/vessels/{vessel['id']}")).json()
    assert (shown["fix"]["lat"], shown["state"]) == (16.6, "online")
    assert [zone["code"] for zone in shown["zones"]] == ["inshore"]
    assert [line["kind"] for line in shown["history"]] == ["entered", "registered"]


async def test_a_track_is_read_page_by_page_newest_first(staff, device, vessel, clock):
    await device.post("/v1/fishing/positions", json={"fixes": [fix(clock, -each) for each in range(5)]})
    seen, asked = [], {"limit": 2}
    while asked:
        page = (await staff.get(f"{OPS}/vessels/{vessel['id']}/track", params=asked)).json()
        seen += [each["at"] for each in page["items"]]
        asked = {"limit": 2, "until": page["next_until"]} if page["next_until"] else {}
    assert (len(seen), seen) == (5, sorted(seen, reverse=True))


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"q": "thuan phong"}, 1),
        ({"q": "91234"}, 1),
        ({"q": "%"}, 0),
        ({"zone": "offshore"}, 0),
        ({"state": "lost"}, 0),
    ],
)
async def test_boats_are_found_by_name_number_zone_and_state(staff, vessel, asked, number):
    assert len((await staff.get(f"{OPS}/vessels", params=asked)).json()["items"]) == number


async def test_the_list_of_boats_is_read_page_by_page(staff):
    for number in range(5):
        await staff.post(f"{OPS}/vessels", json={"registration": f"TTH-9000{number}-TS", "length_m": 16})
    seen, cursor = [], ""
    while cursor is not None:
        page = (await staff.get(f"{OPS}/vessels", params={"limit": 2, "cursor": cursor})).json()
        seen += [each["registration"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert (len(seen), len(set(seen))) == (5, 5)


async def test_a_registration_number_is_there_once(staff, vessel):
    assert (await staff.post(f"{OPS}/vessels", json=BOAT)).status_code == 409


async def test_who_owns_a_boat_is_shown_to_staff_and_the_look_is_written_down(staff, vessel, session):
    people = (await staff.post(f"{OPS}/vessels/{vessel['id']}/people")).json()["items"]
    assert people == [{"role": "owner", **OWNER}]
    actions = await session.scalars(select(audit.c.action).where(audit.c.subject == vessel["id"]))
    assert "vessel.people.read" in actions.all()


async def test_the_owner_is_in_no_document(staff, vessel):
    assert "Nguyễn" not in (await staff.get(f"{OPS}/vessels/{vessel['id']}")).text


async def test_an_owner_who_is_erased_is_gone(staff, vessel, session, runtime):
    (row,) = await session.scalars(select(VesselPerson))
    await forget(runtime, session, row.person_id)
    assert (await staff.post(f"{OPS}/vessels/{vessel['id']}/people")).json()["items"] == []


async def test_a_table_is_tried_before_it_is_taken(staff):
    report = (await staff.post(f"{OPS}/vessel-table", content=TABLE.encode())).json()
    assert (report["is_dry_run"], report["created"]) == (True, 1)
    assert (await staff.get(f"{OPS}/vessels")).json()["items"] == []


async def test_a_bad_row_stops_no_other_and_the_same_table_again_changes_nothing(staff):
    report = (await staff.post(f"{OPS}/vessel-table?dry_run=false", content=TABLE.encode())).json()
    assert (report["rows"], report["created"]) == (3, 1)
    assert {each["row"] for each in report["problems"]} == {3, 4}
    again = (await staff.post(f"{OPS}/vessel-table?dry_run=false", content=TABLE.encode())).json()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


async def test_a_distress_goes_from_call_to_close_with_its_log(staff, device, vessel, clock):
    await device.post("/v1/fishing/positions", json={"fixes": [fix(clock, sos=True)]})
    (row,) = (await staff.get(f"{OPS}/open-distresses")).json()["items"]
    url = f"{OPS}/distresses/{row['id']}"
    assert (await staff.post(f"{url}/acknowledgement")).json()["state"] == "acknowledged"
    await staff.post(f"{url}/notes", json={"words": "Đã gọi bộ đội biên phòng"})
    closed = await staff.post(f"{url}/closure", json={"closing": "resolved", "words": "Đã cứu được 6 người"})
    assert closed.json()["state"] == "closed"
    log = (await staff.get(f"{url}/desk")).json()["log"]
    assert [line["kind"] for line in log] == ["raised", "acknowledged", "note", "closed"]
    assert (await staff.post(f"{url}/notes", json={"words": "x"})).status_code == 409


async def test_the_nearest_boat_is_the_one_that_is_there_first(staff, harbour, clock):
    caller, near, fast = [await harbour.boat(f"TTH-9000{each}-TS") for each in range(3)]
    await harbour.send(near, (0, 16.75, 108.5, {"sog": 0}))
    await harbour.send(fast, (0, 16.82, 108.5, {"sog": 18}))
    await harbour.send(caller, (0, 16.7, 108.5, {"sos": True}))
    (row,) = (await staff.get(f"{OPS}/open-distresses")).json()["items"]
    nearest = (await staff.get(f"{OPS}/distresses/{row['id']}/desk")).json()["nearest"]
    assert [each["vessel_id"] for each in nearest] == [str(fast.id), str(near.id)]


async def test_a_zone_is_enforceable_when_somebody_answers_for_its_line(make_client, at_noon):
    body = {"enforceable": True, "source": "Phụ lục nghị định, đã đối chiếu"}
    answer = await make_client(Role.SUPERVISOR).post(f"{OPS}/zones/inshore/verification", json=body)
    assert (answer.json()["enforceable"], bool(answer.json()["verified_by"])) == (True, True)


async def test_staff_see_what_was_not_taken(staff, device):
    await device.post("/v1/fishing/positions", json={"fixes": [{"t": "x"}]})
    (row,) = (await staff.get(f"{OPS}/rejections")).json()["items"]
    assert (row["reason"], '"t": "x"' in row["raw"]) == ("wrong-time", True)


@pytest.mark.parametrize("path", ["fleet", "vessels", "zones", "open-distresses", "rejections"])
async def test_positions_are_not_for_everybody(make_client, path):
    assert (await make_client().get(f"{OPS}/{path}")).status_code == 401
    assert (await make_client(Role.CITIZEN).get(f"{OPS}/{path}")).status_code == 403


JUNK = [None, True, -1, 0, 1e308, 10**400, "x" * 50, "", [], {}, "\ud800", "NaN", float(2**63), "2026-13-01", "16.6"]


def odd_rows(draw):
    names = ("t", "lat", "lon", "sog", "cog", "heading", "acc", "sos", "other")
    return [{name: draw.choice(JUNK) for name in draw.sample(names, draw.randint(0, 9))} for _ in range(5)]


async def test_odd_fixes_are_answered_one_by_one(harbour):
    from fishing import schemas
    from fishing.service.rows import raw_of, row_of

    draw = random.Random(5)
    for _ in range(600):
        for given in odd_rows(draw):
            fix_row = schemas.FixRow.model_validate(given)
            row_of(fix_row)
            raw_of(fix_row)


def read_odd_tables(number, seed):
    draw = random.Random(seed)
    for _ in range(number):
        text = bytearray(TABLE.encode())
        for _ in range(draw.randint(1, 8)):
            place = draw.randrange(len(text))
            text[place : place + draw.randint(0, 4)] = bytes(draw.choices(range(256), k=draw.randint(0, 4)))
        with suppress(Invalid):
            importing.check(importing.read_table(bytes(text)), importing.VesselRow)


def test_mutated_tables_are_no_more_than_refused():
    read_odd_tables(600, 1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hundred_thousand_mutated_tables_are_no_more_than_refused():
    read_odd_tables(100_000, 2)
