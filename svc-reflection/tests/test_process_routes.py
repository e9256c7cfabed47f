"""The steps of the process over HTTP: who may, what is answered, what is refused in words."""

from datetime import UTC, datetime, timedelta

import pytest

from hueioc.auth.principal import Role
from hueioc.clock import VIETNAM
from hueioc.ids import uuid7
from reflection.states import State

PLACE = {"lat": 16.4698, "lon": 107.5779}


@pytest.fixture
def moderator(make_client):
    return make_client(Role.MODERATOR, subject="moderator-1")


@pytest.fixture
def officer(make_client, office):
    return make_client(Role.OFFICER, subject=office.officer.subject, unit_id=office.officer.unit_id)


@pytest.fixture
def colleague(make_client, office):
    return make_client(Role.OFFICER, subject=office.colleague.subject, unit_id=office.colleague.unit_id)


@pytest.fixture
def citizen(make_client, office):
    return make_client(Role.CITIZEN, subject=office.citizen.subject)


@pytest.fixture
def act(session):
    """`await act(client, report, "progress", {…})`: the step on the version that was seen last."""

    async def post(client, report, step, data, version=None):
        await session.flush()
        headers = {"If-Match": f'"{version or report.version}"'}
        answer = await client.post(f"/v1/ops/reports/{report.id}/{step}", json=data, headers=headers)
        await session.refresh(report)
        return answer

    return post


async def test_a_report_goes_through_transfer_extension_and_reopening(  # noqa: PLR0913, PLR0917 - all take part
    act, moderator, officer, colleague, citizen, office, session, uploaded
):
    report = await office.report()
    steps = (
        (moderator, "moderation", {"decision": "accept"}),
        (moderator, "assignment", {"unit_id": str(office.unit.id)}),
        (officer, "transfer-request", {"reason": "Không thuộc thẩm quyền"}),
        (moderator, "transfer", {"decision": "transfer", "unit_id": str(office.other_unit.id)}),
        (colleague, "progress", {"step": "verify"}),
        (colleague, "extension", {"working_days": 3, "reason": "Chờ vật tư"}),
        (moderator, "extension/decision", {"decision": "approve"}),
        (colleague, "progress", {"step": "start"}),
    )
    for client, step, data in steps:
        answer = await act(client, report, step, data)
        assert (answer.status_code, answer.headers.get("etag")) == (200, f'"{report.version}"'), (step, answer.text)
    for evidence, outcome in (
        (await uploaded(office.colleague), "partly"),
        (await uploaded(office.colleague), "resolved"),
    ):
        letter = {"text": "Đã xử lý", "media": [evidence], "outcome": outcome}
        assert (await act(colleague, report, "answer", letter)).status_code == 200
        assert (await act(moderator, report, "review", {"decision": "resolve"})).json()["outcome"] == outcome
        if outcome == "partly":
            again = await citizen.post(f"/v1/reports/mine/{report.id}/reopening", json={"reason": "Chưa sạch"})
            assert (again.status_code, again.json()["state"]) == (200, "reopened")
            await session.refresh(report)
    shown = (await citizen.get(f"/v1/reports/{report.id}")).json()
    assert [step["state"] for step in shown["timeline"]] == [
        "accepted",
        "assigned",
        "assigned",
        "verifying",
        "in_progress",
        "resolved",
        "reopened",
        "resolved",
    ]
    assert (shown["transfer_count"], shown["reopen_count"], shown["outcome"]) == (1, 1, "resolved")


async def test_categories_tell_what_is_asked_and_whom_to_call(make_client):
    items = {each["code"]: each for each in (await make_client().get("/v1/report-categories")).json()["items"]}
    assert [each["code"] for each in items["street-light"]["questions"]] == ["pole-number", "how-many"]
    assert "114" in items["wires-down"]["emergency"]["en"]
    assert (items["wires-down"]["parent"], items["wires-down"]["is_urgent"]) == ("electricity", True)
    assert "19001909" in items["power-cut"]["stopper"]["vi"]


