"""The statistics: formulas, intervals, drilling down to exactly what is counted, replaying the events."""

import json
import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.outbox import Kind, outbox, write_collected
from reflection.models import FollowUp
from reflection.rules.figures import DURATIONS, FIGURES, SHARES, replay, wilson
from reflection.schemas import FollowUpAnswer, RatingCreate
from reflection.service import answering, reopening
from reflection.service.announce import SYSTEM, move
from reflection.states import Action, Fixed, Mood, Rating, State


@pytest.mark.parametrize(
    ("met", "n", "low", "high"),
    # computed by hand from Wilson's formula; 81/263 is the example of Newcombe (1998), table I
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_newcombes_table(met, n, low, high):
    found = wilson(met, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(case):
    found = wilson(*case)
    assert 0 <= found.low <= case[0] / case[1] <= found.high <= 1


def test_without_a_case_there_is_no_interval():
    assert wilson(0, 0) is None


def test_every_figure_says_its_formula_in_both_languages():
    assert all(text.vi and text.en for text in FIGURES.values())


@pytest.fixture
async def city(office, session, clock):
    """Forty reports that went different ways, at different speeds."""
    dice = random.Random(11)
    states = [State.RECEIVED, State.REJECTED, State.ACCEPTED, State.ASSIGNED, State.ANSWERED, State.RETURNED]
    for number in range(40):
        state = dice.choice([*states, *[State.RESOLVED] * 6])
        category = dice.choice(["garbage", "pothole"])
        report = await office.report(category=category)
        for step in _way(state):
            clock.move(timedelta(minutes=dice.randrange(1, 600)))
            await office.bring(report, step)
        if state is State.RESOLVED and dice.random() < 0.6:
            clock.move(timedelta(minutes=3))
            rating = dice.choice(list(Rating))
            given = RatingCreate(rating=rating, mood=dice.choice([None, *Mood]))
            await answering.rate(session, office.vault, report.id, office.citizen, given)
        if state is State.RESOLVED and number % 3 == 0:
            await _settled(office, session, report, dice.choice(list(Fixed)))
        elif state is State.RESOLVED and number % 5 == 0:
            await _again(office, clock, report, number)
    await session.flush()


async def _again(office, clock, report, number):
    """Reopened; then planned, answered and returned, or settled a second time."""
    ways = ([State.PLANNED], [State.ANSWERED, State.RETURNED], [State.ANSWERED, State.RESOLVED])
    for step in (State.REOPENED, *ways[number % len(ways)]):
        clock.move(timedelta(hours=5))
        await office.bring(report, step)


async def _settled(office, session, report, answer):
    """Closed, asked once more, and answered."""
    await move(session, report, Action.CLOSE, SYSTEM)
    session.add(FollowUp(report_id=report.id, asked_at=report.updated_at, answer=None, answered_at=None))
    await session.flush()
    told = FollowUpAnswer(answer=answer)
    await reopening.follow_up(session, office.vault, report.id, office.citizen, told)


def _way(state):
    main = [State.ACCEPTED, State.ASSIGNED, State.ANSWERED, State.RESOLVED]
    if state is State.RECEIVED:
        return []
    if state is State.REJECTED:
        return [state]
    if state is State.RETURNED:
        return [*main[:3], state]
    return main[: main.index(state) + 1]


async def everything(client, url):
    """Every report of a list, page by page."""
    found, cursor = [], ""
    while cursor is not None:
        page = (await client.get(url, params={"cursor": cursor, "limit": 7} | _query(url))).json()
        found, cursor = found + [item["id"] for item in page["items"]], page["next_cursor"]
    assert len(found) == len(set(found))
    return set(found)


def _query(url):
    from urllib.parse import parse_qsl, urlsplit

    return dict(parse_qsl(urlsplit(url).query))


@pytest.mark.parametrize("by", ["city", "unit", "category", "ward", "month"])
async def test_every_figure_drills_down_to_exactly_the_reports_it_counts(make_client, city, by):
    client = make_client()
    table = (await client.get("/v1/statistics", params={"by": by})).json()
    assert table["rows"]
    for row in table["rows"]:
        for share in row["shares"].values():
            counted = await everything(client, share["reports"])
            met = await everything(client, share["met_reports"])
            assert (len(counted), len(met)) == (share["n"], share["met"])
            assert met <= counted
        for hours in row["hours"].values():
            assert len(await everything(client, hours["reports"])) == hours["n"]


async def test_the_figures_of_staff_drill_down_too(make_client, city):
    client = make_client(Role.SUPERVISOR)
    (row,) = (await client.get("/v1/ops/statistics/figures")).json()["rows"]
    share = row["shares"]["satisfaction"]
    assert share["n"] > 0
    assert len(await everything(client, share["reports"])) == share["n"]


async def test_an_officer_reads_figures_of_the_own_unit(make_client, office, city):
    officer = make_client(Role.OFFICER, unit_id=str(office.other_unit.id))
    (row,) = (await officer.get("/v1/ops/statistics/figures")).json()["rows"]
    assert row["total"] == 0


async def test_groups_add_up_to_the_whole(make_client, city):
    client = make_client()
    (whole,) = (await client.get("/v1/statistics")).json()["rows"]
    for by in ("category", "ward", "month"):
        rows = (await client.get("/v1/statistics", params={"by": by})).json()["rows"]
        for name in SHARES:
            assert sum(row["shares"][name]["n"] for row in rows) == whole["shares"][name]["n"]


async def test_replaying_the_events_gives_the_same_figures(make_client, city, session):
    await write_collected(session)
    (row,) = (await make_client().get("/v1/statistics")).json()["rows"]
    statement = select(outbox.c.subject, outbox.c.payload).where(outbox.c.kind == Kind.EVENT).order_by(outbox.c.id)
    events = [(each.subject.rsplit(".", 1)[1], json.loads(each.payload)) for each in await session.execute(statement)]
    found = replay(events)
    assert found.shares.keys() == SHARES.keys()
    for name in SHARES:
        assert found.shares[name][0] > 0, name
        assert found.shares[name] == (row["shares"][name]["n"], row["shares"][name]["met"]), name
    for name in DURATIONS:
        hours = row["hours"][name]
        assert found.hours[name] == (hours["n"], hours["median"], hours["p90"]), name
    assert found.outcomes == {name: n for name, n in row["outcomes"].items() if n}


async def test_satisfaction_moves_with_a_rating(make_client, office, session):
    report = await office.report(State.RESOLVED)
    await answering.rate(session, office.vault, report.id, office.citizen, RatingCreate(rating=Rating.ACCEPTABLE))
    await session.flush()
    (row,) = (await make_client().get("/v1/statistics")).json()["rows"]
    lenient, strict = row["shares"]["satisfaction"], row["shares"]["satisfaction_strict"]
    assert (lenient["value"], strict["value"], lenient["is_small"]) == (1.0, 0.0, True)
    assert lenient["low"] == pytest.approx(0.2065, abs=1e-4)


async def test_an_empty_city_has_figures_without_values(make_client):
    (row,) = (await make_client().get("/v1/statistics")).json()["rows"]
    assert (row["total"], row["shares"]["on_time"]["value"], row["hours"]["hours_to_answer"]["median"]) == (
        0,
        None,
        None,
    )


@pytest.mark.parametrize(("query", "pointer"), [({"by": "mayor"}, "/by"), ({"month": "x"}, "/month")])
async def test_statistics_that_make_no_sense_are_refused(make_client, query, pointer):
    answer = await make_client().get("/v1/statistics", params=query)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
