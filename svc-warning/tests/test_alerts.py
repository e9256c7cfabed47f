"""From draft to a second officer, issued, updated, cancelled, expired; and what everybody sees."""

from datetime import timedelta

import feedparser
import pytest

from warning.rules.cap_check import errors
from warning.rules.cap_xml import read
from warning.service.issue import expire

INSIDE = {"lat": 16.465, "lon": 107.585}


async def cap_of(office, alert_id):
    answer = await office.anybody.get(f"/v1/warning/alerts/{alert_id}/cap")
    assert answer.headers["content-type"].startswith("application/cap+xml")
    return read(answer.content)


async def test_what_a_second_officer_approved_and_was_issued_is_in_force_everywhere(office):
    alert = await office.issued()
    assert (alert["state"], alert["is_active"]) == ("issued", True)
    (shown,) = await office.items("active")
    assert (shown["id"], shown["level"]["number"], shown["severity"]) == (alert["id"], 2, "Moderate")
    assert (await office.items("wards/19774"))[0]["id"] == alert["id"]
    assert await office.items("wards/19753") == []


async def test_a_draft_is_seen_by_staff_alone(office):
    alert = await office.draft()
    assert await office.items("active") == []
    assert (await office.anybody.get(f"/v1/warning/alerts/{alert['id']}")).status_code == 404
    assert (await office.anybody.get(f"/v1/warning/alerts/{alert['id']}/cap")).status_code == 404


@pytest.mark.parametrize("who", ["writer", "editor", "submitter"])
async def test_nobody_approves_what_the_own_hand_has_touched(office, builders, who):
    alert = await office.draft()
    if who == "editor":
        await office.second.put(f"/v1/ops/warning/alerts/{alert['id']}", json=builders["alert"](risk_level=3))
    await office.do(office.second if who == "submitter" else office.first, alert["id"], "submit")
    own = office.first if who == "writer" else office.second
    answer = await office.do(own, alert["id"], "approve", status=403)
    assert answer["type"] == "urn:hue:problem:second-officer-needed"


async def test_only_what_was_approved_is_issued(office):
    alert = await office.draft()
    await office.do(office.first, alert["id"], "issue", status=409)
    await office.do(office.first, alert["id"], "submit")
    await office.do(office.second, alert["id"], "issue", status=409)


async def test_what_was_sent_back_is_mended_and_submitted_again(office, builders):
    alert = await office.draft()
    await office.do(office.first, alert["id"], "submit")
    sent_back = await office.do(office.second, alert["id"], "reject", reason="Sai phường")
    assert sent_back["history"][-1]["facts"] == {"reason": "Sai phường"}
    await office.first.put(f"/v1/ops/warning/alerts/{alert['id']}", json=builders["alert"](wards=["19753"]))
    assert (await office.out(alert["id"]))["covered"] == ["19753"]


async def test_what_goes_out_breaks_no_rule_of_cap_and_speaks_both_languages(office):
    message = await cap_of(office, (await office.issued())["id"])
    assert errors(message) == []
    assert [each.language for each in message.info] == ["vi-VN", "en-US"]
    assert message.info[0].headline == "Lũ lớn"
    area = message.info[0].area[0]
    assert (area.areaDesc, area.geocode[0].value) == ("Phường Kim Long", "19774")
    assert area.polygon
    assert {each.valueName: each.value for each in message.info[0].parameter}["VN-risk-level"] == "2"


async def test_an_update_refers_to_every_message_before_it_and_takes_its_place(office, builders):
    first = await office.issued()
    draft = await office.do(office.first, first["id"], "update", 201, **builders["alert"](risk_level=3))
    second = await office.out(draft["id"])
    draft = await office.do(office.first, second["id"], "update", 201, **builders["alert"](risk_level=4))
    third = await office.out(draft["id"])
    message = await cap_of(office, third["id"])
    named = [each.split(",")[1] for each in message.references.split()]
    assert named == [first["identifier"], second["identifier"]]
    assert [each["id"] for each in await office.items("active")] == [third["id"]]
    assert (await office.anybody.get(f"/v1/warning/alerts/{first['id']}")).json()["state"] == "updated"


async def test_a_cancellation_names_the_warning_and_ends_it(office):
    first = await office.issued()
    draft = await office.do(office.first, first["id"], "cancel", 201, reason_vi="Nhầm", reason_en="By mistake")
    last = await office.out(draft["id"])
    message = await cap_of(office, last["id"])
    assert (message.msgType, message.references.split(",")[1]) == ("Cancel", first["identifier"])
    assert await office.items("active") == []
    assert (await office.anybody.get(f"/v1/warning/alerts/{first['id']}")).json()["state"] == "cancelled"


async def test_a_chain_has_one_next_message_at_a_time(office, builders):
    first = await office.issued()
    await office.do(office.first, first["id"], "update", 201, **builders["alert"]())
    await office.do(office.second, first["id"], "update", 409, **builders["alert"]())
    await office.do(office.second, first["id"], "cancel", 409, reason_vi="a", reason_en="b")


async def test_what_has_expired_is_in_force_nowhere_even_before_the_clock_of_the_service_strikes(
    office, database, said
):
    alert = await office.issued()
    office.clock.move(timedelta(hours=12))
    assert await office.items("active") == []
    assert await office.items("at", **INSIDE) == []
    await expire(database)
    assert (await office.anybody.get(f"/v1/warning/alerts/{alert['id']}")).json()["state"] == "expired"
    assert [verb for verb, _ in await said()][-1] == "alert.expired"


