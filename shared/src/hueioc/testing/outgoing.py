"""What a use case was about to tell the others."""

from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.outbox import COLLECTED, Outgoing

Told = Callable[[], list[Outgoing]]


@pytest.fixture
def told(session: AsyncSession) -> Told:
    """`told()`: the events and documents collected in `session` since the last call."""
    return lambda: session.info.pop(COLLECTED, [])
