"""Standing where none may, going against the one way."""

from hypothesis import given
from hypothesis import strategies as st

from camera.rules.geometry import Point, area, is_inside
from camera.rules.street import Street, scene_of
from camera.rules.tracker import Box
from camera.states import RuleKind

SIZES = {"small_below": 0.07, "large_from": 0.2}
CORNERS = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.9], [0.2, 0.9]]


def zone(kind, **over):
    return {"code": "Z", "kind": kind, "points": CORNERS, "stop_s": 5.0, "heading_deg": 0.0} | over


def watch(zones, places, y=150.0):
    """The breaches of one vehicle whose left edge is at `places`, ten frames a second, in a picture of 480×270."""
    street = Street(scene_of({"lines": [], "zones": zones, "sizes": SIZES}, 480, 270))
    found = []
    for number, x in enumerate(places):
        found += street.update([Box(x, y, 40, 20)] if x is not None else [], number / 10)[1]
    return [each.breach for each in found]


def test_who_stands_longer_than_allowed_is_told_once():
    (breach,) = watch([zone("no-stopping")], [*range(60, 240, 10), *[240] * 120])
    assert breach.kind is RuleKind.ILLEGAL_STOP
    assert 5.0 <= breach.measured["stood_s"] < 5.5


def test_who_stands_shorter_is_not_told():
    assert watch([zone("no-stopping")], [*range(60, 240, 10), *[240] * 40, *range(240, 480, 10)]) == []


def test_who_creeps_does_not_stand():
    assert watch([zone("no-stopping")], [60 + 1.5 * number for number in range(200)]) == []


def test_who_stands_outside_of_the_zone_is_not_told():
    assert watch([zone("no-stopping")], [*range(10, 40, 5), *[40] * 120]) == []


def test_who_is_hidden_for_a_moment_still_stands():
    places = [*range(60, 240, 10), *[240] * 30, *[None] * 8, *[240] * 30]
    assert len(watch([zone("no-stopping")], places)) == 1


def test_who_goes_against_the_one_way_is_told_once():
    (breach,) = watch([zone("one-way")], list(range(400, 60, -8)))
    assert (breach.kind, breach.measured["vehicle_lengths"] >= 2) == (RuleKind.WRONG_WAY, True)


def test_who_goes_with_it_is_not_told():
    assert watch([zone("one-way")], list(range(60, 400, 8))) == []


def test_who_backs_up_a_little_is_not_told():
    assert watch([zone("one-way")], [*range(60, 240, 8), *range(240, 190, -4), *range(190, 400, 8)]) == []


def test_a_picture_that_changes_as_a_whole_suspends_the_clock():
    street = Street(scene_of({"lines": [], "zones": [zone("no-stopping")], "sizes": SIZES}, 480, 270))
    found = []
    for number in range(80):
        found += street.update([Box(240, 150, 40, 20)], number / 10, foreground=0.9 if number == 40 else 0.0)[1]
    assert found == []


@given(st.integers(0, 360), st.floats(0, 270))
def test_a_vehicle_at_rest_goes_against_no_way(heading, y):
    assert watch([zone("one-way", heading_deg=float(heading))], [240] * 60, y) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=8), st.floats(1.01, 9))
def test_nothing_outside_of_its_box_is_inside_a_zone(corners, far):
    polygon = [Point(x, y) for x, y in corners]
    assert not is_inside(Point(far, 0.5), polygon)
    assert area(polygon) <= 1
