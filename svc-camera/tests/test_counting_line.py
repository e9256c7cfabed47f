"""The counting line: once per track and direction, whatever the box does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.rules.counting import Line, LineCounter
from camera.rules.geometry import Point
from camera.rules.tracker import CONFIRMED_AFTER, Box, Track
from camera.states import Direction

LINE = Line("A", [Point(200, 0), Point(200, 400)])
WIDTH, HEIGHT = 40.0, 30.0


def drive(places, line=LINE, y=200.0):
    """The crossings of one track whose ground anchor is at `places` (x), ten a second."""
    counter, found = LineCounter(line), []
    track = Track(Box(places[0] - WIDTH / 2, y - HEIGHT, WIDTH, HEIGHT), 0.0)
    for number, x in enumerate(places[1:], 1):
        # the track as it is, without the filter: the rule is what is tested
        track.box, track.at, track.hits = Box(x - WIDTH / 2, y - HEIGHT, WIDTH, HEIGHT), number / 10, track.hits + 1
        track._remember(number / 10)
        if track.hits >= CONFIRMED_AFTER and (crossing := counter.update(track)):
            found.append(crossing)
    return found


def test_who_passes_is_counted_once():
    assert [each.direction for each in drive(range(100, 300, 8))] == [Direction.RIGHT_TO_LEFT]


def test_the_other_way_is_the_other_direction():
    assert [each.direction for each in drive(range(300, 100, -8))] == [Direction.LEFT_TO_RIGHT]


def test_who_stops_on_the_line_and_trembles_is_counted_once():
    trembling = [200 + (-1) ** number * 9 for number in range(200)]
    assert len(drive([*range(100, 200, 8), *trembling, *range(200, 300, 8)])) == 1


def test_who_turns_on_the_line_is_not_counted():
    assert drive([*range(100, 208, 8), *range(208, 100, -8)]) == []


def test_who_passes_beside_the_end_of_the_line_is_not_counted():
    assert drive(range(100, 300, 8), y=450.0) == []


def test_who_comes_back_and_passes_again_is_counted_again():
    there_and_back = [*range(100, 300, 8), *range(300, 100, -8), *range(100, 300, 8)]
    assert [each.direction for each in drive(there_and_back)] == [
        Direction.RIGHT_TO_LEFT,
        Direction.LEFT_TO_RIGHT,
        Direction.RIGHT_TO_LEFT,
    ]


def test_the_moment_is_interpolated_between_two_frames():
    (crossing,) = drive(range(100, 300, 8))
    assert crossing.at == pytest.approx(1.25, abs=0.01)


def test_who_moves_along_the_line_does_not_cross_it():
    steep = Line("A", [Point(0, 150), Point(400, 250)], min_angle_deg=20)
    assert drive(range(100, 300, 8), line=steep) == []


@given(st.lists(st.floats(-14, 14), min_size=1, max_size=60))
def test_no_trembling_within_the_band_ever_counts_twice(shake):
    places = [*range(100, 200, 8), *(200 + each for each in shake), *range(204, 300, 8)]
    assert len(drive([float(each) for each in places])) == 1


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=80))
def test_nobody_is_counted_more_often_than_they_cross(places):
    times = sum((before < 200) != (after < 200) for before, after in pairwise(places))
    assert len(drive(places)) <= times
