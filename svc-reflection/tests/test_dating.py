"""Dated rows of one rule, whatever is done to them."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.clock import VIETNAM
from hueioc.errors import Problem
from reflection.routes.submit import CATEGORIES_FRESH_S
from reflection.rules.dating import (
    KNOWN_EVERYWHERE,
    Span,
    demand_change,
    demand_new,
    demand_tomorrow,
    moment_from,
    withdrawal,
)
from reflection.rules.refusals import ChangeWaits, DateNotAllowed, NothingToWithdraw, RuleExists, RuleNotInForce

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
ACTS = st.tuples(st.sampled_from(["add", "change", "end", "withdraw", "wait"]), st.integers(1, 9))


def acted(spans: list[Span[date]], today: date, act: str, days: int) -> list[Span[date]]:
    """The rows after one act, as the services carry it out."""
    day = today + days * DAY
    if act == "add":
        demand_new(spans, today, day)
        return [*spans, Span(day, None)]
    if act == "withdraw":
        row, reopened = withdrawal(spans, today)
        kept = [Span(each.begins, None) if n == reopened else each for n, each in enumerate(spans)]
        return [each for n, each in enumerate(kept) if n != row]
    place = demand_change(spans, today, day)
    closed = [Span(each.begins, day) if n == place else each for n, each in enumerate(spans)]
    return [*closed, Span(day, None)] if act == "change" else closed


@given(st.lists(ACTS, max_size=30))
def test_rows_never_overlap_and_the_past_never_changes(acts):
    spans, today, seen = [Span(TODAY - 100 * DAY, None)], TODAY, {}
    for act, days in acts:
        if act == "wait":
            today += days * DAY
        else:
            try:
                spans = acted(spans, today, act, days)
            except Problem:
                continue
        held = [n for n, each in enumerate(spans) if each.holds(today)]
        assert len(held) <= 1
        assert all(one.ends is not None and one.ends <= two.begins for one, two in pairwise(spans))
        seen[today] = [spans[n].begins for n in held]
        assert all([each.begins for each in spans if each.holds(day)] == was for day, was in seen.items())


@given(st.lists(ACTS, max_size=10), st.sampled_from(["change", "end"]), st.integers(1, 9))
def test_what_does_not_count_yet_is_taken_back_without_a_trace(acts, act, days):
    spans, today = [Span(TODAY - 100 * DAY, None)], TODAY
    for each, wait in acts:
        if each == "wait":
            today += wait * DAY
    assert acted(acted(spans, today, act, days), today, "withdraw", 1) == spans


def test_one_change_waits_at_a_time():
    spans = acted([Span(TODAY - DAY, None)], TODAY, "change", 5)
    with pytest.raises(ChangeWaits) as refusal:
        demand_change(spans, TODAY, TODAY + 9 * DAY)
    assert "07/03/2026" in refusal.value.detail.vi


def test_what_is_in_force_is_not_added_again():
    with pytest.raises(RuleExists):
        demand_new([Span(TODAY - DAY, None)], TODAY, TODAY + DAY)


def test_what_has_ended_is_not_changed_but_added_anew():
    over = [Span(TODAY - 9 * DAY, TODAY - DAY)]
    with pytest.raises(RuleNotInForce):
        demand_change(over, TODAY, TODAY + DAY)
    demand_new(over, TODAY, TODAY + DAY)


def test_what_counts_already_is_not_withdrawn():
    with pytest.raises(NothingToWithdraw):
        withdrawal([Span(TODAY, None)], TODAY)


def test_two_rows_do_not_begin_on_one_day():
    with pytest.raises(DateNotAllowed):
        demand_change([Span(TODAY, None)], TODAY, TODAY)


def test_the_past_is_refused_in_a_sentence_that_names_the_field():
    noon = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
    with pytest.raises(DateNotAllowed) as refusal:
        moment_from(TODAY - DAY, noon)
    (field,) = refusal.value.fields
    assert field.pointer == "/valid_from"
    assert "do not change backwards" in field.detail.en


def test_a_later_day_begins_at_its_first_moment_in_hue():
    noon = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
    assert moment_from(TODAY + DAY, noon) == datetime(2026, 3, 3, tzinfo=VIETNAM)


def test_a_change_of_today_counts_when_every_process_has_read_it():
    noon = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
    assert moment_from(TODAY, noon) - noon == KNOWN_EVERYWHERE > timedelta(seconds=CATEGORIES_FRESH_S)


def test_a_term_changes_from_tomorrow_at_the_earliest():
    with pytest.raises(DateNotAllowed):
        demand_tomorrow(TODAY, TODAY)
    demand_tomorrow(TODAY + DAY, TODAY)
