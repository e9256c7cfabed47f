"""Schedules, votes, play logs and licences: pure rules."""

import os
import random
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advertising.rules.licences import licence_state, needs_permit
from advertising.rules.plays import Play, play_of
from advertising.rules.schedule import ALL_WEEK, EMERGENCY, Plan, Slot, is_within, scheduled
from advertising.rules.voting import Terms, Vote, standing
from advertising.states import LicenceState, Rejection, Verdict

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
MUTATIONS, MANY = 3_000, 100_000


def plan(*creatives, begins=time(6), ends=time(22), priority=10, anchored=True, weekdays=ALL_WEEK, until=None):
    slots = tuple(Slot(each, 15) for each in creatives)
    return Plan(UUID(int=9), slots, begins, ends, weekdays, date(2026, 1, 1), until, priority, anchored)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def test_the_loop_says_which_creative_is_on_at_a_moment():
    assert [scheduled([plan(A, B)], at(s), 0) for s in (0, 14, 15, 29, 30)] == [{A}, {A}, {B}, {B}, {A}]


def test_at_the_edge_of_a_slot_both_are_right():
    assert scheduled([plan(A, B)], at(14), 3) == {A, B}


def test_a_loop_without_anchor_may_show_any_of_its_creatives():
    assert scheduled([plan(A, B, anchored=False)], at(0), 0) == {A, B}


def test_a_public_warning_takes_the_place_of_everything():
    assert scheduled([plan(A), plan(C, priority=EMERGENCY)], at(0), 0) == {C}


def test_outside_its_part_of_the_day_nothing_is_scheduled():
    assert scheduled([plan(A, begins=time(18), ends=time(22))], NOON, 0) == frozenset()


def test_a_schedule_ends_before_its_last_day():
    assert scheduled([plan(A, until=date(2026, 11, 3))], NOON, 0) == frozenset()


def test_hours_may_pass_midnight_and_belong_to_the_day_on_which_they_began():
    one_at_night = datetime(2026, 11, 3, 18, tzinfo=UTC)  # Wednesday 01:00 in Hue
    tuesday = plan(A, begins=time(20), ends=time(2), weekdays=0b0000010)
    assert is_within(time(20), time(2), one_at_night)
    assert scheduled([tuesday], one_at_night, 0) == {A}


@given(st.integers(0, 10**6), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_within_its_hours_a_loop_always_shows_exactly_one_creative(seconds, lengths):
    slots = tuple(Slot(UUID(int=number), length) for number, length in enumerate(lengths))
    loop = Plan(A, slots, time(0), time(0), ALL_WEEK, date(2020, 1, 1), None, 1, is_anchored=True)
    assert len(scheduled([loop], at(seconds), 0)) == 1


def votes(*verdicts, step=4):
    return [Vote(at(step * place), verdict) for place, verdict in enumerate(verdicts)]


def test_one_picture_accuses_nobody():
    assert standing(votes(Verdict.UNKNOWN_CONTENT), Terms()) is None


def test_two_that_agree_over_the_time_stand():
    assert standing(votes(Verdict.BLACK, Verdict.BLACK), Terms()) is Verdict.BLACK


def test_unknown_content_needs_five_seconds():
    assert standing(votes(*[Verdict.UNKNOWN_CONTENT] * 2), Terms()) is None
    assert standing(votes(*[Verdict.UNKNOWN_CONTENT] * 3), Terms()) is Verdict.UNKNOWN_CONTENT


def test_a_bus_between_two_pictures_does_not_break_the_row():
    row = (Verdict.BLACK, Verdict.UNVERIFIABLE, Verdict.BLACK)
    assert standing(votes(*row), Terms()) is Verdict.BLACK


def test_what_is_in_order_stands_at_once():
    assert standing(votes(Verdict.BLACK, Verdict.BLACK, Verdict.MATCH), Terms()) is Verdict.MATCH


def test_old_pictures_do_not_count():
    assert standing(votes(Verdict.BLACK, Verdict.BLACK, step=900), Terms()) is None


def test_pictures_that_say_nothing_say_so_together():
    assert standing(votes(Verdict.UNVERIFIABLE, Verdict.UNVERIFIABLE), Terms()) is Verdict.UNVERIFIABLE


def row(**more):
    start = {"start": "2026-11-03T11:00:00+07:00", "end": "2026-11-03T11:00:15+07:00"}
    return {"play_id": str(uuid4()), "creative_id": str(A)} | start | more


def test_a_row_of_a_play_log_is_a_play():
    play = play_of(row(seq=4), NOON)
    assert isinstance(play, Play)
    assert (play.creative_id, play.seq, play.ended_at - play.started_at) == (A, 4, timedelta(seconds=15))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"end": "2026-11-03T11:00:00+07:00"}, Rejection.NO_DURATION),
        ({"end": "2026-11-03T10:00:00+07:00"}, Rejection.ENDS_BEFORE_START),
        ({"start": "2026-11-01T11:00:00+07:00"}, Rejection.TOO_LONG),
        ({"start": "2025-01-01T11:00:00+07:00", "end": "2025-01-01T11:01:00+07:00"}, Rejection.TOO_OLD),
        ({"end": "2026-11-03T13:00:00+07:00"}, Rejection.IN_THE_FUTURE),
        ({"start": "2026-11-03T11:00:00"}, Rejection.SYNTAX),
        ({"creative_id": 5}, Rejection.SYNTAX),
        ({"sha256": "ff"}, Rejection.SYNTAX),
        ({"seq": -1}, Rejection.SYNTAX),
    ],
)
def test_a_bad_row_has_its_reason(more, why):
    assert play_of(row(**more), NOON) is why


def judge_mutated_rows(seed, number):
    chance = random.Random(seed)
    odd = [None, True, 0, -1, 10**40, 1.5, "", "x", "\ud800", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00"]
    odd += [[], {}, str(A), "2026-11-03T11:00:00+07:00", "2026-W45", float("nan")]
    names = ("play_id", "creative_id", "sha256", "start", "end", "seq", "more")
    for _ in range(number):
        each = row()
        for name in chance.sample(names, chance.randint(1, 4)):
            value = chance.choice(odd)
            each[name] = value[: chance.randint(0, len(value))] if isinstance(value, str) else value
        found = play_of(each if chance.random() < 0.95 else chance.choice(odd), NOON)
        assert isinstance(found, (Play, Rejection))


def test_no_mutated_row_is_more_than_refused():
    judge_mutated_rows(20261103, MUTATIONS)


@pytest.mark.long
def test_a_hundred_thousand_mutated_rows_are_no_more_than_refused():
    judge_mutated_rows(int(os.environ.get("HUE_SEED", "10")), MANY)


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (date(2026, 11, 2), LicenceState.EXPIRED),
        (date(2026, 11, 3), LicenceState.EXPIRING),
        (date(2027, 1, 1), LicenceState.VALID),
    ],
)
def test_a_licence_holds_to_the_end_of_its_last_day(until, state):
    assert licence_state(until, date(2026, 11, 3)) is state


def test_a_permit_is_needed_from_the_area_of_the_law_on():
    assert (needs_permit(5, 4, 20), needs_permit(5, 3.9, 20)) == (True, False)