async def test_answers_to_questions_are_kept_and_shown_and_a_wrong_one_is_named(citizen):
    report = {"id": str(uuid7()), "category": "pothole", "description": "Ổ gà to", "place": PLACE}
    good = await citizen.post("/v1/reports", json=report | {"answers": {"size": "wheel", "depth-cm": "12"}})
    assert [(each["code"], each["name"]) for each in good.json()["attributes"]] == [
        ("size", "Bằng bánh xe"),
        ("depth-cm", "12"),
    ]
    wrong = await citizen.post(
        "/v1/reports", json=report | {"id": str(uuid7()), "answers": {"size": "huge", "colour": "red"}}
    )
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:hue:problem:answers-misfit")
    assert {each["pointer"] for each in wrong.json()["errors"]} == {"/answers/size", "/answers/colour"}


async def test_a_stopper_refuses_with_the_place_to_go_to(citizen):
    report = {"id": str(uuid7()), "category": "complaint", "description": "Tôi khiếu nại", "place": PLACE}
    answer = await citizen.post("/v1/reports", json=report, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:hue:problem:category-stopped")
    assert "citizen reception office" in answer.json()["detail"]


async def test_a_home_is_shown_to_the_public_as_a_quarter_and_to_staff_as_a_house(make_client, moderator, act, office):
    place = {"lat": 16.46981, "lon": 107.57791, "address": "12 Lê Lợi"}
    report = await office.report(category="noise", place=place)
    staff = (await act(moderator, report, "moderation", {"decision": "accept"})).json()["place"]
    public = (await make_client().get(f"/v1/reports/{report.id}")).json()["place"]
    assert (staff["lat"], staff["lon"], staff["address"]) == (16.46981, 107.57791, "12 Lê Lợi")
    assert (public["lat"], public["lon"], public["address"]) == (16.47, 107.578, "")


async def test_an_operator_takes_a_report_down_once(moderator):
    data = {
        "id": str(uuid7()),
        "category": "garbage",
        "description": "Rác",
        "place": PLACE,
        "source": "zalo",
        "contact": {"phone": "0905123456"},
    }
    first, again = [await moderator.post("/v1/ops/reports", json=data) for _ in "12"]
    assert (first.status_code, again.status_code, first.json()["source"]) == (201, 201, "zalo")
    assert first.json()["code"] == again.json()["code"]
    assert "0905123456" not in first.text


async def test_a_locked_account_gets_a_clear_problem_and_appeals(moderator, citizen, office, session):
    report = await office.report()
    await session.flush()
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    path = f"/v1/ops/reports/{report.id}/reporter-lock"
    lock = (await moderator.post(path, json={"reason": "Lời lẽ xúc phạm", "until": until})).json()
    draft = {"id": str(uuid7()), "category": "garbage", "description": "Rác", "place": PLACE}
    refused = await citizen.post("/v1/reports", json=draft)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:hue:problem:account-locked")
    assert (await citizen.get("/v1/account-lock")).json()["is_locked"]
    assert (await citizen.post("/v1/account-lock/appeal", json={"text": "Không phải tôi"})).status_code == 200
    waiting = (await moderator.get("/v1/ops/locks?appealed=true")).json()["items"]
    assert [each["id"] for each in waiting] == [lock["id"]]
    decision = {"decision": "lift", "note": "Đúng là nhầm"}
    assert (await moderator.post(f"/v1/ops/locks/{lock['id']}/decision", json=decision)).status_code == 200
    assert (await citizen.post("/v1/reports", json=draft)).status_code == 201


async def test_the_reporter_and_the_unit_write_to_each_other(act, citizen, officer, office, session):
    report = await office.report(State.ASSIGNED)
    asked = await act(officer, report, "information-request", {"question": "Ở đoạn nào ạ?"})
    assert asked.json()["state"] == "need_info"
    assert (await citizen.get(f"/v1/reports/mine/{report.id}")).json()["is_asked"]
    told = await citizen.post(f"/v1/reports/mine/{report.id}/information", json={"text": "Trước số 5"})
    assert told.json()["state"] == "assigned"
    await officer.post(f"/v1/ops/reports/{report.id}/messages", json={"text": "Cảm ơn"})
    items = (await citizen.get(f"/v1/reports/mine/{report.id}/messages")).json()["items"]
    assert [(each["author"], each["text"]) for each in items] == [
        ("unit", "Ở đoạn nào ạ?"),
        ("reporter", "Trước số 5"),
        ("unit", "Cảm ơn"),
    ]


async def test_templates_are_kept_by_the_centre_and_found_by_category_and_outcome(moderator, officer):
    new = {"name": "Cây: đã cắt", "category": "tree", "outcome": "resolved", "text": "Cây đã được cắt."}
    made = (await moderator.post("/v1/ops/answer-templates", json=new)).json()
    found = (await officer.get("/v1/ops/answer-templates?category=tree&outcome=resolved")).json()["items"]
    assert [each["name"] for each in found] == ["Cây: đã cắt", "Đã xử lý"]
    path = f"/v1/ops/answer-templates/{made['id']}"
    changed = await moderator.put(path, json=new | {"text": "Cây đã được cắt gọn."})
    assert changed.json()["text"] == "Cây đã được cắt gọn."
    assert (await moderator.delete(f"/v1/ops/answer-templates/{changed.json()['id']}")).status_code == 204
    assert (await moderator.delete(path)).status_code == 404
    assert (await officer.post("/v1/ops/answer-templates", json=new)).status_code == 403


async def test_contacts_of_a_unit_are_sealed_for_the_centre_alone(moderator, officer, office, session):
    path = f"/v1/ops/units/{office.unit.id}/contacts"
    data = {"duty": "Trực ban", "name": "Nguyễn Văn A", "phone": "0905000111"}
    made = await moderator.post(path, json=data)
    assert (made.status_code, made.headers["cache-control"]) == (201, "private, no-store")
    assert [each["phone"] for each in (await moderator.get(path)).json()["items"]] == ["0905000111"]
    assert (await officer.get(path)).status_code == 403
    contact = made.json()["items"][0]["id"]
    assert (await moderator.delete(f"{path}/{contact}")).status_code == 204
    assert (await moderator.get(path)).json()["items"] == []


async def test_an_officer_keeps_a_shortlist_and_notes_from_the_spot(
    officer, colleague, make_client, office, session, uploaded
):
    report, photo = await office.report(State.ASSIGNED), await uploaded(office.officer)
    await session.flush()
    assert (await officer.put(f"/v1/ops/shortlist/{report.id}")).status_code == 204
    assert [each["code"] for each in (await officer.get("/v1/ops/shortlist")).json()["items"]] == [report.code]
    assert (await colleague.get("/v1/ops/shortlist")).json()["items"] == []
    path = f"/v1/ops/reports/{report.id}"
    note = await officer.post(f"{path}/field-notes", json={"text": "Đống rác 3 m", "photos": [photo]})
    assert (note.status_code, note.json()["items"][0]["photos"]) == (201, [photo])
    shown = await officer.get(f"{path}/attachments/{photo}")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, no-store")
    assert (await colleague.get(f"{path}/attachments/{photo}")).status_code == 404
    assert (await officer.get(f"{path}/attachments/{'a' * 64}")).status_code == 404
    assert "Đống rác" not in (await make_client().get(f"/v1/reports/{report.id}")).text
    assert (await officer.delete(f"/v1/ops/shortlist/{report.id}")).status_code == 204
    assert (await officer.get("/v1/ops/shortlist")).json()["items"] == []


async def test_a_supporting_unit_sees_the_report_and_takes_no_step(act, moderator, colleague, office):
    report = await office.report(State.ACCEPTED)
    units = {"unit_id": str(office.unit.id), "supporting": [str(office.other_unit.id)]}
    await act(moderator, report, "assignment", units)
    assert (await colleague.get(f"/v1/ops/reports/{report.id}")).status_code == 200
    assert (await colleague.get("/v1/ops/queue")).json()["total"] == 1
    assert (await act(colleague, report, "progress", {"step": "start"})).status_code == 403


async def test_a_report_is_merged_and_taken_apart_again(act, moderator, office):
    first, second = await office.report(State.ACCEPTED), await office.report(State.ACCEPTED)
    merged = await act(moderator, second, "merge", {"into": str(first.id)})
    assert (merged.json()["state"], merged.json()["duplicate_of"]) == ("duplicate", str(first.id))
    apart = await act(moderator, second, "unmerge", {"note": "Khác chỗ"})
    assert (apart.json()["state"], apart.json()["duplicate_of"]) == ("accepted", None)


async def test_a_plan_and_a_sanction_are_put_on_record(act, officer, office, uploaded):
    report = await office.report(State.ASSIGNED)
    day = datetime.now(VIETNAM).date()
    fine = {
        "minutes_number": "1/BB",
        "decision_number": "2/QĐ",
        "article": "Điều 25",
        "amount_vnd": 500_000,
        "decided_at": day.isoformat(),
    }
    assert (await act(officer, report, "sanctions", fine)).json()["sanctions"][0]["amount_vnd"] == 500_000
    plan = {
        "planned_for": (day + timedelta(days=30)).isoformat(),
        "document": await uploaded(office.officer),
        "reason": "Chờ vốn",
    }
    planned = (await act(officer, report, "plan", plan)).json()
    assert (planned["state"], planned["outcome"], planned["plans"][0]["reason"]) == ("planned", "planned", "Chờ vốn")


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("progress", {"step": "fly"}),
        ("plan", {"planned_for": "soon", "document": "x", "reason": "abc"}),
        ("extension", {"working_days": 0, "reason": "abc"}),
        ("transfer", {"decision": "maybe"}),
        ("sanctions", {"amount_vnd": -1}),
        ("merge", {"into": "PA-1"}),
        ("information-request", {"question": "  "}),
        ("reporter-lock", {"reason": "abc", "until": "2026-01-01T00:00:00"}),
    ],
)
async def test_a_wrong_payload_is_refused_by_its_field(act, moderator, office, step, data):
    report = await office.report(State.ASSIGNED)
    answer = await act(moderator, report, step, data)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)


