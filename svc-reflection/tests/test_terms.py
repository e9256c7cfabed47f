"""How long steps may take: the dated rules and the working calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import published_calendar
from reflection.errors import NoSuchRule, PastTheCalendar
from reflection.rules.terms import Length, Rule, Term, Terms
from reflection.seed import process_rows
from reflection.states import Priority

TERMS = Terms.of(
    [Rule(Term(row["code"]), row["value"], Length(row["unit"]), row["valid_from"]) for row in process_rows()],
    published_calendar(),
)
MOMENTS = st.datetimes(datetime(2021, 1, 1), datetime(2029, 6, 1), timezones=st.just(UTC))


def hue(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("assigned", "printed"),
    [
        (hue(2023, 3, 9, 8), date(2023, 3, 20)),  # sent on Wednesday 8 March 2023 at 22:51, assigned the next day
        (hue(2024, 11, 25, 9), date(2024, 12, 4)),  # sent on Saturday 23 November 2024
        (hue(2022, 12, 29, 20), date(2023, 1, 10)),  # photos of Thursday evening; 2 January 2023 was a holiday
        (hue(2024, 11, 23, 10, 22), date(2024, 12, 4)),  # assigned on the Saturday itself: as if on Monday
    ],
)
def test_the_due_dates_that_were_printed_follow_from_the_rule(assigned, printed):
    assert TERMS.due(Term.TIMED, assigned).at.astimezone(VIETNAM).date() == printed


def test_a_deadline_that_is_a_date_lasts_to_the_end_of_that_day_in_hue():
    due = TERMS.due(Term.TIMED, hue(2024, 11, 25, 9))
    assert (due.is_date_only, due.at.isoformat()) == (True, "2024-12-04T16:59:59+00:00")


def test_a_deadline_names_the_rule_and_the_calendar():
    due = TERMS.due(Term.TIMED, hue(2024, 11, 25, 9))
    assert (due.rule_version, due.calendar_version) == ("timed@2022-07-15", published_calendar().version)


def test_an_urgent_matter_has_24_hours_by_the_clock():
    start = hue(2024, 11, 23, 2)
    assert TERMS.due(Term.URGENT, start).at - start == timedelta(hours=24)


def test_a_review_takes_four_working_hours():
    assert TERMS.due(Term.REVIEW, hue(2026, 3, 6, 15)).at == hue(2026, 3, 9, 9, 30)


def test_what_comes_at_night_waits_for_the_morning_unless_it_is_urgent():
    night, morning = hue(2026, 3, 2, 3), hue(2026, 3, 2, 7, 30)
    assert TERMS.begins(night, Priority.NORMAL) == morning
    assert TERMS.begins(night, Priority.URGENT) == night
    assert TERMS.begins(hue(2026, 3, 2, 22), Priority.NORMAL) == hue(2026, 3, 2, 22)


@given(MOMENTS, MOMENTS)
def test_those_who_arrived_early_enough_are_exactly_those_whose_time_is_over(arrived, moment):
    ends = TERMS.due(Term.CLASSIFY, TERMS.begins(arrived, Priority.NORMAL)).at
    assert (arrived < TERMS.arrived_before(Term.CLASSIFY, moment)) == (ends < moment)


@given(MOMENTS)
def test_a_timed_deadline_is_always_the_end_of_a_working_day(start):
    due = TERMS.due(Term.TIMED, start).at.astimezone(VIETNAM)
    assert published_calendar().is_working(due.date())
    assert due.time().isoformat() == "23:59:59"


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_who_begins_later_is_not_due_earlier(start, later):
    assert TERMS.due(Term.TIMED, start).at <= TERMS.due(Term.TIMED, start + later).at


def test_a_year_without_a_calendar_is_told_as_such():
    with pytest.raises(PastTheCalendar):
        TERMS.due(Term.TIMED, hue(2030, 12, 30, 9))


def test_a_rule_that_is_not_in_force_is_told_as_such():
    with pytest.raises(NoSuchRule):
        Terms.of([], published_calendar()).due(Term.TIMED, hue(2026, 1, 5))


def test_every_term_has_a_rule_with_its_source():
    rows = process_rows()
    assert {row["code"] for row in rows} == {term.value for term in Term}
    assert all(row["source"] and row["value"] > 0 for row in rows)
