"""The service over REST: what everybody reads, what devices send, what staff set up."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from environment.models import DeviceKey
from environment.service.hours import compute_dirty
from hueioc.auth.principal import Role

STATION = {
    "code": "ALUOI",
    "name_vi": "Trạm A Lưới",
    "name_en": "A Lưới station",
    "medium": "rain",
    "lat": 16.2,
    "lon": 107.3,
    "source": "Test",
    "parameters": ["Rain"],
}


@pytest.fixture
async def kim_long(bureau):
    return await bureau.station()


@pytest.fixture
async def device(make_client, kim_long):
    """A client that holds Kim Long's key."""
    made = await make_client(Role.MODERATOR).post(
        f"/v1/ops/environment/stations/{kim_long.id}/device-keys", json={"name": "logger"}
    )
    client = make_client()
    client.headers["Device-Key"] = made.json()["key"]
    return client


async def test_the_list_has_the_stations_of_the_city(make_client):
    items = (await make_client().get("/v1/environment/stations")).json()["items"]
    assert {each["code"] for each in items} == {"KIMLONG", "PHUOC", "HUE_KK_HUNGVUONG"}


async def test_the_list_is_narrowed_by_medium(make_client):
    items = (await make_client().get("/v1/environment/stations", params={"medium": "air"})).json()["items"]
    assert [each["code"] for each in items] == ["HUE_KK_HUNGVUONG"]


async def test_a_device_sends_a_file_and_every_line_has_its_answer(device, builders):
    raw = builders["file"](("Level", "2,56", "m")) + b"nonsense\r\n"
    answer = await device.post("/v1/environment/station-files?name=KIMLONG_20261103120000.txt", content=raw)
    assert answer.status_code == 200
    assert [row["outcome"] for row in answer.json()["rows"]] == ["accepted", "rejected"]
    assert answer.json()["rows"][1]["message"]["vi"].startswith("Dòng phải có 5 cột")


async def test_a_device_sends_json(device):
    rows = [
        {"parameter": "Level", "value": 2.56, "at": "2026-11-03T12:00:00+07:00"},
        {"parameter": "Level", "value": "x", "at": "2026-11-03T12:00:00+07:00"},
        {"parameter": "\ud800", "value": 1, "at": "20261103120000"},
    ]
    body = json.dumps({"readings": rows})
    answer = await device.post("/v1/environment/readings", content=body, headers={"Content-Type": "application/json"})
    assert [row["reason"] for row in answer.json()["rows"]] == [None, "not-a-number", "unknown-symbol"]


async def test_a_device_may_not_speak_for_another_station(device, builders):
    raw = builders["file"](("Level", 1, "m"))
    answer = await device.post("/v1/environment/station-files?name=PHUOC_20261103120000.txt", content=raw)
    assert (answer.status_code, answer.json()["unreadable"]) == (422, "unknown-station")


@pytest.mark.parametrize("key", ["", "hue_dev_wrong"])
async def test_without_its_key_nothing_is_taken(make_client, key):
    headers = {"Device-Key": key} if key else {}
    answer = await make_client().post("/v1/environment/readings", json={"readings": [{}]}, headers=headers)
    assert answer.status_code == 401


async def test_a_revoked_key_opens_nothing(make_client, device, kim_long, session):
    (key_id,) = await session.scalars(select(DeviceKey.id))
    await make_client(Role.MODERATOR).delete(f"/v1/ops/environment/stations/{kim_long.id}/device-keys/{key_id}")
    answer = await device.post("/v1/environment/readings", json={"readings": [{}]})
    assert answer.status_code == 401


async def test_the_key_itself_is_not_kept(device, session):
    (row,) = await session.scalars(select(DeviceKey))
    assert device.headers["Device-Key"].encode() not in row.key_hash


async def test_the_station_shows_level_distance_and_sentence(make_client, bureau, kim_long):
    await bureau.level(2.56)
    flood = (await make_client().get(f"/v1/environment/stations/{kim_long.id}")).json()["flood"]
    assert (flood["level"], flood["nearest"], flood["distance_m"]) == (2, 2, 0.56)
    assert flood["sentence"]["vi"].endswith("trên BĐ2 là 0,56m")


async def test_a_gauge_that_never_spoke_is_at_no_level_at_all(make_client, kim_long):
    items = (await make_client().get("/v1/environment/stations", params={"medium": "river"})).json()["items"]
    assert {each["flood_level"] for each in items} == {None}


async def test_the_air_shows_what_the_decision_wants_published(make_client, bureau, database):
    await bureau.air("PM2.5", [60.0] * 12)
    await bureau.session.flush()
    await compute_dirty(database)
    air = (await make_client().get("/v1/environment/air")).json()
    (station,) = air["stations"]
    assert (air["worst"], air["band"]["code"]) == (117, "unhealthy-for-sensitive")
    assert station["air"]["main"] == "PM2.5"
    assert station["place"]["lat"]
    assert station["source"]
    assert "1459" in air["method"]["vi"]
    assert station["air"]["band"]["advice_sensitive"]["vi"].startswith("Nên giảm các hoạt động mạnh")