async def test_open311_tells_the_states_of_the_process_as_open_or_closed(make_client, office, session):
    for state, (status, detail) in {
        State.PLANNED: ("open", "planned"),
        State.TRANSFER_REQUESTED: ("open", "assigned"),
        State.NEED_INFO: ("open", "need_info"),
        State.REOPENED: ("open", "reopened"),
    }.items():
        report = await office.report(state)
        await session.flush()
        (told,) = (await make_client().get(f"/open311/v2/requests/{report.id}.json?extensions=true")).json()
        assert (told["status"], told["extended_attributes"]["detailed_status"]) == (status, detail)


async def test_open311_says_nothing_of_a_question_before_moderation(make_client, office, session):
    report = await office.report()
    await office.bring(report, State.NEED_INFO)
    await session.flush()
    assert (await make_client().get("/open311/v2/requests.json")).json() == []
    assert (await make_client().get(f"/v1/reports/{report.id}")).status_code == 404


@pytest.mark.parametrize("due_at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z", "2200-01-01T00:00:00Z"])
async def test_a_date_beyond_every_calendar_is_refused_with_its_field(make_client, office, session, due_at):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    answer = await make_client(Role.MODERATOR).post(
        f"/v1/ops/reports/{report.id}/assignment",
        json={"unit_id": str(office.unit.id), "due_at": due_at},
        headers={"If-Match": f'"{report.version}"'},
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/due_at")
