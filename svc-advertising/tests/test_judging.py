"""Precision and recall of the check, over posters whose truth is known."""

import os
import random
from collections import Counter
from itertools import product
from uuid import UUID, uuid5

import pytest

from advertising.rules.judging import Candidate, Limits, judge, outside_hours, shortlist
from advertising.rules.pdq import table
from advertising.rules.pictures import Refused, pixels_of
from advertising.rules.quads import BadQuad, quad_of
from advertising.rules.views import reference_of, seen_of
from advertising.states import Verdict

SPACE = UUID(int=7)
LIMITS = Limits()
SEEDS = range(1, 9)
CLEAR = ("clean", "dim", "far", "steep", "noisy", "marked badly")
HARD = ("bright", "glare", "lamp post", "bus")
TRUTHS = ("match", "wrong-slot", "altered", "unknown")
WANTED = {"match": Verdict.MATCH, "wrong-slot": Verdict.WRONG_SLOT, "unknown": Verdict.UNKNOWN_CONTENT}
WANTED["altered"] = Verdict.UNKNOWN_CONTENT
MUTATIONS, MANY = 3_000, 100_000


@pytest.fixture(scope="module")
def library(posters):
    made = {}
    for kind, seed in product(("poster", "slide"), range(1, 11)):
        picture = getattr(posters, kind)(seed)
        made[kind, seed] = Candidate(uuid5(SPACE, f"{kind}{seed}"), reference_of(picture))
    return made


def checked(posters, library, kind, look, seed, truth):
    draw = getattr(posters, kind)
    shown = {
        "match": lambda: draw(seed),
        "wrong-slot": lambda: draw(seed + 1),
        "altered": lambda: draw(seed, 30),
        "unknown": lambda: draw(seed + 500),
    }[truth]()
    raw, quad = posters.scene(shown, posters.NAMED[look], seed * 97 + len(look) * 13 + TRUTHS.index(truth))
    seen = seen_of(pixels_of(raw), quad_of(quad))
    due = library[kind, seed]
    others = [each for key, each in library.items() if key != (kind, seed)]
    near = shortlist(seen, table([each.reference.hash for each in others]), LIMITS)
    first = [due] if shortlist(seen, table([due.reference.hash]), LIMITS) else []
    return judge(seen, first, [others[row] for row in near], LIMITS)


def measured(posters, library, looks, seeds):
    found = {truth: Counter() for truth in TRUTHS}
    for kind, look, seed, truth in product(("poster", "slide"), looks, seeds, TRUTHS):
        found[truth][checked(posters, library, kind, look, seed, truth).verdict] += 1
    return found


def recall(found, truth):
    return found[truth][WANTED[truth]] / found[truth].total()


def precision(found, verdict, truths):
    right = sum(found[truth][verdict] for truth in truths)
    return right / max(1, sum(each[verdict] for each in found.values()))


def test_a_clear_view_is_judged_rightly(posters, library):
    found = measured(posters, library, ("clean", "dim", "noisy"), (1, 4))
    assert min(recall(found, truth) for truth in ("match", "wrong-slot", "unknown")) == 1
    assert recall(found, "altered") >= 0.9


@pytest.mark.long
@pytest.mark.timeout(900)
def test_over_hundreds_of_clear_views_nothing_approved_is_accused_and_hardly_a_change_passes(posters, library):
    found = measured(posters, library, CLEAR, SEEDS)
    assert recall(found, "match") >= 0.99
    assert recall(found, "wrong-slot") >= 0.97
    assert recall(found, "unknown") >= 0.97
    assert recall(found, "altered") >= 0.9
    assert precision(found, Verdict.MATCH, ("match",)) >= 0.92
    assert precision(found, Verdict.UNKNOWN_CONTENT, ("altered", "unknown")) >= 0.98


@pytest.mark.long
@pytest.mark.timeout(900)
def test_glare_and_what_stands_in_front_cost_recall_and_never_make_content_of_others_pass(posters, library):
    found = measured(posters, library, HARD, SEEDS)
    assert recall(found, "match") >= 0.7
    assert found["unknown"][Verdict.MATCH] + found["unknown"][Verdict.WRONG_SLOT] <= 1
    assert found["wrong-slot"][Verdict.MATCH] == 0


def test_the_approved_creative_at_its_time_is_a_match(posters, library):
    assert checked(posters, library, "poster", "clean", 3, "match").verdict is Verdict.MATCH


def test_a_slide_with_another_price_is_not_a_match_and_the_heat_map_shows_where(posters, library):
    found = checked(posters, library, "slide", "clean", 2, "altered")
    assert found.verdict is Verdict.UNKNOWN_CONTENT
    assert found.comparison is None or found.comparison.altered.any()


