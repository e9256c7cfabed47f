"""Alarm levels with hysteresis, and the bulletin's sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.rules.levels import level_of, nearest, sentence

KIM_LONG = [1.0, 2.0, 3.5]
HYSTERESIS = 0.05
metres = st.floats(-1, 6).map(lambda value: round(value, 2))


def test_a_level_is_reached_at_its_own_mark():
    assert level_of(2.0, KIM_LONG, 1, HYSTERESIS) == 2


def test_a_level_holds_until_the_water_is_clearly_below_it():
    assert level_of(1.96, KIM_LONG, 2, HYSTERESIS) == 2
    assert level_of(1.94, KIM_LONG, 2, HYSTERESIS) == 1


def test_a_fall_from_the_third_level_may_end_at_the_held_second():
    assert level_of(1.97, KIM_LONG, 3, HYSTERESIS) == 2


@given(metres, st.integers(0, 3))
def test_the_same_reading_again_changes_nothing(value, current):
    once = level_of(value, KIM_LONG, current, HYSTERESIS)
    assert level_of(value, KIM_LONG, once, HYSTERESIS) == once


@given(st.lists(st.floats(-0.04, 0).map(lambda value: 2.0 + value), max_size=30))
def test_waves_within_the_hysteresis_never_ring_twice(values):
    state = level_of(2.0, KIM_LONG, 0, HYSTERESIS)
    for value in values:
        state = level_of(value, KIM_LONG, state, HYSTERESIS)
        assert state == 2


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (2.56, "trên BĐ2 là 0,56m", "0.56 m above alarm level II"),
        (3.5, "bằng BĐ3", "at alarm level III"),
        (4.43, "trên BĐ3 là 0,93m", "0.93 m above alarm level III"),
        (0.4, "dưới BĐ1 là 0,60m", "0.60 m below alarm level I"),
    ],
)
def test_the_sentence_names_the_nearest_level(value, vi, en):
    said = sentence(("Kim Long", "Kim Long"), ("sông Hương", "Hương river"), value, nearest(value, KIM_LONG))
    assert said[0].endswith(vi)
    assert said[1].endswith(en)
