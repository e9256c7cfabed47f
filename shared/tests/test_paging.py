"""Cursor paging."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.errors import Invalid
from hueioc.ids import uuid7
from hueioc.paging import LARGEST_LIMIT, Cursor, cut, decode_cursor, page_query

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
ROWS = st.lists(st.tuples(MOMENTS, st.uuids()), max_size=30, unique=True)


def page(rows, limit, after):
    """What a query does: newest first, one row more than asked for."""
    ordered = sorted((row for row in rows if after is None or row < tuple(after)), reverse=True)
    return cut(ordered[: limit + 1], limit)


@given(ROWS, ROWS, st.integers(1, 7))
def test_walking_pages_gives_every_row_once_while_others_come_in(rows, inserts, limit):
    existing, seen, after, coming = set(rows), [], None, [row for row in inserts if row not in rows]
    while True:
        items, more = page(existing, limit, after)
        seen += items
        if not more:
            break
        after = decode_cursor(Cursor(*items[-1]).encode())
        if coming:
            existing.add(coming.pop())
    assert len(seen) == len(set(seen))
    assert set(rows) <= set(seen)


@given(MOMENTS, st.uuids())
def test_a_cursor_survives_its_way(moment, row_id):
    assert decode_cursor(Cursor(moment, row_id).encode()) == Cursor(moment, row_id)


@given(st.text(max_size=200))
def test_what_is_no_cursor_is_refused_or_is_one(value):
    with contextlib.suppress(Invalid):
        assert decode_cursor(value).moment.tzinfo


def test_a_moment_without_a_zone_is_no_cursor():
    with pytest.raises(Invalid):
        decode_cursor(Cursor(datetime(2026, 1, 1), uuid7()).encode())


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_last_page_has_no_more(number):
    assert cut(list(range(number)), 5) == (list(range(number)), False)


def test_a_full_page_with_one_row_over_has_more():
    assert cut([1, 2, 3], 2) == ([1, 2], True)


async def test_no_cursor_means_the_first_page():
    assert (await page_query(LARGEST_LIMIT, "")).after is None


def test_a_cursor_is_safe_in_a_url():
    assert Cursor(datetime.now(UTC) + timedelta(1), uuid7()).encode().replace("-", "").replace("_", "").isalnum()
