"""Streams that are there already become what they shall be; a log that is followed goes on where it was."""

import asyncio
from dataclasses import replace

import pytest

from hueioc.bus.ordered import OVERLAP, Follower, Start
from hueioc.bus.streams import EVENTS, Stream, common_streams, ensure_stream


async def held(bus, name):
    return (await bus.api(f"STREAM.INFO.{name}"))["state"]


async def test_a_copy_of_an_earlier_release_is_made_anew_and_no_number_comes_twice(bus):
    source = Stream(name="EVT_OLD", subjects=("evt.old.>",))
    await ensure_stream(bus, source)
    now = Stream(name="COPY", more={"sources": [{"name": "EVT_OLD"}], "persist_mode": "async"})
    await ensure_stream(bus, replace(now, more={"sources": [{"name": "EVT_OLD"}]}))
    for number in range(3):
        await bus.publish_durably("evt.old.told", str(number).encode(), {})
    async with asyncio.timeout(10):
        while (await held(bus, "COPY"))["messages"] < 3:
            await asyncio.sleep(0.02)

    await ensure_stream(bus, now)
    async with asyncio.timeout(10):
        while (await held(bus, "COPY"))["messages"] < 3:
            await asyncio.sleep(0.02)
    state = await held(bus, "COPY")
    assert (state["first_seq"], state["last_seq"]) == (4, 6)


async def test_making_streams_sure_twice_changes_nothing(bus, bus_services):
    feed = next(each for each in common_streams(bus_services) if each.name == EVENTS)
    before = (await bus.api(f"STREAM.INFO.{EVENTS}"))["created"]
    await ensure_stream(bus, feed)
    assert (await bus.api(f"STREAM.INFO.{EVENTS}"))["created"] == before


@pytest.fixture
def follower(bus):
    async def hear(_):
        pass

    def make(first, last):
        made = Follower(bus, EVENTS, start=Start.NEW, on_batch=hear)
        made._first, made.last_sequence = first, last
        return made

    return make


@pytest.mark.parametrize(
    ("first", "last", "held_now", "begins"),
    [
        (0, 50, 50, 1),
        (40, 50, 50, 41),
        (40, 5_000, 5_000, 5_001 - OVERLAP),
        (0, 5_000, 4_990, 4_991 - OVERLAP),
        (45, 50, 42, 43),
        (4_000, 5_000, 3, 1),
    ],
    ids=[
        "all that was seen may come again",
        "what was there before we came never comes",
        "no more than the overlap comes again",
        "the end was lost",
        "the end was lost to before we came",
        "another stream of this name",
    ],
)
async def test_a_log_is_read_again_from_a_little_before_its_end(follower, first, last, held_now, begins):
    log = follower(first, last)
    log._step_back(held_now)
    assert log._config("x")["config"]["opt_start_seq"] == begins
