"""The time and the identifiers."""

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.clock import VIETNAM, frozen, now
from hueioc.ids import uuid7


def test_the_time_is_aware_and_in_utc():
    assert now().tzinfo is UTC


def test_a_stopped_clock_stands_still_until_it_is_moved(clock):
    before = now()
    assert now() == before
    clock.move(timedelta(days=1))
    assert now() == before + timedelta(days=1)


def test_a_clock_goes_on_when_it_is_let_go():
    with frozen(datetime(2020, 1, 1, tzinfo=UTC)):
        pass
    assert abs(now().timestamp() - time.time()) < 5


def test_a_moment_of_vietnam_is_kept_in_utc(clock):
    clock.set(datetime(2026, 1, 1, 7, tzinfo=VIETNAM))
    assert now() == datetime(2026, 1, 1, 0, tzinfo=UTC)
    assert now().tzinfo is UTC


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), frozen(datetime(2026, 1, 1)):
        pass


async def test_tasks_see_the_stopped_clock(clock):
    async def ask():
        return now()

    assert await asyncio.create_task(ask()) == clock.moment


def test_an_id_is_a_uuid_of_version_7():
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_ids_grow_with_time():
    first = uuid7()
    time.sleep(0.002)
    assert first < uuid7()


def test_an_id_tells_when_it_was_made():
    assert abs((uuid7().int >> 80) / 1000 - time.time()) < 1


@given(st.integers(100, 300))
def test_ids_are_unique(number):
    assert len({uuid7() for _ in range(number)}) == number


def test_a_forked_process_makes_other_ids():
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(write, b"".join(uuid7().bytes for _ in range(50)))
        os._exit(0)
    ours = {uuid7().bytes for _ in range(50)}
    os.waitpid(pid, 0)
    theirs = os.read(read, 50 * 16)
    os.close(read)
    os.close(write)
    assert len(theirs) == 50 * 16
    assert ours.isdisjoint({theirs[n : n + 16] for n in range(0, len(theirs), 16)})
