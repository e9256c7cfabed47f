"""Whether a camera sees. Thresholds of the domain's reference, section C7."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from camera.states import CameraState, Symptom

OFFLINE_AFTER_S = 15.0
FEW_OF_NOMINAL = 0.5
BLACK_MEAN, BLACK_SPREAD = 20.0, 4.0
WHITE_MEAN, WHITE_SPREAD = 235.0, 4.0
FROZEN_AFTER_S = 10.0
WHOLE_PICTURE = 0.6
"""Part of the picture that changes at once: rain at night, headlights, somebody moves the camera."""
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
FLAPS, FLAPPING_WITHIN = 6, timedelta(minutes=10)
"""Three times away and back."""


@dataclass(frozen=True)
class Vitals:
    """What the worker has measured lately. Luma of 0 to 255; `nominal_fps` 0: not known."""

    age_s: float
    """Since the newest frame."""
    fps: float
    nominal_fps: float
    mean: float
    spread: float
    frozen_s: float
    foreground: float
    """Part of the picture that moves, 0 to 1."""
    failure: Symptom | None = None


def judge(vitals: Vitals) -> tuple[CameraState, list[Symptom]]:
    """Offline is sure of nothing but that nothing comes; degraded names everything that is wrong."""
    if vitals.age_s > OFFLINE_AFTER_S or vitals.failure:
        return CameraState.OFFLINE, [vitals.failure or Symptom.STALLED]
    tests = {
        Symptom.FEW_FRAMES: vitals.fps < FEW_OF_NOMINAL * vitals.nominal_fps,
        Symptom.BLACK: vitals.mean < BLACK_MEAN and vitals.spread < BLACK_SPREAD,
        Symptom.WHITE: vitals.mean > WHITE_MEAN and vitals.spread < WHITE_SPREAD,
        Symptom.FROZEN: vitals.frozen_s > FROZEN_AFTER_S,
        Symptom.WHOLE_PICTURE_CHANGES: vitals.foreground > WHOLE_PICTURE,
    }
    found = [symptom for symptom, is_there in tests.items() if is_there]
    return (CameraState.DEGRADED if found else CameraState.ONLINE), found


def backoff_s(attempt: int, chance: float) -> float:
    """1, 2, 4 … 60 seconds, shortened by up to a half by `chance` (0 to 1), so that cameras do not return at once."""
    whole = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(attempt, 10))
    return whole * (1 - chance / 2)


def is_flapping(changes: Sequence[datetime], moment: datetime) -> bool:
    """Whether so many changes lie close behind that one more is told to nobody."""
    return sum(moment - at <= FLAPPING_WITHIN for at in changes) >= FLAPS
