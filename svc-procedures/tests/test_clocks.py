"""What the clock does by itself: warnings, delays told once, letters of apology, and a calendar that changes."""

from datetime import date, datetime

import pytest

from hueioc.auth.principal import Role
from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import Calendar
from hueioc.workdays.days import Day, DayKind, DayTable, published_days
from procedures.queries import clocks, dossiers
from procedures.service.recomputing import recompute_open_deadlines
from procedures.service.watch import run_timers
from procedures.states import Action, ApologyState, Figure, Timing

LATE = (2026, 3, 11, 17, 0, 30)


def at(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


@pytest.fixture
async def watched(portal, database, at_nine):
    """Let the clock run up to a moment; the actions of the dossier's history are returned."""

    async def until(row, *moment):
        at_nine.set(at(*moment))
        await run_timers(database)
        portal.session.expunge_all()  # other transactions have changed them
        return [line.action for line in await dossiers.history(portal.session, row.id) if line.action != Action.STEP]

    return until


async def test_warnings_come_at_fifty_and_eighty_percent_once(portal, watched):
    row = await portal.given()
    assert await watched(row, 2026, 3, 6, 12) == []
    assert await watched(row, 2026, 3, 7, 9) == [Action.WARN]
    assert await watched(row, 2026, 3, 7, 10) == [Action.WARN]
    assert await watched(row, 2026, 3, 10, 9) == [Action.WARN, Action.WARN]


async def test_a_date_that_passes_is_told_once_with_a_draft_of_an_apology(portal, watched):
    row = await portal.given()
    told = [Action.OVERDUE, Action.DRAFT_APOLOGY]
    assert await watched(row, *LATE) == told
    assert await watched(row, 2026, 3, 12, 9) == told
    (letter,) = await clocks.apologies_of(portal.session, row.id)
    assert (letter.state, letter.new_due_at) == (ApologyState.DRAFT, at(2026, 3, 16, 17))
    for text, words in (
        (letter.text_vi, ("Sở Xây dựng", "11/03/2026", "16/03/2026")),
        (letter.text_en, ("apologises",)),
    ):
        assert all(word in text for word in (row.code, *words))
        assert "{" not in text


async def test_the_events_of_a_delay_are_in_the_outbox(portal, watched, session):
    from hueioc.outbox import outbox

    row = await portal.given()
    await watched(row, *LATE)
    subjects = list(await session.scalars(outbox.select().with_only_columns(outbox.c.subject)))
    assert "evt.procedures.dossier.overdue" in subjects


async def test_the_figures_change_at_once(portal, watched):
    from procedures import schemas
    from procedures.service.figures import figures

    row = await portal.given()
    before = (await figures(portal.session, schemas.FigureFilter())).rows[0].counts
    await watched(row, *LATE)
    after = (await figures(portal.session, schemas.FigureFilter())).rows[0].counts
    assert (before[Figure.OVERDUE], after[Figure.OVERDUE]) == (0, 1)


async def test_nothing_is_told_while_the_citizen_is_waited_for(portal, watched, at_nine):
    row = await portal.given()
    at_nine.set(at(2026, 3, 4, 9))
    await portal.progress(portal.step(row.code, 5, at(2026, 3, 4, 9)))
    assert await watched(row, 2026, 3, 30, 9) == []


async def test_a_dossier_that_comes_late_already_is_told_as_late_and_not_as_near(portal, watched):
    row = await portal.given(4, accepted=at(2026, 1, 5, 9))
    assert await watched(row, 2026, 3, 2, 9, 1) == [Action.OVERDUE, Action.DRAFT_APOLOGY]


async def approved(make_client, portal, row, **data):
    (letter, *_) = [each for each in await clocks.apologies_of(portal.session, row.id) if each.state == "draft"]
    client = make_client(Role.OFFICER, unit_id=portal.unit)
    answer = await client.post(f"/v1/ops/procedures/apologies/{letter.id}/approval", json=data)
    portal.session.expunge_all()  # other transactions have changed them
    return answer


async def test_an_officer_approves_and_the_citizen_reads_it(portal, watched, make_client):
    row = await portal.given()
    await watched(row, *LATE)
    looked = {"code": row.code, "digits": "5678"}
    before = (await make_client().post("/v1/procedures/lookups", json=looked)).json()
    assert (before["clock"], before["apologies"]) == ("overdue", [])
    answer = await approved(make_client, portal, row, new_due_at="2026-03-18T10:00:00Z")
    assert answer.status_code == 200, answer.text
    after = (await make_client().post("/v1/procedures/lookups", json=looked)).json()
    assert after["appointment_at"] == after["apologies"][0]["new_due_at"] == "2026-03-18T10:00:00Z"
    assert "18/03/2026" in after["apologies"][0]["text"]["vi"]


async def test_a_second_date_is_given_once(portal, watched, make_client):
    row = await portal.given()
    await watched(row, *LATE)
    await approved(make_client, portal, row)
    told = await watched(row, 2026, 3, 16, 17, 1)
    assert told[-2:] == [Action.OVERDUE, Action.DRAFT_APOLOGY]
    letter = (await clocks.apologies_of(portal.session, row.id))[-1]
    assert (letter.number, letter.new_due_at) == (2, None)
    again = await approved(make_client, portal, row, new_due_at="2026-03-30T10:00:00Z")
    assert (again.status_code, again.json()["type"]) == (422, "urn:hue:problem:no-further-appointment")
    assert (await approved(make_client, portal, row)).status_code == 200


async def test_the_second_date_does_not_make_it_in_time(portal, watched, make_client, at_nine):
    row = await portal.given()
    await watched(row, *LATE)
    await approved(make_client, portal, row)
    at_nine.set(at(2026, 3, 13, 10))
    await portal.progress(portal.step(row.code, 9, at(2026, 3, 13, 9)))
    assert (await portal.dossier(row.code)).timing is Timing.LATE


async def test_a_letter_is_approved_once(portal, watched, make_client):
    row = await portal.given()
    await watched(row, *LATE)
    (letter,) = await clocks.apologies_of(portal.session, row.id)
    url = f"/v1/ops/procedures/apologies/{letter.id}/approval"
    client = make_client(Role.SUPERVISOR)
    assert [(await client.post(url, json={})).status_code for _ in range(2)] == [200, 409]


async def test_another_agency_may_not_apologise(portal, watched, make_client):
    row = await portal.given()
    await watched(row, *LATE)
    (letter,) = await clocks.apologies_of(portal.session, row.id)
    client = make_client(Role.OFFICER, unit_id="acad32b4-9ca4-5621-8ff5-b13dc68c9e24")
    assert (await client.post(f"/v1/ops/procedures/apologies/{letter.id}/approval", json={})).status_code == 403


async def test_a_letter_of_an_officer_loses_numbers_of_people(portal, watched, make_client):
    row = await portal.given()
    await watched(row, *LATE)
    text = "Chúng tôi xin lỗi ông Bình, điện thoại 0912345678, vì chậm trễ."
    assert "0912" not in (await approved(make_client, portal, row, text_vi=text)).json()["text_vi"]


async def test_a_dossier_that_is_finished_first_needs_no_letter(portal, watched, at_nine):
    row = await portal.given()
    await watched(row, *LATE)
    await portal.progress(portal.step(row.code, 9, at(2026, 3, 11, 16)))
    (letter,) = await clocks.apologies_of(portal.session, row.id)
    assert letter.state is ApologyState.OBSOLETE


def calendar_with(*days):
    table = published_days()
    more = tuple(Day(day, DayKind.SWAP, "a notice of the test", verified=True) for day in days)
    return Calendar(DayTable("of-the-test", table.days + more))


async def test_a_calendar_that_changes_moves_open_dates_and_says_so(portal, at_nine):
    row, finished = await portal.given(), await portal.given(9, NgayKetThucXuLy=at(2026, 3, 2, 9))
    assert await recompute_open_deadlines(portal.session, calendar_with(date(2026, 3, 10))) is None
    row = await portal.dossier(row.code)
    assert (row.deadline.due_at, row.deadline.calendar_version) == (at(2026, 3, 12, 17), "of-the-test")
    (line,) = [each for each in await dossiers.history(portal.session, row.id) if each.action == Action.RECOMPUTE]
    assert (line.due_before, line.due_after) == (at(2026, 3, 11, 17), at(2026, 3, 12, 17))
    assert (await portal.dossier(finished.code)).deadline.due_at == at(2026, 3, 11, 17)


async def test_a_calendar_that_changes_nothing_writes_nothing(portal):
    row = await portal.given()
    await recompute_open_deadlines(portal.session, calendar_with(date(2026, 4, 10)))
    lines = await dossiers.history(portal.session, row.id)
    assert [line.action for line in lines] == [Action.STEP]


async def test_dates_are_recomputed_chunk_by_chunk(portal):
    for _ in range(5):
        await portal.given()
    calendar, after, rounds = calendar_with(date(2026, 3, 10)), None, 0
    while rounds == 0 or after:
        after, rounds = await recompute_open_deadlines(portal.session, calendar, after, limit=2), rounds + 1
    assert rounds == 3


async def test_a_date_that_moves_on_is_no_longer_overdue(portal, watched):
    row = await portal.given()
    await watched(row, *LATE)
    await recompute_open_deadlines(portal.session, calendar_with(date(2026, 3, 10)))
    row = await portal.dossier(row.code)
    assert row.deadline.overdue_at is None
    (letter,) = await clocks.apologies_of(portal.session, row.id)
    assert letter.state is ApologyState.OBSOLETE
