"""npm `eventsource`, unchanged, reads the live stream through kills of the gateway."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.city import City
from tests.people import Person, new_report, until

READER = Path(__file__).with_name("eventsource.mjs")
MODULES = Path(__file__).parents[2] / "web" / "package.json"
RECEIVED = "vn.hue.reflection.report.received.v1"
BACK_WITHIN_S = 20.0
"""The gateway's start, and the three seconds after which the stream asks readers to come back."""
KILLS = 2
EACH_TIME = 8


@dataclass
class Reader:
    told: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def subjects(self, among: set[str]) -> list[str]:
        return [each["subject"] for each in self.told if each.get("subject") in among]

    @property
    def connections(self) -> int:
        return sum("open" in each for each in self.told)


@asynccontextmanager
async def reading(city: City) -> AsyncIterator[Reader]:
    environment = {"MODULES": str(MODULES), "PATH": "", "NO_PROXY": "*"}
    node = Path(sys.executable).with_name("node")
    arguments = [f"{city.gateway}/v1/stream", city.token("moderator"), RECEIVED]
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    process = await asyncio.create_subprocess_exec(node, READER, *arguments, env=environment, **pipes)
    assert process.stdin
    assert process.stdout
    reader, lines = Reader(), process.stdout

    async def take() -> None:
        async for line in lines:
            reader.told.append(json.loads(line))

    taking = asyncio.create_task(take())
    try:
        yield reader
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 5)
        await taking


async def insist(person: Person, report: dict[str, Any]) -> None:
    """Submit it, also while the gateway is away."""
    for _ in range(150):
        try:
            if (await person.submit(report)).is_success:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.1)
    raise AssertionError(report["id"])


async def test_eventsource_of_npm_misses_nothing_and_hears_nothing_twice_over_kills_of_the_gateway(tough_city: City):
    sent: list[str] = []

    async def connected() -> int:
        return reader.connections

    async def heard() -> list[str]:
        return reader.subjects(set(sent))

    async with reading(tough_city) as reader, tough_city.client() as client:
        citizen = Person(client, tough_city.token("citizen"))
        await until(connected, BACK_WITHIN_S)
        for kill in range(KILLS + 1):
            for number in range(EACH_TIME):
                if kill < KILLS and number == EACH_TIME // 2:
                    os.kill(tough_city.pid("gateway"), signal.SIGKILL)
                report = new_report()
                await insist(citizen, report)
                sent.append(report["id"])
            await until(heard, BACK_WITHIN_S, is_it=lambda found: len(found) >= len(sent))

    assert reader.subjects(set(sent)) == sent
    assert {"reset": True} not in reader.told
    assert reader.connections == KILLS + 1
