"""Units as loggers write them, brought to the unit of the parameter."""

from collections.abc import Mapping
from functools import lru_cache

_SAME = str.maketrans({"µ": "u", "μ": "u", "³": "3", "²": "2", "^": None, " ": None, "℃": "c", "º": "°"})


@lru_cache(maxsize=1024)
def plain_unit(text: str) -> str:
    """`µg/Nm³`, `ug/m3` and `UG / Nm^3` are one: a normal cubic metre is what a station reports."""
    return text.strip().translate(_SAME).lower().replace("nm3", "m3").replace("°", "")


def factor_of(unit: str, factors: Mapping[str, float], own: str) -> float | None:
    """What a value in `unit` is multiplied with; none is the parameter's own; None: it is of another one."""
    plain = plain_unit(unit)
    if not plain or plain == plain_unit(own):
        return 1.0
    return factors.get(plain)
