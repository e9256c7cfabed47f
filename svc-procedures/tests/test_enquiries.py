"""Enquiries of investors: asked and followed without an account, a clock, a sealed contact that is erased at last."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.outbox import outbox
from hueioc.workdays.calendar import Calendar
from hueioc.workdays.days import Day, DayKind, DayTable, published_days
from procedures.models import Enquiry, EnquiryChange, EnquiryContact, EnquiryDeadline, Project, RuleValue
from procedures.service.enquiry_terms import recompute_open_enquiries
from procedures.service.enquiry_watch import find_late, forget_old
from procedures.service.tile import city_tile, map_layer

OPS = "/v1/ops/investment/enquiries"
ASKED = {
    "name": "Trần Thị Bình",
    "organisation": "Công ty Biển Xanh",
    "email": "binh@example.vn",
    "phone": "0912 345 678",
    "question": "Giá thuê đất bao nhiêu? Xin gọi 0912345678 gặp Bình.",
}


@pytest.fixture
async def project(session):
    return (await session.scalars(select(Project).where(Project.code == "MH-01"))).one()


@pytest.fixture
def ask(make_client, project, clock):
    async def send(**over):
        return await make_client().post(f"/v1/investment/projects/{project.id}/enquiries", json=ASKED | over)

    return send


@pytest.fixture
async def made(ask):
    answer = await ask()
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def follow(make_client):
    async def look(made, link=None):
        headers = {"Hue-Link": made["link"] if link is None else link}
        return await make_client().get(f"/v1/investment/enquiries/{made['id']}", headers=headers)

    return look


async def test_an_investor_asks_without_an_account_and_gets_a_date(made):
    assert made["code"].startswith("DT-")
    assert made["due_at"] == "2026-03-09T10:00:00Z"  # Monday 2 March: five working days, at closing time
    assert made["href"] == f"/investment/enquiries/{made['id']}#{made['link']}"


async def test_the_link_opens_the_enquiry(made, follow):
    answer = await follow(made)
    assert (answer.json()["state"], answer.json()["project"]["code"]) == ("received", "MH-01")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("link", ["", "x", "A" * 43])
async def test_a_wrong_link_opens_nothing(made, follow, link):
    assert (await follow(made, link)).status_code == 404


async def test_the_link_of_another_enquiry_opens_nothing(made, follow, ask):
    other = (await ask()).json()
    assert (await follow(made, other["link"])).status_code == 404


async def test_what_staff_read_of_a_question_says_nothing_of_who_asks(made, make_client):
    (shown,) = (await make_client(Role.OFFICER).get(OPS)).json()["items"]
    assert shown["question"] == "Giá thuê đất bao nhiêu? Xin gọi [điện thoại] gặp Bình."
    assert not [word for word in ("0912", "example.vn", "Biển Xanh", "Trần") if word in json.dumps(shown)]


async def test_who_asks_is_shown_on_demand_and_the_look_is_in_the_audit(made, make_client, session):
    answer = await make_client(Role.OFFICER).get(f"{OPS}/{made['id']}/contact")
    assert answer.json() == {name: ASKED[name] for name in ("name", "organisation", "email", "phone", "question")}
    assert answer.headers["cache-control"] == "no-store"
    looks = select(audit.c.subject).where(audit.c.action == "enquiry.contact_read")
    assert (await session.scalars(looks)).all() == [made["id"]]


async def test_an_auditor_does_not_see_who_asks(made, make_client):
    assert (await make_client(Role.AUDITOR).get(f"{OPS}/{made['id']}/contact")).status_code == 403


async def test_no_table_and_no_message_holds_the_contact_in_clear(made, stored):
    for secret in ("0912345678", "0912 345 678", "+84912345678", "binh@example.vn", "Trần Thị Bình", "Biển Xanh"):
        assert await stored(secret) == []


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"email": "x"}, "/email"),
        ({"phone": "12"}, "/phone"),
        ({"question": "Gì?"}, "/question"),
        ({"name": ""}, "/name"),
    ],
)
async def test_what_is_wrong_names_its_field(ask, over, pointer):
    answer = await ask(**over)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_one_way_to_be_reached_is_needed(ask):
    assert (await ask(email="", phone="")).json()["type"].endswith("contact-missing")


async def test_the_sixth_enquiry_of_a_contact_in_a_day_is_refused(ask, clock):
    for _ in range(5):
        assert (await ask()).status_code == 201
    refused = await ask(phone="", email="BINH@example.vn")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "86400")
    clock.move(timedelta(days=1, seconds=1))
    assert (await ask()).status_code == 201


async def test_beyond_the_limit_of_a_project_others_wait_too(ask, session):
    limit = (await session.scalars(select(RuleValue).where(RuleValue.code == "enquiries-a-project-an-hour"))).one()
    limit.value = "1"
    await session.flush()
    assert (await ask()).status_code == 201
    assert (await ask(email="khac@example.vn", phone="")).headers["retry-after"] == "3600"


async def test_beyond_the_limit_of_an_address_it_waits(ask, session):
    limit = (await session.scalars(select(RuleValue).where(RuleValue.code == "enquiries-an-address-an-hour"))).one()
    limit.value = "2"
    await session.flush()
    answers = [await ask(email=f"ai-{number}@example.vn", phone="") for number in range(3)]
    assert [each.status_code for each in answers] == [201, 201, 429]
    assert answers[2].headers["retry-after"] == "1800"


async def test_the_term_in_force_on_the_day_is_chosen(ask, session, clock):
    term = select(RuleValue).where(RuleValue.code == "enquiry-answer-working-days")
    (await session.scalars(term)).one().valid_to = clock.moment.date()
    new = {"valid_from": clock.moment.date(), "source": "Quyết định mới", "verified_by": ""}
    session.add(RuleValue(code="enquiry-answer-working-days", value="3", **new))
    await session.flush()
    assert (await ask()).json()["due_at"] == "2026-03-05T10:00:00Z"


async def test_without_a_term_in_force_nothing_is_promised(ask, session):
    await session.execute(text("delete from rule_values where code = 'enquiry-answer-working-days'"))
    assert (await ask()).status_code == 409


async def test_nobody_asks_about_what_is_not_published(make_client, project, session):
    project.published_at = None
    await session.flush()
    answer = await make_client().post(f"/v1/investment/projects/{project.id}/enquiries", json=ASKED)
    assert answer.status_code == 404


async def test_the_investor_reads_the_answer_by_the_link(made, make_client, follow):
    answer = await make_client(Role.OFFICER).post(f"{OPS}/{made['id']}/answer", json={"text": "Theo bảng giá đất."})
    assert answer.json()["state"] == "answered"
    shown = (await follow(made)).json()
    assert (shown["answer"], shown["erase_at"]) == ("Theo bảng giá đất.", "2026-08-29T05:00:00Z")


async def test_an_answer_is_given_once(made, make_client):
    officer = make_client(Role.OFFICER)
    await officer.post(f"{OPS}/{made['id']}/answer", json={"text": "Có."})
    assert (await officer.post(f"{OPS}/{made['id']}/answer", json={"text": "Không."})).status_code == 409


async def test_a_late_enquiry_is_told_of_once(made, make_client, runtime, clock, told_events):
    await find_late(runtime.database)
    clock.set(datetime(2026, 3, 9, 10, 0, 1, tzinfo=UTC))
    await find_late(runtime.database)
    await find_late(runtime.database)
    assert await told_events("enquiry") == ["enquiry.received", "enquiry.overdue"]
    (late,) = (await make_client(Role.OFFICER).get(OPS, params={"overdue": True})).json()["items"]
    assert late["is_overdue"]


async def test_the_tile_tells_of_enquiries_that_are_overdue(made, session, clock):
    figures = {each.code: each.value for each in (await city_tile(session, "all")).figures}
    assert (figures["enquiries_overdue"], len(figures)) == (0, 5)
    clock.move(timedelta(days=30))
    tile = await city_tile(session, "all")
    assert {each.code: each.level.value for each in tile.figures}["enquiries_overdue"] == "warning"
    assert tile.sentence.en == "An enquiry of an investor is overdue"


async def test_projects_that_call_for_investors_are_on_the_map_of_the_city(session, clock):
    features = [each for each in (await map_layer(session, "all")).features if each.properties.kind == "project"]
    assert len(features) == 3
    assert next(each.geometry.coordinates for each in features) == [108.055, 16.252]


async def test_an_answer_after_the_date_says_so(made, make_client, clock, session):
    clock.move(timedelta(days=30))
    await make_client(Role.OFFICER).post(f"{OPS}/{made['id']}/answer", json={"text": "Có."})
    wanted = select(outbox.c.payload).where(outbox.c.subject == "evt.procedures.enquiry.answered")
    assert json.loads((await session.scalars(wanted)).one())["is_in_time"] is False


async def test_a_new_calendar_moves_open_deadlines_and_each_has_its_line(made, session):
    days = (*published_days().days, Day(datetime(2026, 3, 4).date(), DayKind.HOLIDAY, "Thông báo thử", verified=True))
    calendar = Calendar(DayTable("another", days))
    assert await recompute_open_enquiries(session, calendar) == 1
    assert await recompute_open_enquiries(session, calendar) == 0
    deadline = (await session.scalars(select(EnquiryDeadline))).one()
    assert (deadline.due_at, deadline.calendar_version) == (datetime(2026, 3, 10, 10, tzinfo=UTC), "another")
    lines = (await session.scalars(select(EnquiryChange).where(EnquiryChange.action == "recompute"))).all()
    assert [each.note for each in lines] == ["2026-03-09T10:00:00+00:00 -> 2026-03-10T10:00:00+00:00"]


async def test_the_contact_is_erased_when_its_time_is_over_and_the_link_with_it(
    made, make_client, runtime, clock, session, follow
):
    officer = make_client(Role.OFFICER)
    await officer.post(f"{OPS}/{made['id']}/answer", json={"text": "Có."})
    clock.move(timedelta(days=179))
    await forget_old(runtime.database, runtime.vault)
    assert (await follow(made)).status_code == 200
    clock.move(timedelta(days=1))
    await forget_old(runtime.database, runtime.vault)
    assert (await session.scalars(select(EnquiryContact))).all() == []
    assert (await follow(made)).status_code == 404
    assert (await officer.get(f"{OPS}/{made['id']}/contact")).status_code == 404
    assert len((await session.scalars(select(Enquiry))).all()) == 1


async def test_an_open_enquiry_keeps_its_contact_however_late(made, runtime, clock, session):
    clock.move(timedelta(days=1_000))
    await forget_old(runtime.database, runtime.vault)
    assert len((await session.scalars(select(EnquiryContact))).all()) == 1
