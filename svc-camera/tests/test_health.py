"""Whether a camera sees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.rules.health import Vitals, backoff_s, is_flapping, judge
from camera.states import CameraState, Symptom

WELL = Vitals(age_s=0.1, fps=25, nominal_fps=25, mean=110, spread=45, frozen_s=0, foreground=0.05)


def test_a_camera_with_good_pictures_is_online():
    assert judge(WELL) == (CameraState.ONLINE, [])


@pytest.mark.parametrize(
    ("wrong", "symptom"),
    [
        ({"fps": 10}, Symptom.FEW_FRAMES),
        ({"mean": 5, "spread": 1}, Symptom.BLACK),
        ({"mean": 250, "spread": 1}, Symptom.WHITE),
        ({"frozen_s": 11}, Symptom.FROZEN),
        ({"foreground": 0.8}, Symptom.WHOLE_PICTURE_CHANGES),
    ],
)
def test_what_is_wrong_with_the_picture_degrades_it(wrong, symptom):
    assert judge(replace(WELL, **wrong)) == (CameraState.DEGRADED, [symptom])


def test_without_a_frame_for_fifteen_seconds_it_is_offline():
    assert judge(replace(WELL, age_s=16)) == (CameraState.OFFLINE, [Symptom.STALLED])


def test_a_dark_street_with_lamps_is_not_black():
    assert judge(replace(WELL, mean=12, spread=25))[0] is CameraState.ONLINE


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_waits_stay_between_half_a_second_and_a_minute(attempt, chance):
    assert 0.5 <= backoff_s(attempt, chance) <= 60


def test_three_times_away_and_back_within_ten_minutes_is_flapping():
    noon = datetime(2026, 11, 3, 5, tzinfo=UTC)
    changes = [noon + timedelta(minutes=number) for number in range(6)]
    assert is_flapping(changes, noon + timedelta(minutes=6))
    assert not is_flapping(changes, noon + timedelta(minutes=12))
