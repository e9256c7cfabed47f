"""The service over REST: what systems send, what the operations centre sees and does, and who may not."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from infosec.consumers import forget
from infosec.models import Incident
from infosec.service import incidents

OPS = "/v1/ops/infosec"
INCIDENT = {"title": "Lộ dữ liệu", "kind": "data-breach", "severity": "high"}


@pytest.fixture
def staff(make_client, at_noon):
    return make_client(Role.MODERATOR)


@pytest.fixture
async def system(staff, make_client):
    made = (await staff.post(f"{OPS}/sources", json={"code": "portal", "name": "Cổng", "agency_id": "so-tttt"})).json()
    client = make_client()
    client.headers["Source-Key"] = made["key"]
    client.source_id = made["id"]
    return client


@pytest.fixture
async def incident(staff):
    return (await staff.post(f"{OPS}/incidents", json=INCIDENT)).json()


async def act(staff, incident, path, **body):
    return await staff.post(f"{OPS}/incidents/{incident['id']}/{path}", json=body or None)


async def test_a_system_sends_events_and_hears_how_many_could_be_read(system):
    answer = await system.post("/v1/infosec/events", content=b'{"a": 1}\nnonsense\n')
    assert (answer.status_code, answer.json()) == (200, {"accepted": 2, "unreadable": 1})


async def test_an_array_is_taken_too(system):
    answer = await system.post("/v1/infosec/events", content=json.dumps([{"a": 1}, 3]).encode())
    assert answer.json() == {"accepted": 2, "unreadable": 1}


@pytest.mark.parametrize("body", [b"", b"[", b"[]"])
async def test_a_batch_that_is_none_is_refused_whole(system, body):
    assert (await system.post("/v1/infosec/events", content=body)).status_code == 422


@pytest.mark.parametrize("key", ["", "hue_src_wrong"])
async def test_without_its_key_nothing_is_taken(make_client, key):
    headers = {"Source-Key": key} if key else {}
    assert (await make_client().post("/v1/infosec/events", content=b"{}", headers=headers)).status_code == 401


async def test_a_revoked_key_opens_nothing(staff, system):
    await staff.delete(f"{OPS}/sources/{system.source_id}")
    assert (await system.post("/v1/infosec/events", content=b"{}")).status_code == 401


async def test_a_search_of_the_logs_needs_a_reason_and_is_written_down(staff, system, session):
    await system.post("/v1/infosec/events", content=b'{"message": "xin chao", "user": "an"}')
    assert (await staff.post(f"{OPS}/event-search", json={})).status_code == 422
    found = (await staff.post(f"{OPS}/event-search", json={"user": "an", "reason": "Vụ 1"})).json()["items"]
    assert found[0]["raw_data"] == '{"message": "xin chao", "user": "an"}'
    row = (await session.execute(select(audit).where(audit.c.action == "events.read"))).one()
    assert row.detail == {"number": 1, "reason": "Vụ 1", "by": ["user"]}


async def test_an_alert_is_listed_without_whom_it_is_about_and_looked_at_with_it(staff, system, session):
    event = {"remote_addr": "203.0.113.7", "request_method": "GET", "request_uri": "/c99.php", "status": 200}
    await system.post("/v1/infosec/events", content=json.dumps(event).encode())
    (alert,) = (await staff.get(f"{OPS}/alerts?level=critical")).json()["items"]
    assert "203.0.113.7" not in json.dumps(alert)
    shown = (await staff.post(f"{OPS}/alerts/{alert['id']}/look")).json()
    assert (shown["facts"], len(shown["events"]), shown["agency_id"]) == ({"cs-uri-stem": "/c99.php"}, 1, "so-tttt")
    assert (await session.execute(select(audit.c.subject).where(audit.c.action == "alert.read"))).scalar() == alert[
        "id"
    ]


async def test_an_alert_is_taken_and_closed_with_a_verdict(staff, system):
    event = {"remote_addr": "1.2.3.4", "request_method": "GET", "request_uri": "/c99.php", "status": 200}
    await system.post("/v1/infosec/events", content=json.dumps(event).encode())
    (alert,) = (await staff.get(f"{OPS}/alerts")).json()["items"]
    url = f"{OPS}/alerts/{alert['id']}"
    assert (await staff.post(f"{url}/taking")).json()["state"] == "taken"
    body = {"verdict": "false-positive", "words": "Quét thử"}
    assert (await staff.post(f"{url}/closure", json=body)).json()["verdict"] == "false-positive"
    assert (await staff.post(f"{url}/taking")).status_code == 409


async def test_a_rule_that_is_switched_off_is_shown_so(staff):
    files = (await staff.get(f"{OPS}/rules")).json()["items"]
    file = next(each for each in files if each["path"] == "web.yml")
    answer = await staff.put(f"{OPS}/rules/{file['id']}/{file['rules'][0]['uid']}", json={"is_on": False})
    assert [each["is_on"] for each in answer.json()["rules"]] == [False, True, True, True]


@pytest.mark.parametrize("path", ["alerts", "incidents", "pages", "rules", "sources", "summary", "indicator-sets"])
async def test_other_officers_see_nothing_of_it(make_client, path):
    assert (await make_client(Role.OFFICER).get(f"{OPS}/{path}")).status_code == 403


async def test_answers_are_kept_nowhere(staff):
    assert (await staff.get(f"{OPS}/alerts")).headers["Cache-Control"] == "private, no-store"


async def test_an_incident_has_the_deadlines_of_the_day_with_their_source(incident):
    duties = {each["code"]: each for each in incident["duties"]}
    assert set(duties) == {"take", "breach-notice", "initial-report"}
    assert duties["initial-report"]["due_at"] == "2026-11-08T05:00:00Z"
    assert duties["breach-notice"]["due_at"] == "2026-11-06T05:00:00Z"
    assert "20/2017" in duties["initial-report"]["source"]


async def test_an_incident_before_a_rule_was_in_force_does_not_owe_it(staff):
    body = INCIDENT | {"detected_at": "2022-01-01T00:00:00Z"}
    made = (await staff.post(f"{OPS}/incidents", json=body)).json()
    assert [each["code"] for each in made["duties"]] == ["initial-report"]


async def test_an_incident_goes_from_opening_to_closing_with_its_timeline(staff, incident):
    assert (await act(staff, incident, "taking")).json()["state"] == "in-progress"
    await act(staff, incident, "notes", words="Đã cô lập máy chủ")
    await act(staff, incident, "state", state="on-hold", words="Chờ nhà cung cấp")
    await act(staff, incident, "reports", duty="initial-report", words="Công văn 12/BC")
    await act(staff, incident, "reports", duty="breach-notice", words="Gửi A05")
    closed = (await act(staff, incident, "closure", verdict="true-positive", words="Đã khắc phục")).json()
    assert closed["state"] == "closed"
    kinds = [line["kind"] for line in closed["timeline"]]
    assert kinds == ["opened", "taken", "note", "moved", "reported", "reported", "closed"]


async def test_a_true_incident_is_not_closed_before_it_was_reported(staff, incident):
    answer = await act(staff, incident, "closure", verdict="true-positive", words="Xong")
    assert answer.status_code == 409
    assert (await act(staff, incident, "closure", verdict="false-positive", words="Nhầm")).status_code == 200


async def test_a_state_that_does_not_follow_is_refused(staff, incident):
    assert (await act(staff, incident, "state", state="resolved", words="x")).status_code == 409


async def test_escalation_goes_upwards_only(staff, incident):
    assert (await act(staff, incident, "escalation", severity="serious", words="x")).json()["severity"] == "serious"
    assert (await act(staff, incident, "escalation", severity="low", words="x")).status_code == 409


async def test_a_duty_past_its_time_is_told_once(incident, desk, session, at_noon):
    at_noon.set(at_noon.moment + timedelta(hours=2))
    assert (await incidents.tell_overdue(session, 10), await incidents.tell_overdue(session, 10)) == (1, 0)
    assert [(what, event["overdue"]) for what, event in desk.told()] == [("incident.escalated", "take")]


async def test_an_owner_who_is_erased_is_named_no_longer(incident, session, runtime, make_client):
    person = uuid4()
    client = make_client(Role.SUPERVISOR, subject=str(person))
    await client.post(f"{OPS}/incidents/{incident['id']}/taking")
    await forget(runtime, session, person)
    assert await session.scalar(select(Incident.owner)) == "erased"


async def test_a_page_is_watched_once(staff):
    page = {"url": "https://hue.example.vn/", "name_vi": "Cổng", "name_en": "Portal"}
    assert (await staff.post(f"{OPS}/pages", json=page)).status_code == 201
    assert (await staff.post(f"{OPS}/pages", json=page)).status_code == 409


@pytest.mark.parametrize("url", ["ftp://x.vn/", "https://user@x.vn/", "javascript:1"])
async def test_an_address_that_is_no_page_is_refused(staff, url):
    answer = await staff.post(f"{OPS}/pages", json={"url": url, "name_vi": "a", "name_en": "b"})
    assert answer.status_code == 422
