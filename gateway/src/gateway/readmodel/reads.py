"""How often documents of counted views were read, told to their services every few seconds.

A sum per document and nothing of the reader. It is telemetry: what was counted in the last seconds before a crash, or
while nobody listened, is lost; a number of readers decides nothing.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping

import orjson
import structlog

from gateway.readmodel.entry import Entry
from hueioc.bus.connection import Bus, BusError
from hueioc.reads import is_robot, reads_subject
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

EVERY_S = 2.0
MOST_IN_MESSAGE = 5_000
"""About 300 kB; the server takes 1 MB."""


MOST_PROGRAMS, LONGEST_NAME = 1_000, 300
"""So that names of programs take 300 kB at most."""


class Reads:
    """The sums of one worker. `note` is on the fast path: look-ups in two dicts."""

    def __init__(self, bus: Bus, *, every_s: float = EVERY_S) -> None:
        self._bus = bus
        self._every_s = every_s
        self._sums: dict[str, int] = {}
        self._programs: dict[bytes, bool] = {}
        """Which kinds of programs are robots, so that each name is looked at once; tied to no reader and no read."""
        self._task: asyncio.Task[None] | None = None

    def note(self, entry: Entry, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """A document was sent in whole to somebody who had no copy (`If-None-Match`) of it."""
        user_agent = b""
        for name, value in headers:
            if name == b"user-agent":
                user_agent = value
                break
        robot = self._programs.get(user_agent)
        if robot is None:
            robot = self._met(user_agent)
        if not robot:
            subject, sums = entry.document.subject, self._sums
            sums[subject] = sums.get(subject, 0) + 1

    def _met(self, user_agent: bytes) -> bool:
        robot = is_robot(user_agent)
        if len(user_agent) <= LONGEST_NAME:
            if len(self._programs) >= MOST_PROGRAMS:
                self._programs.clear()
            self._programs[user_agent] = robot
        return robot

    def start(self) -> None:
        self._task = lasting(self._run, name="reads")

    async def stop(self) -> None:
        await end(self._task)
        await self.tell()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            await self.tell()

    async def tell(self) -> None:
        """Publish the sums and begin anew; what cannot be published now is told with the next ones."""
        if not self._sums or not self._bus.connected:  # no more of them than the table has documents
            return
        sums, self._sums = self._sums, {}
        for service, part in _messages(sums):
            try:
                await self._bus.publish(reads_subject(service), orjson.dumps(part))
            except BusError as error:
                log.info("reads_kept", service=service, error=str(error) or type(error).__name__)
                self._keep(service, part)

    def _keep(self, service: str, part: Mapping[str, int]) -> None:
        for key, number in part.items():
            subject = f"view.{service}.{key}"
            self._sums[subject] = self._sums.get(subject, 0) + number


def _messages(sums: Mapping[str, int]) -> list[tuple[str, dict[str, int]]]:
    """Service and {view.key: number}, in pieces that fit a message."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for subject, number in sums.items():
        _, service, key = subject.split(".", 2)
        found[service].append((key, number))
    return [
        (service, dict(pairs[begin : begin + MOST_IN_MESSAGE]))
        for service, pairs in found.items()
        for begin in range(0, len(pairs), MOST_IN_MESSAGE)
    ]
