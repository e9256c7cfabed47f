"""Zones made of lines, and who is in them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fishing.rules.fence import Fence, Side, Stay, finding, step
from fishing.rules.sea import MILE_M, along, densified, distance_m
from fishing.seed import zone_rows
from fishing.states import Finding, Role, ZoneKind

ORACLE = [
    (16.65, 107.70, "coastal"),
    (16.60, 108.00, "inshore"),
    (16.45, 108.20, "inshore"),
    (16.75, 107.90, "inshore"),
    (16.60, 108.40, "inshore"),
    (16.70, 108.60, "offshore"),
    (16.50, 109.00, "offshore"),
    (17.30, 108.00, "offshore"),
]
DISTANCES = [(16.65, 107.70, 6.5, 28.4), (16.60, 108.40, 20.3, 3.7), (16.50, 109.00, 41.0, 15.0)]
"""Nautical miles to the coastal and the inshore line: to the chord on the map, 0.2 nm off the great circle."""
IN_FAR, IN_NEAR = Side(is_inside=True, from_line_m=200.0), Side(is_inside=True, from_line_m=50.0)
IN = Stay(is_inside=True)
SQUARE = Fence([(108.0, 16.0), (108.1, 16.0), (108.1, 16.1), (108.0, 16.1), (108.0, 16.0)], 185.2, 185.2)


def fences() -> dict[str, Fence]:
    return {
        row["code"]: Fence(row["geometry"]["coordinates"][0], row["enter_m"], row["leave_m"]) for row in zone_rows()
    }


@pytest.fixture(scope="module")
def fence():
    return fences()


@pytest.mark.parametrize(("lat", "lon", "zone"), ORACLE)
def test_a_point_lies_in_exactly_the_zone_of_the_reference(fence, lat, lon, zone):
    inside = {code for code in ("coastal", "inshore", "offshore") if fence[code].contains((lon, lat))}
    assert inside == {zone}


@pytest.mark.parametrize(("lat", "lon", "coastal", "inshore"), DISTANCES)
def test_distances_to_the_lines_are_those_of_the_reference(fence, lat, lon, coastal, inshore):
    near = [fence[code].side((lon, lat)).from_line_m / MILE_M for code in ("coastal", "offshore")]
    assert near == [pytest.approx(coastal, abs=0.25), pytest.approx(inshore, abs=0.25)]


def test_only_a_line_of_high_certainty_is_enforceable():
    rows = zone_rows()
    assert {row["code"] for row in rows if row["enforceable"]} == {"beyond-gulf-line"}
    assert all(row["source"] and row["certainty"] and row["act"] for row in rows)


def test_a_long_line_has_a_point_every_mile():
    line = densified([(107.34, 17.16), (109.14, 15.38)])
    assert max(distance_m(one, other) for one, other in pairwise(line)) <= MILE_M + 1


@given(st.floats(0, 1))
def test_a_point_along_the_way_is_on_the_way(share):
    one, other = (107.5, 16.5), (109.0, 17.0)
    middle = along(one, other, share)
    assert distance_m(one, middle) + distance_m(middle, other) == pytest.approx(distance_m(one, other), rel=1e-6)


def test_far_over_the_line_counts_at_once():
    assert step(Stay(), IN_FAR, 0.0, SQUARE) == (IN, True)


def test_just_over_the_line_counts_with_the_second_fix():
    once, told = step(Stay(), IN_NEAR, 0.0, SQUARE)
    assert (once, told) == (Stay(run=1), False)
    assert step(once, IN_NEAR, 0.0, SQUARE) == (IN, True)


def test_a_doubtful_position_must_be_further_over_the_line():
    assert step(Stay(), Side(is_inside=True, from_line_m=300.0), 500.0, SQUARE)[1] is False


@given(st.lists(st.booleans(), max_size=40))
def test_a_boat_that_sways_over_the_line_changes_sides_no_more_often_than_its_fixes_agree(sides):
    stay, told = Stay(), 0
    for side in sides:
        stay, changed = step(stay, Side(side, 10.0), 0.0, SQUARE)
        told += changed
    assert told <= len(sides) // 2


def test_a_way_through_crosses_twice():
    assert SQUARE.crossings((107.9, 16.05), (108.2, 16.05)) == [pytest.approx(1 / 3), pytest.approx(2 / 3)]


@pytest.mark.parametrize(
    ("kind", "role", "allowed", "enforceable", "meaning"),
    [
        (ZoneKind.COASTAL, Role.FISHING, {"offshore"}, False, Finding.ADVICE),
        (ZoneKind.COASTAL, Role.FISHING, {"offshore"}, True, Finding.VIOLATION),
        (ZoneKind.OFFSHORE, Role.FISHING, {"offshore"}, True, Finding.NONE),
        (ZoneKind.COASTAL, Role.FISHING, None, True, Finding.NONE),
        (ZoneKind.BOUNDARY, Role.FISHING, {"offshore"}, True, Finding.VIOLATION),
        (ZoneKind.BOUNDARY, Role.OTHER, None, True, Finding.NONE),
        (ZoneKind.PORT, Role.FISHING, {"offshore"}, True, Finding.NONE),
    ],
)
def test_only_an_enforceable_zone_makes_a_violation(kind, role, allowed, enforceable, meaning):
    known = None if allowed is None else frozenset(allowed)
    assert finding(kind, role, known, enforceable=enforceable) is meaning
