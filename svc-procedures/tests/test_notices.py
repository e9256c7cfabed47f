"""A notice of the government changes the working calendar, and every service hears of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.outbox import outbox, write_collected
from hueioc.workdays.calendar import published_calendar
from hueioc.workdays.kept import CHANGED, calendar_from, current_calendar, published_told
from procedures.rules.notices import Becomes, Change, Refusal, changed, refusal_of

NOTICES, CALENDAR = "/v1/ops/procedures/calendar/notices", "/v1/procedures/calendar"
DAYS = published_told().days
dates = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def notice(*changes, **over):
    days = [{"date": day, "becomes": becomes} for day, becomes in changes or (("2026-11-24", "holiday"),)]
    given = {"document": "80-NQ/TW", "issued_on": "2026-01-07", "subject": "Ngày Văn hóa Việt Nam", "changes": days}
    return given | over


@pytest.fixture
def supervisor(make_client):
    return make_client(Role.SUPERVISOR)


async def test_a_new_holiday_is_in_the_calendar_with_its_notice(supervisor, make_client):
    answer = await supervisor.post(NOTICES, json=notice())
    assert answer.status_code == 201, answer.text
    shown = (await make_client().get(CALENDAR, params={"year": 2026})).json()
    [day] = [day for day in shown["days"] if day["date"] == "2026-11-24"]
    assert (day["kind"], day["source"].startswith("80-NQ/TW")) == ("holiday", True)
    assert shown["version"] == answer.json()["version"]


async def test_terms_are_counted_by_the_new_calendar_at_once(supervisor, make_client):
    asked = {"start": "2026-11-20T12:00:00+07:00", "amount": 7}
    before = (await make_client().get(f"{CALENDAR}/term", params=asked)).json()
    await supervisor.post(NOTICES, json=notice())
    after = (await make_client().get(f"{CALENDAR}/term", params=asked)).json()
    assert (before["due_at"], after["due_at"]) == ("2026-12-01T10:00:00Z", "2026-12-02T10:00:00Z")


async def test_the_event_tells_the_whole_calendar(supervisor, session):
    await supervisor.post(NOTICES, json=notice(("2026-12-31", "swap"), ("2027-01-09", "make_up")))
    await write_collected(session)
    payload = await session.scalar(select(outbox.c.payload).where(outbox.c.subject == CHANGED))
    assert b"2027-01-09" in payload
    assert payload.count(b'"kind"') == len(DAYS) + 2


async def test_this_service_counts_by_it_too(supervisor, session):
    await supervisor.post(NOTICES, json=notice())
    assert not (await current_calendar(session)).is_working(date(2026, 11, 24))


async def test_the_same_notice_is_taken_once(supervisor):
    await supervisor.post(NOTICES, json=notice())
    answer = await supervisor.post(NOTICES, json=notice(("2026-12-31", "swap")))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:notice-known")


async def test_each_notice_stands_on_the_one_before(supervisor, session):
    await supervisor.post(NOTICES, json=notice())
    await supervisor.post(NOTICES, json=notice(("2026-11-24", "usual"), document="2/TB"))
    assert (await current_calendar(session)).is_working(date(2026, 11, 24))
    items = (await supervisor.get(NOTICES)).json()["items"]
    assert [item["document"] for item in items] == ["2/TB", "80-NQ/TW"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ([("2026-09-02", "holiday")], 0),
        ([("2026-11-24", "holiday"), ("2026-11-24", "swap")], 1),
        ([("2026-11-24", "make_up")], 0),
        ([("2026-11-22", "swap")], 0),
        ([("2026-11-24", "usual")], 0),
        ([("2044-11-24", "holiday")], 0),
    ],
)
async def test_a_change_that_says_nothing_new_is_named(supervisor, changes, place):
    answer = await supervisor.post(NOTICES, json=notice(*changes))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/changes/{place}/date"


async def test_a_notice_of_tomorrow_is_not_taken_today(supervisor, clock):
    answer = await supervisor.post(NOTICES, json=notice(issued_on="2099-01-01"))
    assert answer.json()["errors"][0]["pointer"] == "/issued_on"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MODERATOR, Role.CITIZEN])
async def test_only_a_supervisor_takes_notices(make_client, role):
    assert (await make_client(role).post(NOTICES, json=notice())).status_code == 403


async def test_a_start_without_offset_is_asked_for_it(make_client):
    answer = await make_client().get(f"{CALENDAR}/term", params={"start": "2026-11-20T12:00:00", "amount": 7})
    assert answer.json()["errors"][0]["pointer"] == "/start"


async def test_a_term_beyond_the_calendar_says_so(make_client):
    asked = {"start": "2030-11-20T12:00:00+07:00", "amount": 900}
    assert (await make_client().get(f"{CALENDAR}/term", params=asked)).status_code == 422


@given(dates, st.sampled_from(Becomes))
def test_a_change_that_is_not_refused_does_what_it_says(day, becomes):
    change = Change(day, becomes)
    if refusal_of(DAYS, [change]):
        return
    calendar = calendar_from("x", changed(DAYS, [change], "A notice"))
    if becomes is not Becomes.USUAL:
        assert calendar.is_working(day) is (becomes is Becomes.MAKE_UP)
    others = [day + timedelta(days=far) for far in (-2, -1, 1, 2)]
    assert all(calendar.is_working(other) == published_calendar().is_working(other) for other in others)


def test_every_refusal_has_its_words():
    from procedures.service.notices import WHY

    assert set(WHY) == set(Refusal)
