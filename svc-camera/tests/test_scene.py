"""Scenes as they come from outside: good ones work, bad ones are refused, none breaks anything."""

import json
import random

import pytest
from pydantic import ValidationError

from camera.rules.street import Street, scene_of
from camera.rules.tracker import Box
from camera.schemas import Scene

GIVEN = {
    "lines": [{"code": "A", "points": [[0.5, 0.1], [0.5, 0.9]]}],
    "zones": [{"code": "Z", "kind": "one-way", "points": [[0, 0], [1, 0], [1, 1]], "heading_deg": 90}],
    "sizes": {"small_below": 0.05, "large_from": 0.3},
}
ALPHABET = b'0123456789.,:-+eE[]{}"nulltrue \\u\xff\x00'


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": [{"code": "A", "points": [[0.5, 0.5], [0.5, 0.5]]}]},
        {"lines": [{"code": "A", "points": [[0.5, 2], [0.5, 0.5]]}]},
        {"zones": [{"code": "Z", "kind": "one-way", "points": [[0, 0], [1, 0], [1, 1]]}]},
        {"zones": [{"code": "Z", "kind": "no-stopping", "points": [[0, 0], [0.5, 0.5], [1, 1]]}]},
        {"lines": GIVEN["lines"] * 2},
        {"sizes": {"small_below": 0.3, "large_from": 0.1}},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong):
    try:
        scene = Scene.model_validate(GIVEN | wrong)
    except ValidationError:
        return
    assert list(scene.faults())


def mutated(random_, raw):
    raw = bytearray(raw)
    for _ in range(random_.randint(1, 6)):
        place = random_.randrange(len(raw))
        match random_.randrange(3):
            case 0:
                raw[place] = random_.choice(ALPHABET)
            case 1:
                del raw[place : place + random_.randint(1, 8)]
            case _:
                raw[place:place] = bytes(random_.choice(ALPHABET) for _ in range(random_.randint(1, 5)))
        if not raw:
            raw = bytearray(b"{")
    return bytes(raw)


def survive(number, seed):
    random_, raw, taken = random.Random(seed), json.dumps(GIVEN).encode(), 0
    for _ in range(number):
        try:
            scene = Scene.model_validate_json(mutated(random_, raw))
        except ValidationError:
            continue
        if any(scene.faults()):
            continue
        taken += 1
        street = Street(scene_of(scene.stored(), 480, 270))
        for step in range(6):
            street.update([Box(40.0 * step, 100, 60, 40)], step / 10)
    return taken


def test_three_thousand_mutated_scenes_are_no_more_than_refused():
    assert survive(3_000, 1) > 0


@pytest.mark.long
def test_a_hundred_thousand_mutated_scenes_are_no_more_than_refused():
    assert survive(100_000, 2) > 0
