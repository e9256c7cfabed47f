"""What stations say becomes drafts; who was told becomes reach; things seen become situations."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from warning.models import Alert, Situation
from warning.service.drafts import follow
from warning.service.hearing import flood_of, limit_of
from warning.service.issue import count_told
from warning.service.situations import close_quiet, notice
from warning.states import SituationState

SENTENCE = "Mực nước trên sông Hương tại Trạm thủy văn Kim Long: 2,56m, trên BĐ2 là 0,56m"
REPORT, LITTER = "reflection.report.received", "camera.scene.littering"
FLOOD = "environment.flood_level.reached"


def station(builders, **over):
    facts = {
        "code": "KIMLONG",
        "name_vi": "Trạm thủy văn Kim Long",
        "name_en": "Kim Long station",
        "ward": "19774",
        "at": builders["noon"].isoformat(),
    }
    return json.dumps(facts | over).encode()


@pytest.fixture
def flood(session, builders, at_noon):
    async def reach(level, **over):
        sentences = {"sentence_vi": SENTENCE, "sentence_en": "Water level"}
        row = await follow(session, flood_of(station(builders, level=level, **sentences | over)))
        await session.flush()
        return row

    return reach


async def test_alarm_level_two_drafts_a_warning_with_the_bulletins_sentence_and_the_wards_of_the_river(flood, office):
    row = await flood(2)
    shown = (await office.first.get(f"/v1/ops/warning/alerts/{row.id}")).json()
    assert (shown["state"], shown["msg_type"], shown["level"]["number"]) == ("draft", "Alert", 2)
    assert shown["texts"]["vi"]["description"] == SENTENCE
    assert "19774" in shown["wards"]
    assert len(shown["wards"]) > 1
    assert not [each for each in shown["findings"] if each["is_error"]]


async def test_the_machine_only_drafts_and_two_officers_still_decide(flood, office):
    row = await flood(2)
    await office.do(office.first, row.id, "submit")
    await office.do(office.first, row.id, "approve", status=403)
    await office.do(office.second, row.id, "approve")


async def test_a_newer_level_takes_the_place_of_a_draft_nobody_has_issued(flood, session):
    first, second = await flood(1), await flood(3)
    assert (first.state, second.state, second.msg_type) == ("withdrawn", "draft", "Alert")


async def test_the_rise_and_fall_of_what_is_in_force_become_updates_and_an_all_clear(flood, office):
    first = await flood(2)
    await office.out(first.id)
    second = await flood(3)
    assert (second.msg_type, second.chain_id) == ("Update", first.id)
    await office.out(second.id)
    last = await flood(0)
    assert (last.msg_type, last.response_types, last.urgency) == ("Update", ["AllClear"], "Past")
    await office.out(last.id)
    assert [each["id"] for each in await office.items("active")] == [str(last.id)]


async def test_an_all_clear_without_a_warning_only_withdraws_the_draft(flood, session):
    first = await flood(1)
    assert await flood(0) is None
    assert first.state == "withdrawn"


async def test_what_a_station_said_long_ago_drafts_nothing(flood, builders):
    assert await flood(2, at=(builders["noon"] - timedelta(days=2)).isoformat()) is None


async def test_a_gauge_without_a_rule_drafts_nothing(flood):
    assert await flood(2, code="NOWHERE") is None


async def test_an_officers_cancellation_on_its_way_is_left_alone(flood, office, session):
    first = await flood(2)
    await office.out(first.id)
    await office.do(office.first, first.id, "cancel", 201, reason_vi="Nhầm", reason_en="By mistake")
    assert await flood(3) is None


async def test_a_limit_exceeded_drafts_a_warning_for_the_stations_ward(session, builders, at_noon):
    facts = {"parameter": "NO2", "unit": "µg/m³", "value": 250.0, "limit": 200.0, "source": "QCVN 05:2023"}
    row = await follow(session, limit_of(station(builders, **facts), is_exceeded=True))
    assert (row.hazard, row.wards) == ("air-quality", ["19774"])
    assert "250 µg/m³, ngưỡng 200" in row.texts["vi"]["description"]


async def test_every_ward_is_asked_for_and_counted_once(office, session, said):
    alert = await office.issued(wards=["19774", "19753"])
    asked = [event for verb, event in await said() if verb == "dispatch.requested"]
    assert {each["ward"] for each in asked} == {"19774", "19753"}
    key = UUID(alert["id"])
    for ward, told in (("19774", 30), ("19774", 99), ("19753", 12), ("19999", 7)):
        await count_told(session, (key, ward), told, 5)
    shown = (await office.first.get(f"/v1/ops/warning/alerts/{alert['id']}")).json()
    assert {name: shown["reach"][name] for name in ("told", "queued", "wards_told")} == {
        "told": 42,
        "queued": 10,
        "wards_told": 2,
    }
    assert [(event["told"], event["wards"]) for verb, event in await said() if verb == "dispatch.completed"] == [
        (42, 2)
    ]


async def test_those_who_are_no_longer_covered_hear_of_it_too(office, builders, said):
    first = await office.issued(wards=["19774"])
    draft = await office.do(office.first, first["id"], "update", 201, **builders["alert"](wards=["19753"]))
    await office.out(draft["id"])
    asked = [event["ward"] for verb, event in await said() if event.get("alert_id") == draft["id"] and "ward" in event]
    assert set(asked) == {"19774", "19753"}


@pytest.fixture
def look(session, at_noon):
    async def several(*noticed):
        for each in noticed:
            await notice(session, each)
        await session.flush()
        return (await session.scalars(select(Situation).order_by(Situation.created_at))).all()

    return several


async def test_a_report_near_a_cameras_event_opens_a_situation(look, seen, said):
    report, camera = seen(REPORT, "garbage"), seen(LITTER, metres=140, minutes=29)
    (situation,) = await look(report, camera)
    assert situation.rule == "report-and-camera"
    ((verb, event),) = await said()
    assert (verb, set(event["subjects"])) == ("situation.opened", {report.subject_id, camera.subject_id})


@pytest.mark.parametrize(
    "over", [{"metres": 160}, {"minutes": 31}, {"minutes": -31}], ids=["too far", "too late", "too early"]
)
async def test_another_place_or_time_is_no_situation(look, seen, over):
    assert await look(seen(REPORT, "garbage"), seen(LITTER, **over)) == []


async def test_kinds_that_do_not_belong_together_are_no_situation(look, seen):
    assert await look(seen(REPORT, "pothole"), seen(LITTER), seen(REPORT, "noise")) == []


async def test_the_order_in_which_they_come_does_not_matter(look, seen):
    assert len(await look(seen(LITTER), seen(REPORT, "garbage", minutes=-5))) == 1


async def test_a_report_of_flooding_near_a_gauge_over_its_level_opens_a_situation(look, seen):
    (situation,) = await look(seen(REPORT, "drainage", metres=1500), seen(FLOOD, minutes=90))
    assert (situation.rule, situation.urgent) == ("report-and-sensor", "warning")


async def test_another_report_joins_the_open_situation(look, seen, said):
    rows = await look(seen(REPORT, "garbage"), seen(LITTER), seen(REPORT, "garbage", metres=20))
    assert len(rows) == 1
    assert [(verb, event["members"]) for verb, event in await said()] == [
        ("situation.opened", 2),
        ("situation.updated", 3),
    ]


async def test_the_same_event_again_changes_nothing(look, seen, said):
    camera = seen(LITTER)
    await look(seen(REPORT, "garbage"), camera, camera)
    assert len(await said()) == 1


async def test_a_situation_is_closed_by_hand_once(look, seen, office):
    (situation,) = await look(seen(REPORT, "garbage"), seen(LITTER))
    path = f"/v1/ops/warning/situations/{situation.id}/close"
    assert (await office.first.post(path, json={"reason": "Đã dọn"})).json()["state"] == "closed"
    assert (await office.first.post(path, json={"reason": "Đã dọn"})).status_code == 409
    items = (await office.first.get("/v1/ops/warning/situations", params={"state": "open"})).json()["items"]
    assert items == []


async def test_a_quiet_situation_closes_by_rule(look, seen, database, session, at_noon, said):
    (situation,) = await look(seen(REPORT, "garbage"), seen(LITTER))
    at_noon.move(timedelta(hours=3))
    await close_quiet(database)
    await session.refresh(situation)
    assert (situation.state, situation.reason) == (SituationState.CLOSED, "quiet")


async def test_a_citizen_may_neither_draft_nor_see_situations(make_client, builders):
    from hueioc.auth.principal import Role

    client = make_client(Role.CITIZEN)
    assert (await client.post("/v1/ops/warning/alerts", json=builders["alert"]())).status_code == 403
    assert (await client.get("/v1/ops/warning/situations")).status_code == 403


async def test_no_two_pending_messages_stand_in_one_chain(flood, session):
    await flood(1)
    await flood(2)
    states = [row.state for row in await session.scalars(select(Alert))]
    assert sorted(states) == ["draft", "withdrawn"]
