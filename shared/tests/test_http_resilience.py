"""Deadlines, retry budget, back-off and breaker as rules over a clock that the test turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.http import Breaker, Deadline, RetryBudget, backoff
from hueioc.http.window import Window


class Turned:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def middle() -> float:
    return 0.5


@pytest.mark.parametrize(
    ("value", "method", "seconds"),
    [
        (None, b"GET", 0.8),
        (None, b"POST", 3.0),
        (b"250", b"POST", 0.25),
        (b"60000", b"GET", 10.0),
        (b"0", b"GET", 0.8),
        (b"-5", b"GET", 0.8),
        (b"1e3", b"GET", 0.8),
        (b"", b"GET", 0.8),
        (b"9" * 5000, b"GET", 0.8),
        ("٣".encode(), b"GET", 0.8),
    ],
)
def test_a_deadline_is_read_from_the_header_or_given_by_the_method(
    value: bytes | None, method: bytes, seconds: float
) -> None:
    assert Deadline.read(value, method, Turned()).remaining() == pytest.approx(seconds)


def test_a_deadline_shrinks_on_each_hop() -> None:
    clock = Turned()
    first = Deadline.after(0.5, clock)
    clock.now += 0.2
    name, value = first.header()
    assert (name, value) == (b"hue-timeout-ms", b"299") or value == b"300"
    clock.now += 1
    assert first.remaining() == 0
    assert first.header()[1] == b"1"


def test_a_part_of_a_deadline_leaves_time_to_answer() -> None:
    assert Deadline.after(1, Turned()).part(0.85).remaining() == pytest.approx(0.85)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_backoff_stays_between_zero_and_its_growing_cap(attempt: int, draw: float) -> None:
    wait = backoff(attempt, lambda: draw)
    assert 0 <= wait <= min(2.0, 0.05 * 2.0 ** min(attempt, 40))


def test_retries_take_a_fifth_of_the_live_requests_beyond_three_a_second() -> None:
    clock = Turned()
    budget = RetryBudget(clock)
    for _ in range(100):
        budget.started()
    assert sum(budget.take() for _ in range(50)) == 23
    clock.now += 1
    assert sum(budget.take() for _ in range(50)) == 3


def test_a_retry_that_is_over_makes_room_for_another() -> None:
    budget = RetryBudget(Turned())
    for _ in range(10):
        budget.started()
    granted = sum(budget.take() for _ in range(50))
    assert granted == 5
    for _ in range(granted):
        budget.give_back()
    assert sum(budget.take() for _ in range(50)) == 2


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=200))
def test_a_window_counts_what_a_list_of_the_last_seconds_counts(steps: list[tuple[float, bool]]) -> None:
    window, now, seen = Window(10, 10), 500.0, list[tuple[float, bool]]()
    for pause, ok in steps:
        now += pause
        window.add(now, ok=ok)
        seen.append((now, ok))
        kept = [ok for at, ok in seen if int(at) > int(now) - 10]
        assert window.totals(now) == (len(kept), kept.count(False))


def call(breaker: Breaker, *, ok: bool) -> bool:
    ticket = breaker.admit()
    if ticket:
        breaker.record(ticket, ok=ok)
    return bool(ticket)


def opened(clock: Turned) -> Breaker:
    breaker = Breaker(clock, middle)
    for _ in range(5):
        call(breaker, ok=False)
    return breaker


def test_five_failures_in_a_row_open_the_breaker() -> None:
    breaker = Breaker(Turned(), middle)
    for _ in range(4):
        call(breaker, ok=False)
    call(breaker, ok=True)
    assert breaker.state == "closed"
    for _ in range(5):
        call(breaker, ok=False)
    assert breaker.state == "open"
    assert breaker.admit() == 0
    assert breaker.retry_after_s() == pytest.approx(5)


def test_half_of_twenty_calls_failing_open_the_breaker() -> None:
    breaker = Breaker(Turned(), middle)
    for _ in range(9):
        call(breaker, ok=True)
        call(breaker, ok=False)
    call(breaker, ok=True)
    assert breaker.state == "closed"
    call(breaker, ok=False)
    assert breaker.state == "open"


def test_failures_older_than_the_window_do_not_count() -> None:
    clock = Turned()
    breaker = Breaker(clock, middle)
    for _ in range(40):
        call(breaker, ok=True)
        call(breaker, ok=False)
        clock.now += 1.5
    assert breaker.state == "closed"


def test_three_good_probes_close_the_breaker() -> None:
    clock = Turned()
    breaker = opened(clock)
    clock.now += 5.01
    assert breaker.state == "half-open"
    tickets = [breaker.admit() for _ in range(5)]
    assert [bool(ticket) for ticket in tickets] == [True, True, True, False, False]
    for ticket in tickets[:3]:
        breaker.record(ticket, ok=True)
    assert breaker.state == "closed"
    assert breaker.admit()


def test_a_bad_probe_opens_the_breaker_for_longer_up_to_thirty_seconds() -> None:
    clock = Turned()
    breaker = opened(clock)
    lengths: list[float] = []
    for _ in range(5):
        lengths.append(breaker.retry_after_s())
        clock.now += lengths[-1] + 0.01
        assert call(breaker, ok=False)
    assert lengths == pytest.approx([5, 10, 20, 30, 30])


@given(st.floats(0, 1, exclude_max=True))
def test_openings_are_spread_by_a_fifth(draw: float) -> None:
    breaker = Breaker(Turned(), lambda: draw)
    for _ in range(5):
        call(breaker, ok=False)
    assert 3.99 <= breaker.retry_after_s() <= 6.01


def test_a_probe_given_up_by_its_caller_makes_room_for_another() -> None:
    clock = Turned()
    breaker = opened(clock)
    clock.now += 6
    for _ in range(10):
        ticket = breaker.admit()
        assert ticket
        breaker.record(ticket, ok=None)


def test_an_answer_to_a_call_from_before_the_opening_says_nothing() -> None:
    clock = Turned()
    breaker = Breaker(clock, middle)
    early = breaker.admit()
    for _ in range(5):
        call(breaker, ok=False)
    clock.now += 6
    breaker.record(early, ok=False)
    assert breaker.state == "half-open"


@given(st.lists(st.tuples(st.floats(0, 8), st.sampled_from([True, False, None])), max_size=300))
def test_a_breaker_never_stays_shut_for_good(steps: list[tuple[float, bool | None]]) -> None:
    clock = Turned()
    breaker = Breaker(clock)
    for pause, ok in steps:
        clock.now += pause
        if ticket := breaker.admit():
            breaker.record(ticket, ok=ok)
    clock.now += 37
    for _ in range(3):
        assert call(breaker, ok=True)
    assert breaker.state == "closed"
