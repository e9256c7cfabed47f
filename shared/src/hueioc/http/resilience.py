"""How long, how often and whether to call an upstream at all: pure rules over an injected clock.

Sources: full jitter (AWS Architecture Blog, "Exponential backoff and jitter"), retry budget and consecutive
failures (Envoy), rate over a window and half-open probes (Hystrix).
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from hueioc.http.window import Window

Clock = Callable[[], float]
"""Monotonic seconds."""

TIMEOUT_HEADER = b"hue-timeout-ms"
READ_TIMEOUT_S = 0.8
WRITE_TIMEOUT_S = 3.0
LONGEST_TIMEOUT_S = 10.0
MAX_RETRIES = 2
_READS = frozenset((b"GET", b"HEAD", b"OPTIONS"))

_BACKOFF_BASE_S = 0.05
_BACKOFF_CAP_S = 2.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment until which an answer is of use; it travels between services as the milliseconds left."""

    ends_at: float
    clock: Clock = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Clock = time.monotonic) -> Self:
        return cls(clock() + min(seconds, LONGEST_TIMEOUT_S), clock)

    @classmethod
    def read(cls, value: bytes | None, method: bytes, clock: Clock = time.monotonic) -> Self:
        """From a `Hue-Timeout-Ms` field; a missing or senseless one gives the default of the method."""
        # isdigit() on bytes is ASCII only; nine digits are already beyond the cap.
        if value is not None and value.isdigit() and len(value) < 10 and (milliseconds := int(value)):  # noqa: PLR2004
            return cls.after(milliseconds / 1000, clock)
        return cls.after(READ_TIMEOUT_S if method in _READS else WRITE_TIMEOUT_S, clock)

    def remaining(self) -> float:
        """Seconds; never negative."""
        return max(0.0, self.ends_at - self.clock())

    def header(self) -> tuple[bytes, bytes]:
        """For the next hop. At least 1 ms: a zero would read as "no deadline"."""
        return TIMEOUT_HEADER, b"%d" % max(1, int(self.remaining() * 1000))

    def part(self, share: float) -> Self:
        """A deadline for a part of the work, so that time is left to answer from the other parts."""
        return type(self)(self.clock() + self.remaining() * share, self.clock)


def backoff(attempt: int, rand: Callable[[], float] = random.random) -> float:
    """Seconds to wait before retry number `attempt` (0, 1, …): full jitter."""
    return rand() * min(_BACKOFF_CAP_S, _BACKOFF_BASE_S * 2.0 ** min(attempt, 10))


class RetryBudget:
    """Retries under way may be a fifth of the live requests; three a second are always allowed."""

    SHARE = 0.2
    FLOOR_PER_S = 3

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._live = 0
        self._retrying = 0
        self._floor_second = 0
        self._floor_used = 0

    def started(self) -> None:
        self._live += 1

    def ended(self) -> None:
        self._live -= 1

    def take(self) -> bool:
        """Ask for one retry; when granted, `give_back()` once it is over."""
        if self._retrying + 1 > self.SHARE * self._live and not self._take_floor():
            return False
        self._retrying += 1
        return True

    def give_back(self) -> None:
        self._retrying -= 1

    def _take_floor(self) -> bool:
        second = int(self._clock())
        if second != self._floor_second:
            self._floor_second, self._floor_used = second, 0
        if self._floor_used >= self.FLOOR_PER_S:
            return False
        self._floor_used += 1
        return True


class Breaker:
    """Stops calling an upstream that keeps failing, then tries it again with a few probes.

    Take a ticket from `admit()` before a call and hand it back once, with `record()`.
    """

    WINDOW_S, BUCKETS = 10.0, 10
    MIN_CALLS, FAILURE_SHARE = 20, 0.5
    CONSECUTIVE = 5
    OPEN_S, OPEN_CAP_S, OPEN_SPREAD = 5.0, 30.0, 0.2
    PROBES = 3

    def __init__(self, clock: Clock = time.monotonic, rand: Callable[[], float] = random.random) -> None:
        self._clock = clock
        self._rand = rand
        self._window = Window(self.WINDOW_S, self.BUCKETS)
        self._ticket = 1
        self._consecutive = 0
        self._openings = 0
        self._open_until: float | None = None
        self._probing = 0
        self._probes_ok = 0

    @property
    def state(self) -> str:
        """closed, open or half-open, as shown in metrics."""
        if self._open_until is None:
            return "closed"
        return "open" if self._clock() < self._open_until else "half-open"

    def admit(self) -> int:
        """A ticket, or 0 when the upstream must be left alone."""
        if self._open_until is None:
            return self._ticket
        if self._clock() < self._open_until or self._probing + self._probes_ok >= self.PROBES:
            return 0
        self._probing += 1
        return self._ticket

    def retry_after_s(self) -> float:
        if self._open_until is None:
            return 0.0
        return max(1.0, self._open_until - self._clock())

    def record(self, ticket: int, *, ok: bool | None) -> None:
        """`ok` is None when the call was given up by its caller: no verdict."""
        if ticket != self._ticket:
            return  # sent before the last opening or closing: says nothing about now
        if self._open_until is not None:
            self._record_probe(ok=ok)
            return
        if ok is None:
            return
        now = self._clock()
        self._window.add(now, ok=ok)
        self._consecutive = 0 if ok else self._consecutive + 1
        if not ok and (self._consecutive >= self.CONSECUTIVE or self._fails_often(now)):
            self._open(now)

    def _fails_often(self, now: float) -> bool:
        calls, failures = self._window.totals(now)
        return calls >= self.MIN_CALLS and failures >= calls * self.FAILURE_SHARE

    def _record_probe(self, *, ok: bool | None) -> None:
        if ok is False:
            self._open(self._clock())
            return
        self._probing -= 1
        if ok is None:
            return
        self._probes_ok += 1
        if self._probes_ok == self.PROBES:
            self._ticket += 1
            self._open_until = None
            self._openings = 0
            self._start_over()

    def _open(self, now: float) -> None:
        length = min(self.OPEN_CAP_S, self.OPEN_S * 2.0 ** min(self._openings, 10))
        spread = 1.0 + self.OPEN_SPREAD * (2.0 * self._rand() - 1.0)
        self._open_until = now + length * spread
        self._openings += 1
        self._ticket += 1
        self._start_over()

    def _start_over(self) -> None:
        self._window.clear()
        self._consecutive = self._probing = self._probes_ok = 0
