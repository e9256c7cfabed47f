"""Terms and routes, changed by those who own them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from reflection import consumers
from reflection.models import Timer, Unit
from reflection.rules.terms import MOST, UNITS_OF, Length, Term, most
from reflection.schemas import Assignment
from reflection.service import announce, desk, routing_trial
from reflection.states import Action, State, TimerKind

TERMS, ROUTING = "/v1/ops/rules/terms", "/v1/ops/rules/routing"
SOURCE = "Quyết định 12/2026/QĐ-UBND"
DAYS = timedelta(days=1)
PHU_XUAN = "19753"


def day(days=0):
    return (now().astimezone(VIETNAM) + days * DAYS).date()


def seen(version):
    return {"If-Match": f'"{version}"'}


@pytest.fixture
def owner(make_client, clock):
    return make_client(Role.SUPERVISOR, subject="owner-1")


async def set_term(owner, term, value, unit, days=1, **over):
    data = {"valid_from": day(days).isoformat(), "value": value, "unit": unit, "source": SOURCE} | over
    return await owner.put(f"{TERMS}/{term}", json=data, headers=seen(0))


async def route(owner, category="tree", ward="all", *, days=1, version=0, **units):
    data = {"valid_from": day(days).isoformat(), "source": SOURCE} | units
    return await owner.put(f"{ROUTING}/{category}/{ward}", json=data, headers=seen(version))


async def trial(owner, **asked):
    return (await owner.get(f"{ROUTING}/trial", params=asked)).json()


async def test_a_term_that_was_changed_counts_for_what_begins_then(owner, office, session, clock):
    answer = await set_term(owner, "timed", 5, "working_day")
    assert [each["status"] for each in answer.json()["rows"]] == ["in_force", "waiting"]
    before = await office.report(State.ACCEPTED)
    due = await assigned(office, before)
    clock.move(DAYS)
    session.info.clear()
    after = await assigned(office, await office.report(State.ACCEPTED))
    await session.refresh(before, ["deadline"])
    assert (before.deadline.due_at, before.deadline.rule_version) == (due, "timed@2022-07-15")
    assert after < due


async def assigned(office, report):
    await desk.assign(office.session, report.id, office.moderator, Assignment(unit_id=office.unit.id), None)
    return report.deadline.due_at


async def test_a_timer_that_runs_is_not_touched_by_a_later_rule(owner, office, session, clock):
    report = await office.report(State.RESOLVED)
    await session.flush()
    timer = await session.get(Timer, (report.id, TimerKind.RATING))
    before = timer.due_at
    await set_term(owner, "rating", 1, "day")
    clock.move(2 * DAYS)
    session.info.clear()
    taken = await announce.take(session, report.id, None)
    await announce.move(session, taken, Action.PICTURE, announce.SYSTEM)
    await session.refresh(timer)
    assert timer.due_at == before


async def test_a_change_says_how_many_open_reports_run_under_the_rule(owner, office, session, clock):
    for _ in range(2):
        await assigned(office, await office.report(State.ACCEPTED))
    await office.report(State.REJECTED)
    await session.flush()
    assert (await set_term(owner, "timed", 5, "working_day")).json()["open_reports"] == 2
    assert (await set_term(owner, "appeal_within", 30, "day")).json()["open_reports"] == 1


async def test_a_changed_term_is_withdrawn_before_it_counts(owner):
    await set_term(owner, "review", 8, "working_hour")
    answer = await owner.delete(f"{TERMS}/review/waiting", headers=seen(1))
    (row,) = answer.json()["rows"]
    assert (row["value"], row["valid_to"]) == (4, None)


@pytest.mark.parametrize(
    ("term", "value", "unit", "days", "pointer"),
    [
        ("timed", 5, "metre", 1, "/unit"),
        ("recurrence_radius", 5, "day", 1, "/unit"),
        ("classify", 1, "working_day", 1, "/unit"),
        ("timed", 0, "working_day", 1, "/value"),
        ("timed", 251, "working_day", 1, "/value"),
        ("night_until", 1440, "minute", 1, "/value"),
        ("timed", 5, "working_day", 0, "/valid_from"),
        ("timed", 5, "working_day", -1, "/valid_from"),
    ],
)
async def test_a_term_that_does_not_fit_is_refused_with_its_field(owner, term, value, unit, days, pointer):
    answer = await set_term(owner, term, value, unit, days=days)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_who_has_seen_an_older_version_of_a_term_changes_nothing(owner):
    await set_term(owner, "review", 8, "working_hour")
    assert (await set_term(owner, "review", 9, "working_hour")).status_code == 412


async def test_a_change_without_a_source_is_refused(owner):
    answer = await set_term(owner, "review", 8, "working_hour", source=" ")
    assert answer.json()["errors"][0]["pointer"] == "/source"


async def test_a_term_is_in_the_audit_with_what_it_was(owner, session):
    await set_term(owner, "review", 8, "working_hour")
    rows = await session.execute(select(audit.c.detail).where(audit.c.action == "rule.term.changed"))
    (detail,) = rows.scalars()
    assert (detail["was"], detail["value"], detail["source"]) == ("4 working_hour", 8, SOURCE)


@given(st.sampled_from(Term), st.sampled_from(Length))
def test_every_term_has_a_highest_value_in_each_of_its_units(term, unit):
    assert 1 <= most(term, unit) <= MOST[unit]
    assert UNITS_OF[term]


async def test_a_route_is_tried_out_before_it_counts(owner, office):
    before = await trial(owner, category="tree", ward=PHU_XUAN)
    await route(owner, lead=str(office.unit.id))
    after = await trial(owner, category="tree", ward=PHU_XUAN, on=day(1).isoformat())
    lead = [[each["id"] for each in found["units"] if each["is_lead"]] for found in (before, after)]
    assert lead[0] != lead[1] == [str(office.unit.id)]
    assert (await trial(owner, category="tree", ward=PHU_XUAN))["units"] == before["units"]


async def test_a_ward_of_its_own_comes_before_everywhere(owner, office):
    await route(owner, "pothole", PHU_XUAN, days=0, lead=str(office.unit.id), supporting=[str(office.other_unit.id)])
    found = await trial(owner, category="pothole", ward=PHU_XUAN)
    assert [each["id"] for each in found["units"]][:1] == [str(office.unit.id)]
    assert str(office.unit.id) not in str((await trial(owner, category="pothole"))["units"])


async def test_a_suggestion_says_which_row_of_the_rule_gave_it(owner, office, session, clock):
    await route(owner, "pothole", lead=str(office.unit.id))
    clock.move(DAYS)
    session.info.clear()
    report = await office.report(State.ACCEPTED, category="pothole")
    lead = next(each for each in report.suggestion if each["part"] == "lead")
    assert (lead["unit_id"], lead["rule"]) == (str(office.unit.id), f"pothole/*@{day().isoformat()}")


async def test_a_route_ends_and_that_is_undone(owner):
    ended = await owner.delete(f"{ROUTING}/tree/all?from={day(3)}", headers=seen(0))
    assert ended.json()["rows"][0]["valid_to"] == day(3).isoformat()
    back = await owner.delete(f"{ROUTING}/tree/all/waiting", headers=seen(1))
    assert back.json()["rows"][0]["valid_to"] is None


async def test_a_route_that_does_not_fit_is_refused_with_its_field(owner, office, session):
    session.add(gone := Unit(id=uuid7(), agency_id=office.unit.agency_id, name_vi="Cũ", name_en="Old"))
    gone.valid_to = day()
    await session.flush()
    nobody, one = "0198a7c0-0000-7000-8000-000000000009", str(office.unit.id)
    for units, pointer in (
        ({}, "/lead"),
        ({"lead": nobody}, "/lead"),
        ({"supporting": [one, nobody]}, "/supporting/1"),
        ({"lead": one, "supporting": [one]}, "/supporting/0"),
        ({"lead": str(gone.id)}, "/lead"),
        ({"lead": one, "days": -1}, "/valid_from"),
    ):
        answer = await route(owner, **units)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_an_unknown_ward_is_refused(owner, office):
    answer = await route(owner, ward="99999", lead=str(office.unit.id))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/ward")


async def test_a_unit_that_the_registry_has_ended_is_warned_of_and_not_suggested(owner, session):
    (before,) = [each for each in (await trial(owner, category="tree"))["units"] if each["is_lead"]]
    unit = await session.get(Unit, before["id"])
    unit.valid_to = day()
    await session.flush()
    found = await trial(owner, category="tree")
    assert found["units"] == []
    warned = [(each["kind"], (each["unit"] or {}).get("id")) for each in found["warnings"]]
    assert ("unit_ended", before["id"]) in warned


async def test_a_category_without_a_rule_is_warned_of(owner, clock, session):
    await owner.delete(f"{ROUTING}/tourism/all?from={day(1)}", headers=seen(0))
    clock.move(DAYS)
    session.expire_all()
    items = (await owner.get(f"{ROUTING}/warnings")).json()["items"]
    assert [each["kind"] for each in items if each["category"] == "tourism"] == ["no_rule"]


async def test_what_comes_with_the_suite_has_no_warning(session, clock):
    assert (await routing_trial.warnings(session)).items == []


async def test_a_moderator_reads_and_tries_out_and_changes_nothing(make_client, office, clock):
    moderator = make_client(Role.MODERATOR)
    assert (await moderator.get(f"{ROUTING}?category=tree")).status_code == 200
    assert (await route(moderator, lead=str(office.unit.id))).status_code == 403
    assert (await set_term(moderator, "timed", 5, "working_day")).status_code == 403


async def test_the_registry_tells_when_a_unit_ends(session, office):
    class Message:
        def read(self, model):
            fields = ("id", "agency_id", "name_vi", "name_en")
            return model(**{name: getattr(office.unit, name) for name in fields}, valid_to=date(2026, 1, 1))

    await consumers.on_unit_changed(session, Message())
    await session.refresh(office.unit)
    assert office.unit.valid_to == date(2026, 1, 1)
