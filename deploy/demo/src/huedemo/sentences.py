"""AIS sentences as ships send them, made by another implementation (pyais)."""

import random
from collections.abc import Iterator
from functools import reduce
from operator import xor
from typing import Any

from pyais import encode_dict

NAMES = "THUAN PHONG 09", "HAI AU", "A", "MINH HAI-7 TS 12345"


def sentences(**fields: Any) -> list[str]:
    """One message. `type` and `mmsi` at least; more fields by pyais' names."""
    group = fields.pop("group", "")
    return encode_dict(fields, talker_id="AI", sentence_type="VDM", radio_channel="A", seq_id=group)


def tagged(line: str, seconds: int) -> str:
    """With the receiver's time in a TAG block."""
    tag = f"c:{seconds}"
    return f"\\{tag}*{reduce(xor, tag.encode()):02X}\\{line}"


def any_message(draw: random.Random) -> dict[str, Any]:
    kind = draw.choice((1, 2, 3, 18, 19, 5, 24, 24))
    message: dict[str, Any] = {"type": kind, "mmsi": draw.randint(200_000_000, 799_999_999)}
    if kind in {1, 2, 3, 18, 19}:
        message |= {
            "lat": draw.choice((draw.uniform(-90, 90), draw.uniform(15, 18), 91.0)),
            "lon": draw.choice((draw.uniform(-180, 180), draw.uniform(107, 110), 181.0)),
            "speed": draw.choice((draw.uniform(0, 102), 102.3, 0)),
            "course": draw.choice((draw.uniform(0, 359.9), 360.0)),
            "heading": draw.choice((draw.randint(0, 359), 511)),
            "second": draw.randint(0, 63),
            "accuracy": draw.choice((True, False)),
        }
        if kind < 4:
            message["status"] = draw.randint(0, 15)
    ship = {"ship_type": draw.randint(1, 99)} | {
        side: draw.randint(0, most)
        for side, most in (("to_bow", 511), ("to_stern", 511), ("to_port", 63), ("to_starboard", 63))
    }
    if kind == 5:
        message |= {"shipname": draw.choice(NAMES), "callsign": "XVAB1", **ship}
    if kind == 19:
        message |= {"shipname": draw.choice(NAMES), **ship}
    if kind == 24:
        message |= draw.choice(
            ({"partno": 0, "shipname": draw.choice(NAMES)}, {"partno": 1, "callsign": "XV9", **ship})
        )
    return message


def traffic(number: int, seed: int) -> Iterator[str]:
    """Lines of ships as the standard's reporting rates mix them: mostly positions, now and then particulars."""
    draw = random.Random(seed)
    for place in range(number):
        rare = draw.random()
        kind = draw.choice((1, 1, 3, 18)) if rare > 0.06 else draw.choice((5, 24, 24))
        message = any_message(draw)
        while message["type"] != kind:
            message = any_message(draw)
        yield from sentences(**message, group=place % 10 if kind == 5 else "")