async def test_a_series_is_read_page_by_page(make_client, bureau, kim_long):
    for minutes in range(5):
        await bureau.level(minutes / 10, minutes)
    seen, cursor = [], ""
    while cursor is not None:
        asked = {"parameter": "WL", "limit": 2, "cursor": cursor}
        page = (await make_client().get(f"/v1/environment/stations/{kim_long.id}/series", params=asked)).json()
        seen += [each["value"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [0.4, 0.3, 0.2, 0.1, 0.0]


async def test_a_series_is_given_as_csv(make_client, bureau, kim_long):
    await bureau.level(2.56)
    answer = await make_client().get(
        f"/v1/environment/stations/{kim_long.id}/series.csv", params={"parameter": "Level"}
    )
    assert answer.text.splitlines()[1] == "KIMLONG,Level,m,2026-11-03T05:00:00+00:00,2.56,00,1,"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"parameter": "CO"}, 404),
        ({"parameter": "Level", "cursor": "x"}, 422),
        ({"parameter": "Level", "since": "2026-01-01T00:00:00"}, 422),
        ({}, 422),
    ],
)
async def test_a_wrong_question_about_a_series_is_answered_so(make_client, kim_long, asked, status):
    answer = await make_client().get(f"/v1/environment/stations/{kim_long.id}/series", params=asked)
    assert answer.status_code == status


async def test_staff_add_a_station_once(make_client):
    client = make_client(Role.MODERATOR)
    assert (await client.post("/v1/ops/environment/stations", json=STATION)).json()["place"]["ward"]
    assert (await client.post("/v1/ops/environment/stations", json=STATION)).status_code == 409


async def test_an_unknown_parameter_names_its_field(make_client):
    answer = await make_client(Role.MODERATOR).post(
        "/v1/ops/environment/stations", json=STATION | {"parameters": ["XX"]}
    )
    assert answer.json()["errors"][0]["pointer"] == "/parameters"


async def test_a_station_that_is_not_public_is_not_there(make_client):
    made = (
        await make_client(Role.MODERATOR).post("/v1/ops/environment/stations", json=STATION | {"is_public": False})
    ).json()
    assert (await make_client().get(f"/v1/environment/stations/{made['id']}")).status_code == 404
    assert (await make_client().get(f"/v1.1/Things({made['number']})")).status_code == 404


async def test_new_alarm_levels_hold_from_their_day_on(make_client, bureau, kim_long, builders):
    levels = {"levels_m": [0.5, 0.9], "valid_from": "2026-11-03", "source": "City decision"}
    url = f"/v1/ops/environment/stations/{kim_long.id}/alarm-levels"
    assert (await make_client(Role.MODERATOR).put(url, json=levels)).status_code == 200
    await bureau.deliver(builders["file"](("Level", 0.95, "m", "00", builders["noon"] - timedelta(days=1))))
    await bureau.level(0.95)
    flood = (await make_client().get(f"/v1/environment/stations/{kim_long.id}")).json()["flood"]
    assert (flood["level"], flood["levels_m"]) == (2, [0.5, 0.9])


async def test_alarm_levels_rise(make_client, kim_long):
    levels = {"levels_m": [2, 1], "valid_from": "2026-11-03", "source": "x"}
    url = f"/v1/ops/environment/stations/{kim_long.id}/alarm-levels"
    assert (await make_client(Role.MODERATOR).put(url, json=levels)).status_code == 422


async def test_a_citizen_sets_up_nothing(make_client):
    assert (await make_client(Role.CITIZEN).post("/v1/ops/environment/stations", json=STATION)).status_code == 403


async def test_staff_see_what_was_not_taken_and_the_file_that_could_not_be_read(make_client, bureau):
    await bureau.deliver(b"Level\tabc\tm\t20261103115000\t00\r\n")
    await bureau.deliver(b"\x00\x01")
    client = make_client(Role.OFFICER)
    items = (await client.get("/v1/ops/environment/intakes", params={"with_rejections": "true"})).json()["items"]
    assert {each["unreadable"] for each in items} == {None, "not-text"}
    for each in items:
        detail = (await client.get(f"/v1/ops/environment/intakes/{each['id']}")).json()
        if each["unreadable"]:
            assert (await client.get(f"/v1/ops/environment/intakes/{each['id']}/raw")).content == b"\x00\x01"
        else:
            assert detail["rejected_rows"][0]["raw"] == "Level\tabc\tm\t20261103115000\t00"
