"""The hourly VN_AQI: the worked example of the law, and what holds for every input."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.rules.vn_aqi import Breakpoint, hourly_index, nowcast, rounded, sub_index
from environment.seed import breakpoint_rows
from environment.states import Method

EXAMPLE = [20.6, 19.6, 22.4, 20.3, 16.5, 19.0, 16.5, 19.5, 23.5, 20.5, 24.7, 26.9]
"""Section 2.3 a, c1 (20:00) to c12 (09:00)."""


def table(parameter, averaging="1h"):
    rows = [row for row in breakpoint_rows() if (row["parameter_code"], row["averaging"]) == (parameter, averaging)]
    return [Breakpoint(row["index"], row["concentration"]) for row in sorted(rows, key=lambda row: row["index"])]


TABLES = {name: table(name) for name in ("PM2.5", "PM10", "O3", "NO2", "SO2", "CO")}
hours = st.lists(st.none() | st.floats(0, 600), min_size=12, max_size=12)


def test_the_nowcast_of_the_law_is_20_point_3():
    made = nowcast(EXAMPLE)
    assert round(made.value, 1) == 20.3
    assert round(made.weight, 2) == 0.61


@pytest.mark.parametrize(
    ("parameter", "averaging", "concentration", "index"),
    [
        ("O3", "1h", 136.1, 43),
        ("NO2", "1h", 118.7, 59),  # the law prints 60 for 59.35
        ("PM2.5", "1h", 20.3, 41),
        ("O3", "8h", 89.3, 45),
        ("O3", "1h", 114.6, 36),
        ("NO2", "1h", 130.8, 65),
        ("PM2.5", "1h", 55.7, 110),
    ],
)
def test_the_sub_indices_of_the_law(parameter, averaging, concentration, index):
    assert rounded(sub_index(concentration, table(parameter, averaging))) == index


def test_the_index_is_the_highest_sub_index_and_names_it():
    index = hourly_index({"PM2.5": EXAMPLE, "O3": [136.1], "NO2": [118.7]}, TABLES)
    assert (index.value, index.main) == (59, "NO2")


def test_without_dust_there_is_no_index():
    assert hourly_index({"O3": [136.1], "NO2": [118.7]}, TABLES).value is None


def test_two_of_the_last_three_hours_are_needed():
    assert nowcast([None, None, 10.0, *[10.0] * 9]).value is None
    assert nowcast([None, 10.0, 10.0, *[10.0] * 9]).value == pytest.approx(10.0)


def test_at_one_half_the_sum_is_not_divided_as_the_law_prints_it():
    values = [100.0, 10.0, *[None] * 10]
    assert nowcast(values).value == pytest.approx(100 / 2 + 10 / 4)
    assert nowcast(values, Method.NORMALISED).value == pytest.approx((100 + 10 / 2) / 1.5)


def test_a_breakpoint_has_exactly_its_index():
    for rows in TABLES.values():
        assert [sub_index(row.concentration, rows) for row in rows] == [row.index for row in rows]


def test_above_the_last_row_the_index_is_500():
    assert sub_index(9999.0, TABLES["PM2.5"]) == 500


@given(st.sampled_from(sorted(TABLES)), st.floats(0, 5000), st.floats(0, 5000))
def test_more_of_a_pollutant_never_lowers_its_index(parameter, one, other):
    low, high = sorted((one, other))
    assert sub_index(low, TABLES[parameter]) <= sub_index(high, TABLES[parameter])


@given(hours)
def test_a_normalised_nowcast_lies_between_the_lowest_and_the_highest_hour(values):
    made = nowcast(values, Method.NORMALISED)
    known = [value for value in values if value is not None]
    if made.value is not None:
        assert min(known) - 1e-9 <= made.value <= max(known) + 1e-9


@given(hours)
def test_the_literal_nowcast_is_never_above_the_normalised_one(values):
    literal, normalised = nowcast(values), nowcast(values, Method.NORMALISED)
    if literal.value is not None:
        assert literal.value <= normalised.value + 1e-9
        assert literal.weight >= 0.5


@given(st.dictionaries(st.sampled_from(sorted(TABLES)), hours))
def test_an_index_is_a_whole_number_up_to_500_and_the_maximum_of_its_parts(known):
    index = hourly_index(known, TABLES)
    if index.value is not None:
        assert 0 <= index.value <= 500
        assert index.value == rounded(max(part.index for part in index.parts))
        assert not any(math.isnan(part.index) for part in index.parts)
