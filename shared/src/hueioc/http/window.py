"""Calls and failures of the last seconds, counted in buckets."""


class Window:
    """A sliding window of `length_s` seconds in `buckets` steps; adding and summing cost no allocation."""

    def __init__(self, length_s: float, buckets: int) -> None:
        self._step_s = length_s / buckets
        self._calls = [0] * buckets
        self._failures = [0] * buckets
        self._newest = 0

    def add(self, now: float, *, ok: bool) -> None:
        slot = self._turn_to(now)
        self._calls[slot] += 1
        if not ok:
            self._failures[slot] += 1

    def totals(self, now: float) -> tuple[int, int]:
        """(calls, failures)."""
        self._turn_to(now)
        return sum(self._calls), sum(self._failures)

    def clear(self) -> None:
        for slot in range(len(self._calls)):
            self._calls[slot] = self._failures[slot] = 0

    def _turn_to(self, now: float) -> int:
        """The slot of `now`, after emptying those that time has passed over."""
        step = int(now / self._step_s)
        size = len(self._calls)
        for passed in range(max(self._newest + 1, step - size + 1), step + 1):
            self._calls[passed % size] = self._failures[passed % size] = 0
        self._newest = max(self._newest, step)
        return self._newest % size
