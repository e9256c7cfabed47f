"""Many phones that send at once and do not give up, and the count of what arrived."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from hueioc.bus.read import messages_of
from hueioc.bus.streams import VIEWS
from tests.city import City
from tests.people import Person, new_report

CLIENTS = 64
MOST_TRIES = 150
LONGEST_PAUSE_S = 0.5
RECEIVED = "evt.reflection.report.received"


@dataclass
class Crowd:
    """Sends `reports`, each until it is taken in, by `CLIENTS` at a time."""

    city: City
    reports: Sequence[dict[str, Any]]
    taken: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])
    tries: int = 0
    third: asyncio.Event = field(default_factory=asyncio.Event)
    """A third of them is taken in."""

    async def send(self) -> None:
        waiting, token = iter(self.reports), self.city.token("citizen", name="crowd")
        await asyncio.gather(*(self._phone(token, waiting) for _ in range(CLIENTS)))

    async def _phone(self, token: str, waiting: Iterable[dict[str, Any]]) -> None:
        """With a connection of its own: one pool for all would be busier with itself than with the city."""
        async with self.city.client() as client:
            person = Person(client, token)
            for report in waiting:
                await self._insist(person, report)

    async def _insist(self, person: Person, report: dict[str, Any]) -> None:
        """The same report under the same key again while the city is at fault, or still busy with the last try."""
        answer = None
        for attempt in range(MOST_TRIES):
            self.tries += 1
            try:
                answer = await person.submit(report)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.is_success:
                self._take(report["id"])
                return
            if answer is not None and answer.status_code < 500 and "retry-after" not in answer.headers:
                break
            await asyncio.sleep(random.uniform(0.5, 1) * min(LONGEST_PAUSE_S, 0.02 * 2 ** min(attempt, 6)))
        self.refused.append(f"{report['id']}: {answer and (answer.status_code, answer.text)}")

    def _take(self, report_id: str) -> None:
        self.taken.append(report_id)
        if len(self.taken) >= len(self.reports) // 3:
            self.third.set()


def crowd_of(city: City, number: int) -> Crowd:
    return Crowd(city, [new_report(description=f"Phản ánh số {each}") for each in range(number)])


@dataclass(frozen=True)
class Count:
    """How often each report is there: as a row, as a `received` event, as a document; and events by their id."""

    rows: Counter[str]
    events: Counter[str]
    event_ids: Counter[str]
    documents: Counter[str]


async def count(city: City) -> Count:
    async with city.database("reflection") as database:
        rows = Counter([row["id"] for row in await database.fetch("select id::text from reports")])
    events: Counter[str] = Counter()
    event_ids: Counter[str] = Counter()
    async with city.bus() as bus:
        async for each in messages_of(bus, "EVT_REFLECTION", subject=">"):
            event_ids[each.headers["ce-id"]] += 1
            if each.subject == RECEIVED:
                events[each.headers["ce-subject"]] += 1
        views = [each.subject async for each in messages_of(bus, VIEWS, subject="view.reflection.desk.>")]
    return Count(rows, events, event_ids, Counter(subject.rpartition(".")[2] for subject in views))


async def unpublished(city: City, service: str = "reflection") -> int:
    async with city.database(service) as database:
        return await database.fetchval("select count(*) from outbox where published_at is null")