def test_a_screen_in_other_colours_is_not_a_match(posters):
    red = posters.slide(5)
    green = red[:, :, [0, 2, 1]]
    due = Candidate(uuid5(SPACE, "red"), reference_of(red))
    raw, quad = posters.scene(green, posters.EASY, 3)
    assert judge(seen_of(pixels_of(raw), quad_of(quad)), [due], [], LIMITS).verdict is not Verdict.MATCH


def test_a_dark_screen_is_black(posters, library):
    raw, quad = posters.scene(None, posters.Camera(noise=2), 5)
    seen = seen_of(pixels_of(raw), quad_of(quad))
    assert judge(seen, [library["poster", 1]], [], LIMITS).verdict is Verdict.BLACK


@pytest.mark.parametrize(("shown", "verdict"), [(1, Verdict.OFF_HOURS), (None, Verdict.OFF)])
def test_outside_its_hours_only_a_lit_screen_is_wrong(posters, shown, verdict):
    raw, quad = posters.scene(None if shown is None else posters.poster(shown), posters.Camera(noise=2), 5)
    assert outside_hours(seen_of(pixels_of(raw), quad_of(quad))).verdict is verdict


def test_a_burnt_out_view_says_nothing(posters, library):
    import numpy as np

    white = np.full((540, 960, 3), 255, np.uint8)
    white[:60] = 90
    raw, quad = posters.scene(white, posters.Camera(gain=1.4), 5)
    assert judge(seen_of(pixels_of(raw), quad_of(quad)), [], [], LIMITS).verdict is Verdict.UNVERIFIABLE


def mutated(good, chance):
    raw = bytearray(good)
    for _ in range(chance.randint(1, 10)):
        place = chance.randrange(len(raw) or 1)
        kind = chance.randrange(4)
        if kind == 0 and raw:
            raw[place % len(raw)] = chance.randrange(256)
        elif kind == 1:
            raw[place:place] = chance.choice([b"\xff\xd8", b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff", b"\x00" * 9])
        elif kind == 2:
            del raw[place : place + chance.randint(1, 200)]
        else:
            raw = raw[: chance.randint(0, len(raw))]
    return bytes(raw)


def decode_mutated(picture, seed, number):
    good = [picture("JPEG", (80, 64)), picture("PNG", (80, 64)), picture("WEBP", (80, 64))]
    chance = random.Random(seed)
    for _ in range(number):
        try:
            assert pixels_of(mutated(chance.choice(good), chance)).ndim == 3
        except Refused:
            continue


def test_no_mutated_picture_is_more_than_refused(picture):
    decode_mutated(picture, 20261103, MUTATIONS)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hundred_thousand_mutated_pictures_are_no_more_than_refused(picture):
    decode_mutated(picture, int(os.environ.get("HUE_SEED", "10")), MANY)


def strange(chance, depth=0):
    """Anything that JSON may bring in place of corners."""
    kind = chance.randrange(9 if depth < 3 else 7)
    if kind < 4:
        return chance.choice([0, 1, 0.5, -1, 2, 1e308, float("nan"), float("inf"), 10**400, chance.random()])
    if kind < 7:
        return chance.choice([None, True, "0.5", "", {}, []])
    return [strange(chance, depth + 1) for _ in range(chance.choice([0, 2, 2, 4, 4, 5]))]


def read_quads(seed, number):
    chance = random.Random(seed)
    for _ in range(number):
        try:
            quad = quad_of([strange(chance, 1) for _ in range(4)] if chance.random() < 0.7 else strange(chance))
        except BadQuad:
            continue
        assert all(0 <= part <= 1 for corner in quad for part in corner)


def test_no_strange_quad_is_more_than_refused():
    read_quads(20261103, MUTATIONS)


@pytest.mark.long
def test_a_hundred_thousand_strange_quads_are_no_more_than_refused():
    read_quads(int(os.environ.get("HUE_SEED", "10")), MANY)


@pytest.mark.parametrize(
    ("quad", "why"),
    [
        ([[0, 0], [1, 0], [1, 1]], "four-corners"),
        ([[0, 0], [1.2, 0], [1, 1], [0, 1]], "outside"),
        ([[0, 0], [1, 1], [1, 0], [0, 1]], "not-convex"),
        ([[0, 0], [0, 1], [1, 1], [1, 0]], "not-convex"),
        ([[0.5, 0.5], [0.51, 0.5], [0.51, 0.51], [0.5, 0.51]], "too-small"),
    ],
)
def test_corners_that_show_no_screen_are_refused(quad, why):
    with pytest.raises(BadQuad, match=why):
        quad_of(quad)
