"""What a correlation counts, and whether it is enough: a window that slides with the events' own times. Pure."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from infosec.rules.ocsf import Event
from infosec.rules.sigma_rule import Correlation

LONGEST_FACT = 300


def facts_of(event: Event, group_by: Sequence[str]) -> dict[str, Any]:
    """The values that tell one cause from another."""
    found: dict[str, Any] = {}
    for name in group_by:
        value = event.fields.get(name)
        if value not in (None, ""):
            found[name] = value[:LONGEST_FACT] if isinstance(value, str) else value
    return found


def cause_of(facts: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str).encode()).digest()


def is_enough(correlation: Correlation, hits: Iterable[tuple[datetime, str]]) -> bool:
    """Whether any window holds enough events, or enough different values. `hits` in the order of time."""
    span = timedelta(seconds=correlation.span_s)
    window: deque[tuple[datetime, str]] = deque()
    values: dict[str, int] = {}
    for at, value in hits:
        window.append((at, value))
        values[value] = values.get(value, 0) + 1
        while window[0][0] <= at - span:
            _, gone = window.popleft()
            values[gone] -= 1
            if not values[gone]:
                del values[gone]
        if (len(values) if correlation.field else len(window)) >= correlation.least:
            return True
    return False
