"""AIS sentences decoded beside pyais: types 1-3, 18, 5 and 24 as ships' reporting rates mix them.

Ours gives positions as columns and particulars as objects, with checksums, parts put together and odd lines refused; a
second figure also makes an object of every position, as pyais does.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from pyais import encode_dict
from pyais.stream import IterMessages

from fishing.rules.ais_batch import decode
from fishing.rules.assembly import Assembly
from tests.bench.figure import Figure

MESSAGES = 3_000
ROUNDS = 30
BEST_OF = 5
SHARE_OF_PARTICULARS = 0.05
"""Class A says 36 positions at 10 s to one type 5 in 6 minutes, class B 12 at 30 s to a pair of type 24."""


def lines_of(seed: int) -> list[bytes]:
    draw = random.Random(seed)
    found: list[str] = []
    for place in range(MESSAGES):
        message: dict[str, Any] = {"mmsi": draw.randint(200_000_000, 799_999_999)}
        if draw.random() > SHARE_OF_PARTICULARS:
            place_ = {"lat": draw.uniform(15, 18), "lon": draw.uniform(107, 110), "second": draw.randint(0, 59)}
            going = {"speed": draw.uniform(0, 12), "course": draw.uniform(0, 359), "heading": draw.randint(0, 359)}
            message |= {"type": draw.choice((1, 1, 3, 18)), **place_, **going}
        else:
            message |= draw.choice(
                ({"type": 5, "shipname": "THUAN PHONG 09", "ship_type": 30}, {"type": 24, "partno": 0, "shipname": "A"})
            )
        group = place % 10 if message["type"] == 5 else ""
        found += encode_dict(message, talker_id="AI", sentence_type="VDM", radio_channel="A", seq_id=group)
    return [line.encode() for line in found]


def rate(work: Callable[[], object], sentences: int) -> float:
    """Sentences a second, the best of some runs."""
    best = 0.0
    for _ in range(BEST_OF):
        began = time.perf_counter()
        work()
        best = max(best, sentences / (time.perf_counter() - began))
    return best


def run() -> Iterator[Figure]:
    lines, moment = lines_of(1), datetime.now(UTC)
    many = b"\n".join(lines * ROUNDS) + b"\n"
    columns = rate(lambda: decode(many, "bench", Assembly(), moment), len(lines) * ROUNDS)
    objects = rate(lambda: list(decode(many, "bench", Assembly(), moment).messages()), len(lines) * ROUNDS)
    theirs = rate(lambda: [each.decode() for each in IterMessages(iter(lines))], len(lines))
    name = "pyais IterMessages, decoded"
    yield Figure(name="fishing-ais", ours=columns, peer=theirs, peer_name=name, goal="≥ 10", unit="sentences/s")
    yield Figure(name="fishing-ais-objects", ours=objects, peer=theirs, peer_name=name, unit="sentences/s")
