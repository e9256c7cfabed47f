"""The service over REST: search, sources, assignment with its deadline, the published answer, the digest."""

import unicodedata
from datetime import timedelta

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.ids import uuid7
from press.models import Item, Response, Unit
from press.queries import reports
from press.service.answering import find_late
from press.states import ResponseState

KIM_LONG = "19774"
BLAME = "Người dân phường Kim Long, Huế bức xúc vì Sở Xây dựng chậm trễ sửa đường"


@pytest.fixture
async def item(office, make_entry):
    await office.read(await office.source(), make_entry(BLAME, "Nhiều hộ chờ đã lâu."))
    await office.session.flush()
    return (await office.session.scalars(select(Item))).one()


@pytest.fixture
async def unit(session):
    return (await session.scalars(select(Unit).where(Unit.name_vi == "Sở Xây dựng"))).one()


@pytest.fixture
async def assigned(make_client, item, unit):
    data = {"unit_id": str(unit.id), "question": "Khi nào sửa đường? Liên hệ 0912345678"}
    answer = await make_client(Role.MODERATOR).post(f"/v1/ops/press/items/{item.id}/assignment", json=data)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def titles(client, q):
    return [each["title"] for each in (await client.get("/v1/press/items", params={"q": q})).json()["items"]]


@pytest.mark.parametrize("q", ["hue", "Huế", "HUẾ", unicodedata.normalize("NFD", "Huế"), "huế kim long", '"kim long"'])
async def test_hue_is_found_however_it_is_typed(make_client, item, q):
    assert await titles(make_client(), q) == [item.title]


@pytest.mark.parametrize("q", ["Huệ", '"long kim"', "hue xyz"])
async def test_other_words_find_nothing(make_client, item, q):
    assert await titles(make_client(), q) == []


async def test_a_text_written_without_accents_is_found_by_accents(make_client, office, make_entry):
    await office.read(await office.source(), make_entry("Tin tu Hue"))
    await office.session.flush()
    assert await titles(make_client(), "Huế") == ["Tin tu Hue"]


@pytest.mark.parametrize("q", ["'", "a & | !", ":*", "<->", '"', "((", "\\", "%00", "x" * 200])
async def test_no_question_breaks_the_search(make_client, item, q):
    assert (await make_client().get("/v1/press/items", params={"q": q})).status_code == 200


async def test_the_whole_text_is_never_public(make_client, office, make_entry):
    await office.read(await office.source(), make_entry("Tin dài ở Huế", "chữ " * 2_000))
    await office.session.flush()
    (shown,) = (await make_client().get("/v1/press/items")).json()["items"]
    assert len(shown["excerpt"]) <= 280
    assert "body" not in shown


