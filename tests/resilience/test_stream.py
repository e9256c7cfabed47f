"""The live stream over a gateway or a bus that dies, and a city that stops while people listen."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.city import City
from tests.listening import Listener, listening
from tests.people import Person, new_report, until

REPORTS = 30
AFTERWARDS_S = 0.3
OPEN_STREAMS = 20
STOP_WITHIN_S = 5.0
HEARD_WITHIN_S = 20.0


async def submit_some(city: City, number: int, token: str = "") -> list[str]:
    """Submit one after the other, also while the gateway is away."""
    sent: list[str] = []
    async with city.client() as client:
        person = Person(client, token or city.token("citizen"))
        for report in [new_report() for _ in range(number)]:
            for _ in range(100):
                try:
                    answer = await person.submit(report)
                except httpx.HTTPError:
                    answer = None
                if answer is not None and answer.is_success:
                    break
                await asyncio.sleep(0.1)
            else:
                raise AssertionError(answer and (answer.status_code, answer.text))
            sent.append(report["id"])
            await asyncio.sleep(0.02)
    return sent


def received(listener: Listener) -> list[str]:
    return [each.event["subject"] for each in listener.heard if each.name == "report.received"]


@pytest.mark.parametrize("victim", ["gateway", "nats", pytest.param("reflection", marks=pytest.mark.long)])
async def test_a_reader_misses_nothing_and_hears_nothing_twice(tough_city: City, victim: str):
    city = tough_city
    async with listening(city.gateway, city.token("moderator")) as listener:
        sending = asyncio.create_task(submit_some(city, REPORTS))
        await asyncio.sleep(0.3)
        os.kill(city.pid(victim), signal.SIGKILL)
        sent = await asyncio.wait_for(sending, 60)

        async def heard() -> int:
            return len(set(received(listener)).intersection(sent))

        await until(heard, HEARD_WITHIN_S, is_it=lambda number: number >= REPORTS)
        await asyncio.sleep(AFTERWARDS_S)

    # what an earlier test has sent may still be arriving after its NATS was killed
    assert [report for report in received(listener) if report in set(sent)] == sent
    assert listener.resets == 0
    assert listener.connections == (2 if victim == "gateway" else 1)


@pytest.mark.parametrize("victim", ["gateway", "nats"])
async def test_a_reader_that_has_heard_nothing_yet_misses_nothing(tough_city: City, victim: str):
    city = tough_city
    async with listening(city.gateway, city.token("moderator")) as listener:
        citizen = city.token("citizen")
        os.kill(city.pid(victim), signal.SIGKILL)
        sent = await submit_some(city, 3, citizen)
        await until(lambda: names_of(listener), HEARD_WITHIN_S, is_it=lambda found: len(found) >= len(sent))

    # what an earlier test has sent may still be arriving after its NATS was killed
    assert [report for report in received(listener) if report in set(sent)] == sent


async def test_a_reader_that_was_away_hears_what_it_missed(tough_city: City):
    city = tough_city
    async with listening(city.gateway, city.token("moderator")) as first:
        before = await submit_some(city, 1)
        await until(lambda: names_of(first), is_it=lambda found: before[0] in found)
    missed = await submit_some(city, 5)

    async with listening(city.gateway, city.token("moderator"), first.last_id) as second:
        later = await submit_some(city, 1)
        await until(lambda: names_of(second), is_it=lambda found: later[0] in found)

    assert received(second) == [*missed, *later]


async def names_of(listener: Listener) -> list[str]:
    return received(listener)


@pytest.mark.parametrize("last_id", ["999999999", "nonsense"])
async def test_a_reader_with_an_unknown_last_id_is_told_to_load_anew(tough_city: City, last_id: str):
    city = tough_city
    async with listening(city.gateway, city.token("moderator"), last_id) as listener:

        async def resets() -> int:
            return listener.resets

        await until(resets, is_it=lambda number: number == 1)


async def test_the_city_stops_within_five_seconds_while_people_listen(new_city: Callable[..., City]):
    city = new_city()
    async with AsyncExitStack() as stack:
        for _ in range(OPEN_STREAMS):
            await stack.enter_async_context(listening(city.gateway))
        everybody = city.everybody()

        took = await asyncio.to_thread(city.stop)

    assert took < STOP_WITHIN_S
    assert not [process for process in everybody if process.is_running()]
    assert '"level":"error"' not in city.logs()
    assert city.home.snapshot.stat().st_mtime > time.time() - STOP_WITHIN_S - took


async def test_a_gateway_that_is_told_to_stop_ends_its_streams_at_once(tough_city: City):
    city = tough_city
    async with listening(city.gateway):
        first, began = city.pid("gateway"), time.monotonic()
        os.kill(first, signal.SIGTERM)

        async def ended() -> bool:
            return city.one("gateway")["pid"] != first

        await until(ended, STOP_WITHIN_S)
        assert time.monotonic() - began < 1.5
