"""A clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from hueioc.clock import FrozenClock, frozen

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Monday 2 March 2026, 12:00 in Hue."""


@pytest.fixture
def clock() -> Iterator[FrozenClock]:
    with frozen(NOON) as stopped:
        yield stopped
