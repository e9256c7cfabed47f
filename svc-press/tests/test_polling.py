"""When a source is asked again; pure."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rules.polling import DAY_S, Bounds, Wishes, backoff_s, interval_s, not_skipped, wishes_of

BOUNDS = Bounds(least_s=3600, least_unconditional_s=86400, most_s=86400, factor=1)
AT = datetime(2026, 11, 20, 5, tzinfo=UTC)


def test_a_source_with_validators_is_asked_once_an_hour_at_most():
    assert interval_s(Wishes(), BOUNDS, weekly_entries=5_000, has_validators=True) == 3600


def test_a_source_that_never_gives_validators_is_asked_once_a_day():
    assert interval_s(Wishes(), BOUNDS, weekly_entries=5_000, has_validators=False) == 86400


def test_the_longest_wish_holds():
    wishes = Wishes(interval_s=5_000, max_age_s=9_000, expires_s=100)
    assert interval_s(wishes, BOUNDS, weekly_entries=500, has_validators=True) == 9_000


def test_a_quiet_source_is_asked_as_often_as_it_writes():
    assert interval_s(Wishes(), BOUNDS, weekly_entries=14, has_validators=True) == 43_200


def test_an_agreement_with_the_publisher_allows_more():
    bounds = Bounds(least_s=3600, least_unconditional_s=86400, most_s=86400, factor=1, agreed_s=600)
    assert interval_s(Wishes(), bounds, weekly_entries=1, has_validators=False) == 600
    assert interval_s(Wishes(max_age_s=900), bounds, weekly_entries=1, has_validators=False) == 900


@given(
    st.builds(
        Wishes, interval_s=st.integers(0, 10**9), max_age_s=st.integers(0, 10**9), expires_s=st.integers(0, 10**9)
    ),
    st.floats(0, 10**6),
    st.booleans(),
)
def test_the_interval_stays_in_its_bounds(wishes, weekly, has_validators):
    assert 3600 <= interval_s(wishes, BOUNDS, weekly_entries=weekly, has_validators=has_validators) <= DAY_S


def test_failures_double_the_wait_up_to_a_day():
    waits = [backoff_s(number, Wishes(), BOUNDS) for number in range(1, 10)]
    assert waits[:3] == [900, 1800, 3600]
    assert waits[-1] == DAY_S
    assert waits == sorted(waits)


@pytest.mark.parametrize(
    ("text", "seconds"), [("120", 120), ("Fri, 20 Nov 2026 05:10:00 GMT", 600), ("soon", 0), ("-5", 0), ("", 0)]
)
def test_retry_after_is_a_number_or_a_date(text, seconds):
    assert wishes_of({"retry-after": text}, AT).retry_after_s == seconds


def test_cache_control_and_expires_are_read():
    wishes = wishes_of({"cache-control": "public, max-age=600", "expires": "Fri, 20 Nov 2026 06:00:00 GMT"}, AT)
    assert (wishes.max_age_s, wishes.expires_s) == (600, 3600)


def test_skipped_hours_and_days_are_passed_over():
    wishes = Wishes(skip_hours=frozenset({5, 6}), skip_days=frozenset({"saturday"}))
    assert not_skipped(AT, wishes) == AT.replace(hour=7)
    assert not_skipped(AT.replace(day=21), wishes) == AT.replace(day=22, hour=0)


def test_a_feed_that_skips_every_hour_is_asked_all_the_same():
    assert not_skipped(AT, Wishes(skip_hours=frozenset(range(24)))) == AT
