"""The index of what is in force finds what a plain look at every polygon finds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon

from warning.models import Alert
from warning.service.active import ActiveIndex

MOMENT = datetime(2026, 11, 3, 5, tzinfo=UTC)


def square(south, west, side, expires=MOMENT + timedelta(hours=1), wards=()):
    ring = [[south, west], [south, west + side], [south + side, west + side], [south + side, west], [south, west]]
    return Alert(polygons=[ring], circles=[], wards=list(wards), expires=expires)


squares = st.lists(st.tuples(st.floats(16, 17), st.floats(107, 108), st.floats(0.01, 0.5)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(squares, st.floats(16, 17.5), st.floats(107, 108.5))
def test_the_index_finds_what_a_plain_loop_finds(given_squares, lat, lon):
    rows = [square(*each) for each in given_squares]
    plain = [row for row in rows if Polygon([(b, a) for a, b in row.polygons[0]]).intersects(Point(lon, lat))]
    assert ActiveIndex(rows).at(lat, lon, None, MOMENT) == plain


def test_what_expires_after_the_index_was_made_is_left_out():
    row = square(16, 107, 1, expires=MOMENT)
    assert ActiveIndex([row]).at(16.5, 107.5, None, MOMENT) == []


def test_a_warning_named_and_drawn_is_found_once():
    row = square(16, 107, 1, wards=["19774"])
    assert ActiveIndex([row]).at(16.5, 107.5, "19774", MOMENT) == [row]