async def test_items_come_page_by_page(make_client, office, make_entry):
    source = await office.source()
    for minutes in range(5):
        await office.read(source, make_entry(f"Tin số {minutes} riêng biệt ở Huế", minutes=minutes))
    await office.session.flush()
    seen, cursor = [], ""
    while cursor is not None:
        page = (await make_client().get("/v1/press/items", params={"limit": 2, "cursor": cursor})).json()
        seen += [each["title"][7] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["0", "1", "2", "3", "4"]


async def test_a_wrong_cursor_names_itself(make_client):
    assert (await make_client().get("/v1/press/items", params={"cursor": "x"})).status_code == 422


async def test_the_deadline_is_seven_working_days_at_closing(assigned):
    assert assigned["due_at"] == "2026-12-01T10:00:00Z"
    assert assigned["rule_source"]


async def test_another_rule_gives_another_date(make_client, item, unit):
    data = {"unit_id": str(unit.id), "question": "?", "rule": "urgent"}
    answer = await make_client(Role.MODERATOR).post(f"/v1/ops/press/items/{item.id}/assignment", json=data)
    assert answer.json()["due_at"] == "2026-11-25T10:00:00Z"


async def test_the_law_in_force_on_the_day_is_chosen(make_client, at_noon):
    client = make_client(Role.MODERATOR)
    rules = {each["code"]: each for each in (await client.get("/v1/ops/press/choices")).json()["rules"]}
    assert "2025" in rules["press-law"]["source"]
    assert not rules["press-law"]["is_verified"]
    at_noon.move(timedelta(days=-300))
    rules = {each["code"]: each for each in (await client.get("/v1/ops/press/choices")).json()["rules"]}
    assert "article 39" in rules["press-law"]["source"]


async def test_an_item_is_assigned_once(make_client, assigned, item, unit):
    data = {"unit_id": str(unit.id), "question": "?"}
    answer = await make_client(Role.MODERATOR).post(f"/v1/ops/press/items/{item.id}/assignment", json=data)
    assert answer.status_code == 409


async def test_an_answer_is_written_returned_written_and_published(make_client, assigned, unit):
    url = f"/v1/ops/press/responses/{assigned['id']}"
    officer = make_client(Role.OFFICER, unit_id=str(unit.id))
    assert (await officer.post(f"{url}/answer", json={"text": "Sẽ sửa"})).json()["state"] == "answered"
    centre = make_client(Role.MODERATOR)
    assert (await centre.post(f"{url}/return", json={"reason": "Thiếu thời hạn"})).json()["state"] == "assigned"
    await officer.post(f"{url}/answer", json={"text": "Sửa xong trước 15/12. Gọi 0912345678"})
    done = (await centre.post(f"{url}/publication")).json()
    assert [line["action"] for line in done["history"]] == ["assign", "answer", "return", "answer", "publish"]
    (shown,) = (await make_client().get("/v1/press/answers")).json()["items"]
    assert (shown["answer"], shown["is_in_time"]) == ("Sửa xong trước 15/12. Gọi [điện thoại]", True)
    assert "0912" not in shown["question"]


async def test_nobody_sees_an_answer_before_it_is_published(make_client, assigned):
    assert (await make_client().get(f"/v1/press/answers/{assigned['id']}")).status_code == 404
    assert (await make_client().get("/v1/press/answers")).json()["items"] == []


async def test_another_unit_may_not_answer(make_client, assigned):
    officer = make_client(Role.OFFICER, unit_id="00000000-0000-0000-0000-000000000001")
    url = f"/v1/ops/press/responses/{assigned['id']}/answer"
    assert (await officer.post(url, json={"text": "x"})).status_code == 403


async def test_what_is_not_answered_cannot_be_published(make_client, assigned):
    url = f"/v1/ops/press/responses/{assigned['id']}/publication"
    assert (await make_client(Role.MODERATOR).post(url)).status_code == 409


async def test_a_passed_deadline_is_told_once(make_client, assigned, database, session, at_noon):
    at_noon.move(timedelta(days=20))
    await find_late(database)
    await find_late(database)
    shown = (await make_client(Role.AUDITOR).get(f"/v1/ops/press/responses/{assigned['id']}")).json()
    assert shown["is_overdue"]
    assert [line["action"] for line in shown["history"]] == ["assign", "overdue"]


async def test_another_unit_takes_over_with_the_same_deadline(make_client, assigned, session):
    other = (await session.scalars(select(Unit).where(Unit.name_vi == "Sở Du lịch"))).one()
    url = f"/v1/ops/press/responses/{assigned['id']}/reassignment"
    answer = await make_client(Role.MODERATOR).post(url, json={"unit_id": str(other.id), "reason": "Đúng thẩm quyền"})
    assert (answer.json()["unit"]["vi"], answer.json()["due_at"]) == ("Sở Du lịch", assigned["due_at"])


async def test_a_correction_of_the_newspaper_is_recorded(make_client, assigned):
    url = f"/v1/ops/press/responses/{assigned['id']}/correction"
    client = make_client(Role.MODERATOR)
    assert (await client.post(url, json={"text": "Cải chính", "url": "javascript:alert(1)"})).status_code == 422
    answer = await client.post(url, json={"text": "Cải chính", "url": "https://bao.example.vn/cai-chinh"})
    assert answer.json()["correction_url"] == "https://bao.example.vn/cai-chinh"


async def test_the_digest_of_the_day_has_its_stories_and_answers(make_client, assigned, session, office):
    row = await session.get(Response, __import__("uuid").UUID(assigned["id"]))
    row.state, row.published_answer, row.published_at = ResponseState.PUBLISHED, "Sẽ sửa", row.assigned_at
    await session.flush()
    digest = (await make_client().get("/v1/press/digest")).json()
    assert (digest["day"], len(digest["stories"]), len(digest["answers"])) == ("2026-11-20", 1, 1)
    assert (await make_client().get("/v1/press/digests/2026-11-19")).json()["stories"] == []


async def test_staff_see_the_story_with_whom_it_blames(make_client, item):
    client = make_client(Role.OFFICER)
    (head,) = (await client.get("/v1/ops/press/stories", params={"unseen": "true"})).json()["items"]
    story = (await client.get(f"/v1/ops/press/stories/{head['id']}")).json()
    assert story["blames"][0]["agency"]["name"]["vi"] == "Sở Xây dựng"
    assert story["alert"]["reasons"][0]["kind"] == "negative"
    assert (await client.post(f"/v1/ops/press/stories/{head['id']}/alert/seen")).status_code == 204
    assert (await client.get("/v1/ops/press/stories", params={"unseen": "true"})).json()["items"] == []


async def test_a_citizen_sees_no_alerts(make_client):
    assert (await make_client(Role.CITIZEN).get("/v1/ops/press/stories")).status_code == 403


SOURCE = {"name": "Báo Huế", "publisher": "Báo Huế", "url": "https://baohue.example.vn/rss"}


async def test_staff_add_a_source_once(make_client):
    client = make_client(Role.MODERATOR)
    assert (await client.post("/v1/ops/press/sources", json=SOURCE)).json()["state"] == "awaited"
    assert (await client.post("/v1/ops/press/sources", json=SOURCE)).status_code == 409


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"url": "file:///etc/passwd"}, "/url"),
        ({"agreed_s": 5, "terms": "x"}, "/agreed_s"),
        ({"agreed_s": 600}, "/terms"),
    ],
)
async def test_a_wrong_source_names_its_field(make_client, over, pointer):
    answer = await make_client(Role.MODERATOR).post("/v1/ops/press/sources", json=SOURCE | over)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_source_is_switched_off_and_on(make_client):
    client = make_client(Role.MODERATOR)
    made = (await client.post("/v1/ops/press/sources", json=SOURCE)).json()
    url = f"/v1/ops/press/sources/{made['id']}/switch"
    assert (await client.put(url, json={"is_active": False})).json()["state"] == "disabled"
    assert (await client.put(url, json={"is_active": True})).json()["state"] == "awaited"


