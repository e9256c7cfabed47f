"""Boxes of successive frames stay one track."""

from hypothesis import given
from hypothesis import strategies as st

from camera.rules.tracker import Box, Tracker, overlap

sizes = st.floats(1, 300)
boxes = st.builds(Box, st.floats(0, 600), st.floats(0, 400), sizes, sizes)


def test_a_steady_box_is_one_track():
    tracker, ids = Tracker(), set()
    for number in range(40):
        ids |= {track.id for track in tracker.update([Box(10 + 6 * number, 100, 40, 20)], number / 12)}
    assert len(ids) == 1


def test_a_track_is_seen_by_rules_only_when_it_is_confirmed():
    tracker = Tracker()
    seen = [len(tracker.update([Box(10 + 4 * number, 100, 40, 20)], number / 12)) for number in range(4)]
    assert seen == [0, 0, 1, 1]


def test_two_that_meet_on_two_lanes_keep_their_names():
    tracker, first, last = Tracker(), {}, {}
    for number in range(60):
        pair = [Box(10 + 6 * number, 100, 40, 20), Box(370 - 6 * number, 160, 40, 20)]
        for track in tracker.update(pair, number / 12):
            side = "upper" if track.box.y < 130 else "lower"
            first.setdefault(side, track.id)
            last[side] = track.id
    assert first == last


def test_who_is_hidden_for_half_a_second_is_the_same():
    tracker, ids = Tracker(), set()
    for number in range(40):
        seen = [] if 20 <= number < 26 else [Box(10 + 6 * number, 100, 40, 20)]
        ids |= {track.id for track in tracker.update(seen, number / 12)}
    assert len(ids) == 1


@given(boxes, boxes)
def test_overlap_is_a_part_and_the_same_both_ways(one, other):
    assert 0 <= overlap(one, other) <= 1 + 1e-9
    assert abs(overlap(one, other) - overlap(other, one)) < 1e-9


@given(st.lists(st.lists(boxes, max_size=5), max_size=15))
def test_a_frame_gives_at_most_as_many_tracks_as_it_has_boxes(frames):
    tracker = Tracker()
    for number, each in enumerate(frames):
        seen = tracker.update(each, number / 12)
        assert len(seen) <= len(each)
        assert len({track.id for track in seen}) == len(seen)
