"""Categories and their questions, changed by those who own them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.clock import VIETNAM, now
from hueioc.outbox import outbox
from reflection import jobs
from reflection.errors import AnswersMisfit, UnknownCategory
from reflection.queries import reports
from reflection.rules.dating import KNOWN_EVERYWHERE
from reflection.service import lists
from reflection.service.drafting import draft
from reflection.states import State

ROOT = "/v1/ops/rules/categories"
SOURCE = "Quyết định 12/2026/QĐ-UBND"
DAYS = timedelta(days=1)
SOON = KNOWN_EVERYWHERE + timedelta(seconds=1)


def day(days=0):
    return (now().astimezone(VIETNAM) + days * DAYS).date().isoformat()


def garbage(days=1, **over):
    name = {"vi": "Rác thải sinh hoạt", "en": "Household garbage"}
    return {"name": name, "group": "environment", "valid_from": day(days), "source": SOURCE} | over


def seen(version):
    return {"If-Match": f'"{version}"'}


@pytest.fixture
def owner(make_client, clock):
    return make_client(Role.SUPERVISOR, subject="owner-1")


async def put(owner, version=0, code="garbage", **over):
    return await owner.put(f"{ROOT}/{code}", json=garbage(**over), headers=seen(version))


async def names_in(session, code="garbage"):
    session.expire_all()
    return [each.name.vi for each in (await lists.categories(session, "all")).items if each.code == code]


async def test_a_change_of_tomorrow_waits_and_then_counts(owner, session, clock):
    answer = await put(owner)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert [each["status"] for each in answer.json()["rows"]] == ["in_force", "waiting"]
    assert await names_in(session) == ["Rác thải"]
    clock.move(DAYS)
    assert await names_in(session) == ["Rác thải sinh hoạt"]


async def test_a_report_keeps_the_row_that_was_in_force_when_it_came(owner, office, session, clock):
    before = await office.report(State.ACCEPTED)
    await session.flush()
    await put(owner)
    clock.move(DAYS)
    session.expire_all()
    after = await office.report()
    await session.refresh(before, ["category"])
    assert (before.category.name_vi, after.category.name_vi) == ("Rác thải", "Rác thải sinh hoạt")


async def test_a_change_of_today_counts_as_soon_as_every_process_knows_it(owner, session, clock):
    assert (await put(owner, days=0)).status_code == 200
    assert await names_in(session) == ["Rác thải"]
    clock.move(SOON)
    assert await names_in(session) == ["Rác thải sinh hoạt"]


async def test_the_list_is_told_when_a_change_counts(owner, session, runtime, clock):
    async def told():
        rows = await session.scalars(select(outbox.c.subject).where(outbox.c.subject.contains(".rule.")))
        return [subject.rsplit(".", 1)[1] for subject in rows]

    await put(owner)
    await jobs.enter_rules(runtime)
    assert await told() == ["changed"]
    clock.move(DAYS)
    await jobs.enter_rules(runtime)
    await jobs.enter_rules(runtime)
    assert await told() == ["changed", "entered"]


def test_the_list_of_categories_is_rendered_again_for_both_events(runtime):
    (found,) = [each for each in runtime.service.lists if each.view.name == "categories"]
    assert all(f"evt.reflection.rule.{verb}".startswith(found.dirty_on) for verb in ("changed", "entered"))


async def test_a_change_is_withdrawn_before_it_counts(owner, session, clock):
    await put(owner)
    answer = await owner.delete(f"{ROOT}/garbage/waiting", headers=seen(1))
    assert [each["valid_to"] for each in answer.json()["rows"]] == [None]
    clock.move(2 * DAYS)
    assert await names_in(session) == ["Rác thải"]


async def test_what_counts_is_not_withdrawn(owner, clock):
    await put(owner)
    clock.move(DAYS)
    answer = await owner.delete(f"{ROOT}/garbage/waiting", headers=seen(1))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:nothing-to-withdraw")


async def test_a_second_change_waits_for_nobody(owner):
    await put(owner)
    answer = await put(owner, version=1, days=5)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:change-waits")


async def test_who_has_seen_an_older_version_changes_nothing(owner):
    await put(owner)
    answer = await put(owner, version=0, days=5)
    assert (answer.status_code, answer.json()["version"]) == (412, 1)


async def test_a_category_is_added_and_taken_in(owner, office, session, clock):
    data = garbage(days=0, code="river-waste", name={"vi": "Rác trên sông", "en": "Waste on rivers"})
    answer = await owner.post(ROOT, json=data)
    assert (answer.status_code, answer.json()["rows"][0]["group_name"]["vi"]) == (201, "Môi trường")
    clock.move(SOON)
    assert (await office.report(category="river-waste")).category.name_en == "Waste on rivers"


async def test_a_category_that_is_in_force_is_not_added_again(owner):
    answer = await owner.post(ROOT, json=garbage(code="garbage"))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:rule-exists")


async def test_an_ended_category_is_not_taken_in_any_more(owner, office, session, clock):
    answer = await owner.delete(f"{ROOT}/tree?from={day()}", headers=seen(0))
    assert answer.json()["rows"][0]["valid_to"] is not None
    assert await names_in(session, "tree")
    clock.move(SOON)
    assert await names_in(session, "tree") == []
    with pytest.raises(UnknownCategory):
        await office.report(category="tree")


async def test_a_category_with_branches_does_not_end(owner):
    answer = await owner.delete(f"{ROOT}/electricity?from={day(1)}", headers=seen(0))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:still-needed")


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"name": {"vi": " ", "en": "Garbage"}}, "/name/vi"),
        ({"name": {"vi": "Rác", "en": "\x07"}}, "/name/en"),
        ({"source": ""}, "/source"),
        ({"days": -1}, "/valid_from"),
        ({"group": "new-group"}, "/group_name"),
        ({"group_name": {"vi": "Khác", "en": "Other"}}, "/group_name"),
        ({"parent": "nothing"}, "/parent"),
        ({"parent": "garbage"}, "/parent"),
        ({"parent": "construction-waste"}, "/parent"),
        ({"parent": "pothole"}, "/parent"),
        ({"duplicate_radius_m": -1}, "/duplicate_radius_m"),
        ({"stopper": {"vi": "Không nhận"}}, "/stopper/en"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_field(owner, over, pointer):
    answer = await put(owner, **over)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_every_change_is_in_the_audit_with_its_source(owner, session):
    await put(owner)
    rows = await session.execute(select(audit).where(audit.c.action == "rule.category.changed"))
    (row,) = rows.mappings()
    assert (row["actor"], row["subject"], row["detail"]["source"]) == ("owner-1", "garbage", SOURCE)


async def test_a_moderator_reads_the_rules_and_changes_none(make_client, clock):
    moderator = make_client(Role.MODERATOR)
    items = (await moderator.get(ROOT)).json()["items"]
    assert {"garbage", "pothole"} <= {each["code"] for each in items}
    assert (await put(moderator)).status_code == 403


async def test_the_fast_way_asks_the_questions_of_the_moment(owner, office, session, clock):
    """It keeps categories at hand for a while, with what will be asked."""
    question = {"kind": "string", "is_required": True, "text": {"vi": "Bao nhiêu?", "en": "How much?"}}
    data = question | {"code": "amount", "valid_from": day(), "source": SOURCE}
    assert (await owner.post(f"{ROOT}/garbage/questions", json=data)).status_code == 201
    session.expire_all()
    (kept,) = [each for each in await reports.all_categories(session) if each.code == "garbage"]
    sent = office.draft()
    assert list(draft(office.intake, kept, sent, at=now()).attributes) == []
    clock.move(SOON)
    with pytest.raises(AnswersMisfit):
        draft(office.intake, kept, sent, at=now())


def pothole_size(days=1, **over):
    choices = [{"key": "small", "name": {"vi": "Nhỏ", "en": "Small"}}]
    data = {"kind": "singlevaluelist", "text": {"vi": "Cỡ nào?", "en": "Which size?"}, "choices": choices}
    return data | {"valid_from": day(days), "source": SOURCE} | over


async def test_an_answer_keeps_the_words_of_its_question(owner, office, session, clock):
    report = await office.report(category="pothole", answers={"size": "wheel"})
    await session.flush()
    answer = await owner.put(f"{ROOT}/pothole/questions/size", json=pothole_size(), headers=seen(0))
    assert [each["status"] for each in answer.json()["rows"]] == ["in_force", "waiting"]
    clock.move(DAYS)
    session.expire_all()
    after = await office.report(category="pothole", answers={"size": "small"})
    await session.refresh(report)
    assert (report.attributes[0]["label"], after.attributes[0]["label"]) == ("Ổ gà lớn bao nhiêu?", "Cỡ nào?")


async def test_partners_are_asked_what_counts_on_the_day(owner, make_client, session, clock):
    await owner.delete(f"{ROOT}/noise/questions/since?from={day(1)}", headers=seen(0))
    partner = make_client()
    for expected in (1, 0):
        definition = (await partner.get("/open311/v2/services/noise.json")).json()
        services = (await partner.get("/open311/v2/services.json")).json()
        (noise,) = [each for each in services if each["service_code"] == "noise"]
        assert (len(definition["attributes"]), noise["metadata"]) == (expected, bool(expected))
        clock.move(DAYS)
        session.expire_all()


async def test_a_question_is_asked_no_more_and_that_is_undone(owner, session, clock):
    path = f"{ROOT}/pothole/questions/size"
    assert (await owner.delete(f"{path}?from={day(1)}", headers=seen(0))).json()["rows"][0]["valid_to"]
    back = await owner.delete(f"{path}/waiting", headers=seen(1))
    assert back.json()["rows"][0]["valid_to"] is None


async def test_a_question_that_was_withdrawn_before_it_counted_leaves_nothing(owner, session):
    added = await owner.post(f"{ROOT}/tree/questions", json=pothole_size(code="height"))
    assert added.status_code == 201
    assert (await owner.delete(f"{ROOT}/tree/questions/height/waiting", headers=seen(1))).json() is None
    assert (await owner.get(f"{ROOT}/tree/questions")).json() == {"items": []}


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"choices": []}, "/choices"),
        ({"kind": "number"}, "/choices"),
        ({"choices": [{"key": "a", "name": {"vi": "A", "en": "A"}}] * 2}, "/choices/1/key"),
        ({"is_asked": False, "is_required": True}, "/is_required"),
        ({"text": {"vi": "Cỡ nào?", "en": ""}}, "/text/en"),
        ({"days": -1}, "/valid_from"),
    ],
)
async def test_a_question_that_does_not_fit_is_refused_with_its_field(owner, over, pointer):
    answer = await owner.put(f"{ROOT}/pothole/questions/size", json=pothole_size(**over), headers=seen(0))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