async def test_a_watch_of_staff_rings_and_ends(make_client, office, make_entry):
    client = make_client(Role.MODERATOR)
    made = (await client.post("/v1/ops/press/watches", json={"name": "Cá", "phrases": ["cá voi"]})).json()
    await office.read(await office.source(), make_entry("Cá voi vào cửa Thuận An, Huế"))
    await office.session.flush()
    (story,) = (await client.get("/v1/ops/press/stories", params={"alerted": "true"})).json()["items"]
    assert story["alert"]["reasons"][0]["name"] == "Cá"
    assert (await client.delete(f"/v1/ops/press/watches/{made['id']}")).status_code == 204
    shown = (await client.get("/v1/ops/press/watches")).json()["items"]
    assert [each["is_active"] for each in shown if each["name"] == "Cá"] == [False]


async def reported(database, ward, at, code="PA-1"):
    async with database.transaction() as session:
        row = {"report_id": uuid7(), "code": code, "category": "pothole", "ward": ward, "at": at}
        await reports.keep(session, row)


async def test_a_story_about_a_ward_shows_what_citizens_reported_there(make_client, item, database, at_noon):
    await reported(database, KIM_LONG, now() - timedelta(days=2), "PA-2")
    await reported(database, KIM_LONG, now() - timedelta(days=1), "PA-1")
    await reported(database, KIM_LONG, now() - timedelta(days=20), "PA-OLD")
    await reported(database, "19753", now(), "PA-ELSEWHERE")
    shown = (await make_client(Role.AUDITOR).get(f"/v1/ops/press/stories/{item.story_id}")).json()
    assert [each["code"] for each in shown["reports"]] == ["PA-1", "PA-2"]
    assert shown["reports"][0]["place"]["name"]["vi"].endswith("Kim Long")