async def test_an_update_whose_predecessors_have_all_expired_is_refused(office, builders):
    first = await office.issued()
    later = (builders["noon"] + timedelta(days=2)).isoformat()
    draft = await office.do(office.first, first["id"], "update", 201, **builders["alert"](expires=later))
    await office.do(office.first, draft["id"], "submit")
    await office.do(office.second, draft["id"], "approve")
    office.clock.move(timedelta(hours=13))
    assert (await office.do(office.first, draft["id"], "issue", 409))["type"].endswith("alert-not-active")


@pytest.mark.parametrize("status", ["Test", "Exercise"])
async def test_a_drill_never_reaches_the_public(office, said, status):
    alert = await office.issued(status=status)
    assert await office.items("active") == []
    assert await office.items("wards/19774") == []
    assert (await office.anybody.get(f"/v1/warning/alerts/{alert['id']}")).status_code == 404
    verbs = [verb for verb, _ in await said()]
    assert verbs[-1] == "alert.rehearsed"
    assert "dispatch.requested" not in verbs


async def test_point_ward_and_list_agree_on_a_drawn_area(office, builders):
    alert = await office.issued(wards=[], polygons=[builders["ring"]])
    assert [each["id"] for each in await office.items("at", **INSIDE)] == [alert["id"]]
    assert await office.items("at", lat=16.3, lon=107.585) == []
    assert alert["covered"]
    for ward in alert["covered"]:
        assert [each["id"] for each in await office.items(f"wards/{ward}")] == [alert["id"]]


async def test_a_circle_covers_what_lies_within_its_radius(office):
    await office.issued(wards=[], circles=[[16.4685, 107.589, 1.0]])
    assert len(await office.items("at", lat=16.4765, lon=107.589)) == 1
    assert await office.items("at", lat=16.4785, lon=107.589) == []


async def test_a_point_in_a_named_ward_is_warned(office):
    alert = await office.issued(wards=["19789"])
    assert [each["id"] for each in await office.items("at", lat=16.4625, lon=107.585)] == [alert["id"]]


async def test_an_atom_reader_lists_what_is_in_force(office):
    alert = await office.issued()
    answer = await office.anybody.get("/v1/warning/feed.atom", params={"language": "en"})
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    (entry,) = feed.entries
    assert (entry.id, entry.title) == (alert["identifier"], "Flood")
    assert entry.links[0]["type"] == "application/cap+xml"
    assert entry.links[0]["href"].endswith(f"/v1/warning/alerts/{alert['id']}/cap")


async def test_an_unchanged_feed_is_not_sent_again(office):
    await office.issued()
    first = await office.anybody.get("/v1/warning/feed.atom")
    again = await office.anybody.get("/v1/warning/feed.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"wards": []}, "/wards"),
        ({"wards": ["99999"]}, "/wards"),
        ({"hazard": "dragon"}, "/hazard"),
        ({"expires": "2026-11-03T00:00:00+07:00"}, "/expires"),
    ],
)
async def test_a_wrong_draft_names_its_field(office, builders, over, pointer):
    answer = await office.first.post("/v1/ops/warning/alerts", json=builders["alert"](**over))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_an_outline_that_crosses_itself_keeps_a_draft_from_being_submitted(office):
    ring = [[16.4, 107.5], [16.5, 107.6], [16.4, 107.6], [16.5, 107.5], [16.4, 107.5]]
    alert = await office.draft(polygons=[ring])
    assert any(each["is_error"] for each in alert["findings"])
    answer = await office.do(office.first, alert["id"], "submit", status=422)
    assert answer["errors"][0]["pointer"] == "/info/0/area/1/polygon/0"


async def test_a_file_of_somebody_else_becomes_a_draft_with_its_origin(office):
    first = await office.issued()
    raw = (await office.anybody.get(f"/v1/warning/alerts/{first['id']}/cap")).content
    answer = await office.first.post("/v1/ops/warning/alerts/import", content=raw)
    assert answer.status_code == 201, answer.text
    draft = answer.json()
    assert (draft["state"], draft["wards"], draft["level"]["number"]) == ("draft", ["19774"], 2)
    assert first["identifier"] in draft["note"]
    assert draft["texts"]["en"]["headline"] == "Flood"


async def test_a_file_that_is_no_cap_is_refused_with_the_place(office):
    answer = await office.first.post("/v1/ops/warning/alerts/import", content=b"<alert/>")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:hue:problem:not-cap")


async def test_the_list_is_narrowed_and_paged(office):
    first, second = await office.issued(), await office.draft(wards=["19753"])
    path = "/v1/ops/warning/alerts"

    async def ids(**params):
        return [each["id"] for each in (await office.first.get(path, params=params)).json()["items"]]

    assert await ids() == [second["id"], first["id"]]
    assert await ids(state="draft") == [second["id"]]
    assert await ids(ward="19774") == [first["id"]]
    page = (await office.first.get(path, params={"limit": 1})).json()
    assert await ids(cursor=page["next_cursor"]) == [first["id"]]


async def test_the_history_has_a_line_for_each_step_and_its_actor(office):
    alert = await office.issued()
    assert [line["action"] for line in alert["history"]] == ["draft", "submit", "approve", "issue"]
    assert alert["history"][1]["actor"] != alert["history"][2]["actor"]


async def test_two_warnings_of_one_second_have_two_identifiers(office):
    first = await office.issued()
    office.clock.move(timedelta(minutes=-1))
    second = await office.issued()
    assert first["identifier"] != second["identifier"]


async def test_an_update_written_in_the_second_of_its_warning_does_not_refer_to_itself(office, builders):
    first = await office.issued()
    office.clock.move(timedelta(minutes=-1))
    draft = await office.do(office.first, first["id"], "update", 201, **builders["alert"](risk_level=3))
    assert (await office.do(office.first, draft["id"], "submit", 200))["state"] == "submitted"
