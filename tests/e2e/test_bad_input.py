"""Bad input never gives a 500."""

import asyncio
import random
import re
from collections import Counter

import pytest

from tests.city import City
from tests.e2e.bad_requests import Fuzzer, Wire
from tests.people import Person, new_report

SEED, MORE_SEEDS = 20260701, range(20)
REQUESTS = 600
AT_ONCE = 16
ANSWER_S = 10.0
PROBLEM = b"application/problem+json"
ALLOWED_FAILURES = {503, 504}
"""Said with a problem document: the part behind rests or is slow, which is not what the input asked for."""


async def exchange(city: City, wire: Wire) -> Wire:
    """Send the bytes as they are and read the answer; a connection that is closed without one has status 0."""
    reader, writer = await asyncio.open_connection("127.0.0.1", city.state["ports"]["gateway"])
    try:
        writer.write(wire.request)
        async with asyncio.timeout(ANSWER_S):
            head = await _until_silent(reader)
    finally:
        writer.close()
    status = re.match(rb"HTTP/1\.1 (\d{3})", head)
    kind = re.search(rb"\r\ncontent-type: ([^\r;]*)", head, re.IGNORECASE)
    return Wire(wire.what, wire.request, int(status[1]) if status else 0, kind[1] if kind else b"", head)


async def _until_silent(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(20_000)
    except ConnectionError:
        return b""


def woes(city: City) -> tuple[int, int, int]:
    """Restarts, unexpected errors and tracebacks so far: others may have killed services of this city before."""
    restarts = sum(process["restarts"] for process in city.state["processes"])
    logs = city.logs()
    return restarts, logs.count('"event":"unexpected_error"'), logs.count("Traceback")


@pytest.fixture(scope="module")
def before(city: City) -> tuple[int, int, int]:
    return woes(city)


@pytest.fixture(scope="module", params=[SEED, *(pytest.param(seed, marks=pytest.mark.long) for seed in MORE_SEEDS)])
async def answers(request: pytest.FixtureRequest, city: City, before: tuple[int, int, int]) -> list[Wire]:
    report = new_report()
    async with city.client() as client:
        await Person(client, city.token("citizen")).submit(report)
    fuzzer = Fuzzer(
        random.Random(request.param), city.token("citizen").encode(), city.token("moderator").encode(), report["id"]
    )
    waiting = iter(fuzzer.requests(REQUESTS))

    async def worker() -> list[Wire]:
        return [await exchange(city, wire) for wire in waiting]

    return [wire for found in await asyncio.gather(*(worker() for _ in range(AT_ONCE))) for wire in found]


def listed(wires: list[Wire]) -> list[str]:
    return [str(wire) for wire in wires][:5]


async def test_no_request_is_the_servers_fault(answers: list[Wire]):
    assert listed([wire for wire in answers if wire.status >= 500 and wire.status not in ALLOWED_FAILURES]) == []


async def test_every_request_is_answered(answers: list[Wire]):
    assert len(answers) > REQUESTS
    assert listed([wire for wire in answers if not wire.status]) == []


async def test_every_error_of_the_api_is_a_problem_document(answers: list[Wire]):
    parsed = [wire for wire in answers if wire.status >= 400 and b"Invalid HTTP request" not in wire.answer]
    with_body = [wire for wire in parsed if not wire.request.startswith(b"HEAD")]

    assert listed([wire for wire in with_body if wire.kind != PROBLEM]) == []


async def test_the_requests_were_bad_in_many_ways(answers: list[Wire]):
    statuses = Counter(wire.status for wire in answers)

    assert {400, 401, 404, 405, 422} <= statuses.keys()
    assert statuses[503] + statuses[504] < REQUESTS // 50


async def test_the_city_is_as_well_as_before(answers: list[Wire], city: City, before: tuple[int, int, int]):
    assert city.is_whole()
    assert woes(city) == before
