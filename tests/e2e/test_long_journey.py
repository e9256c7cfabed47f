"""A report on its long way: transferred, extended, reopened and settled; the figures count exactly what happened."""

import asyncio

import httpx
import pytest

from tests.city import City
from tests.e2e.long_journey import LongJourney, travel


@pytest.fixture(scope="module")
async def journey(city: City) -> LongJourney:
    async with asyncio.timeout(60):
        return await travel(city)


def share(journey: LongJourney, moment: str, name: str) -> tuple[int, int]:
    rows = journey.seen[moment]["rows"]
    found = rows[0]["shares"][name] if rows else {"n": 0, "met": 0}
    return found["n"], found["met"]


async def test_one_id_sent_twice_at_once_is_one_report(journey: LongJourney):
    first, second = journey.seen["sent"]
    assert first.is_success
    assert second.is_success
    assert first.json()["code"] == second.json()["code"]


async def test_the_due_date_comes_from_the_rule_in_force(journey: LongJourney):
    clock = journey.seen["assigned"]["clock"]
    assert clock["is_date_only"]
    assert clock["rule_version"]
    assert clock["calendar_version"]


async def test_a_wish_to_transfer_is_nothing_the_reporter_sees(journey: LongJourney):
    assert journey.seen["transfer asked"]["state"] == "transfer_requested"
    assert journey.seen["public in between"]["state"] == "assigned"


async def test_a_transfer_gives_it_to_the_other_unit_and_keeps_the_deadline(journey: LongJourney):
    before, after = journey.seen["assigned"], journey.seen["transferred"]
    assert after["unit_id"] != before["unit_id"]
    assert after["transfer_count"] == 1
    assert after["due_at"] == before["due_at"]


async def test_the_first_unit_has_no_more_to_do_with_it(journey: LongJourney):
    refused = journey.seen["first unit tries"]
    assert refused.status_code in {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}
    assert refused.headers["content-type"].startswith("application/problem+json")


async def test_an_extension_is_granted_beside_the_first_due_date(journey: LongJourney):
    extended = journey.seen["extended"]
    assert extended["due_at"] > extended["first_due_at"]
    assert extended["first_due_at"] == journey.seen["assigned"]["due_at"]


async def test_an_answer_without_evidence_is_refused_in_both_languages(journey: LongJourney):
    refused = journey.seen["answer without evidence"]
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert refused.json()["type"].endswith("evidence-missing")
    assert refused.json()["errors"][0]["pointer"].endswith("/media")


async def test_the_reporter_who_is_not_satisfied_reopens_it(journey: LongJourney):
    reopened = journey.seen["reopened"].json()
    assert reopened["state"] == "reopened"
    assert reopened["rating"]["rating"] == "unsatisfied"


async def test_it_is_reopened_once(journey: LongJourney):
    assert journey.seen["reopened again"].status_code == httpx.codes.CONFLICT


async def test_every_step_is_in_the_history_with_who_and_under_which_rules(journey: LongJourney):
    lines = journey.seen["history"]["items"]
    wanted = "submit accept assign ask_transfer transfer verify start ask_extension extend answer resolve rate reopen"
    actions = [line["action"] for line in lines if line["action"] not in {"picture", "warn"}]
    assert actions == [*wanted.split(), "answer", "resolve"]
    assert all(line["actor"] for line in lines)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("satisfaction", (1, 0)),
        ("response", (1, 1)),
        ("reopened", (1, 1)),
        ("transferred", (1, 1)),
        ("on_time", (1, 1)),
    ],
)
async def test_the_figures_move_by_exactly_this_report(journey: LongJourney, name: str, more: tuple[int, int]):
    (n, met), (n_more, met_more) = share(journey, "figures before", name), more
    assert share(journey, "figures after", name) == (n + n_more, met + met_more)


async def test_each_figure_drills_down_to_exactly_the_reports_it_counts(journey: LongJourney):
    drilled = journey.seen["drilled down"]
    assert {name: found for name, found in drilled.items() if found[0] != found[1] or found[2] != found[3]} == {}
    assert drilled["reopened"][2] >= 1


async def test_replaying_the_events_gives_the_same_figures(journey: LongJourney):
    (row,) = journey.seen["figures after"]["rows"]
    shares = {name: (found["n"], found["met"]) for name, found in row["shares"].items()}
    assert journey.seen["replayed"].shares == shares
    outcomes = {name: number for name, number in row["outcomes"].items() if number}
    assert journey.seen["replayed"].outcomes == outcomes
