"""The time, in one place, so that tests can stop it. Stored and computed in UTC; civil rules use Asia/Ho_Chi_Minh."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[list[datetime] | None] = ContextVar("frozen_time", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    frozen = _frozen.get()
    return frozen[0] if frozen else datetime.now(UTC)


class FrozenClock:
    """A stopped clock: `now()` answers `moment` until it is moved."""

    def __init__(self, cell: list[datetime]) -> None:
        self._cell = cell

    @property
    def moment(self) -> datetime:
        return self._cell[0]

    def move(self, step: timedelta) -> None:
        self._cell[0] += step

    def set(self, moment: datetime) -> None:
        self._cell[0] = moment.astimezone(UTC)


@contextmanager
def frozen(moment: datetime) -> Generator[FrozenClock]:
    """Stop the clock at `moment` for this context and the tasks started from it."""
    if moment.tzinfo is None:
        msg = "a moment needs a time zone"
        raise ValueError(msg)
    cell = [moment.astimezone(UTC)]
    token = _frozen.set(cell)
    try:
        yield FrozenClock(cell)
    finally:
        _frozen.reset(token)
