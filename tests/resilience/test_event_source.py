"""A reader that is not ours, npm's `eventsource`, resumes through kills of the gateway without gap or double."""

import asyncio
import json
import os
import shutil
import signal
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import pytest

from huelocal.home import CHECKOUT
from tests.city import City
from tests.people import until
from tests.resilience.test_stream import submit_some

NODE = shutil.which("node", path=str(CHECKOUT / ".venv" / "bin")) or ""
READER = CHECKOUT / "web" / "tests" / "event-source.mjs"
KILLS = 2
REPORTS = 25
HEARD_WITHIN_S = 30.0


class Reader:
    """What the program has printed."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.opened = self.resets = 0

    async def follow(self, lines: asyncio.StreamReader) -> None:
        async for line in lines:
            said = json.loads(line)
            self.opened += "open" in said
            self.resets += "reset" in said
            self.subjects += [said["subject"]] if "subject" in said else []


@asynccontextmanager
async def reading(url: str, token: str) -> AsyncGenerator[Reader]:
    program = await asyncio.create_subprocess_exec(NODE, str(READER), f"{url}/v1/stream", token, stdout=PIPE)
    reader = Reader()
    assert program.stdout
    following = asyncio.create_task(reader.follow(program.stdout))
    try:
        await until(lambda: _opened(reader), 10.0)
        yield reader
    finally:
        with suppress(ProcessLookupError):
            program.terminate()
        await program.wait()
        await following


async def _opened(reader: Reader) -> int:
    return reader.opened


@pytest.mark.skipif(
    not NODE or not (READER.parents[1] / "node_modules" / "eventsource").is_dir(), reason="the web is not set up"
)
async def test_npms_eventsource_misses_nothing_and_hears_nothing_twice(tough_city: City):
    city = tough_city
    async with reading(city.gateway, city.token("moderator")) as reader:
        sending = asyncio.create_task(submit_some(city, REPORTS))
        for _ in range(KILLS):
            await asyncio.sleep(1)
            os.kill(city.pid("gateway"), signal.SIGKILL)
            await asyncio.to_thread(city.until_whole)
        async with asyncio.timeout(60):
            sent = await sending

        async def heard() -> int:
            return len(set(reader.subjects).intersection(sent))

        await until(heard, HEARD_WITHIN_S, is_it=lambda number: number >= REPORTS)
        await asyncio.sleep(0.3)

    assert [each for each in reader.subjects if each in set(sent)] == sent
    assert reader.opened >= 1 + KILLS
    assert reader.resets == 0
