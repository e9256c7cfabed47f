"""kill -9 of each process during 1,000 submissions: nothing is lost or doubled, all comes back by itself."""

import asyncio
import os
import signal

import pytest

from tests.city import City
from tests.people import Person, until
from tests.resilience.crowd import CLIENTS, Count, count, crowd_of, unpublished

REPORTS = 1_000
AT_MOST_S = 60.0
BACK_WITHIN_S = 30.0


@pytest.mark.parametrize("victim", ["reflection", "gateway", "nats", "postgres"])
async def test_a_kill_loses_nothing_and_doubles_nothing(tough_city: City, victim: str):
    crowd = crowd_of(tough_city, REPORTS)
    first = tough_city.pid(victim)

    async with asyncio.timeout(AT_MOST_S), asyncio.TaskGroup() as group:
        group.create_task(crowd.send())
        await crowd.third.wait()
        os.kill(first, signal.SIGKILL)

    assert crowd.refused == []
    assert crowd.tries > REPORTS - CLIENTS
    await asyncio.to_thread(tough_city.until_whole)
    assert tough_city.pid(victim) != first
    await until(lambda: unpublished(tough_city), BACK_WITHIN_S, is_it=lambda number: number == 0)
    ids = {report["id"] for report in crowd.reports}
    assert once_each(await count(tough_city), ids) == {"rows": [], "events": [], "documents": [], "event ids": []}
    await assert_read_models_whole(tough_city, ids)
    await assert_other_service_has_counted(tough_city)


def once_each(found: Count, ids: set[str]) -> dict[str, list[tuple[str, int]]]:
    """What is not there exactly once."""
    kinds = {"rows": found.rows, "events": found.events, "documents": found.documents}
    wrong = {name: [(each, seen[each]) for each in ids if seen[each] != 1] for name, seen in kinds.items()}
    return wrong | {"event ids": [pair for pair in found.event_ids.items() if pair[1] != 1]}


async def assert_read_models_whole(city: City, ids: set[str]) -> None:
    """Every report is answered by the gateway itself, and the lists count them all."""
    async with city.database("reflection") as database:
        total = await database.fetchval("select count(*) from reports")
    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))

        async def queue_total() -> int:
            return (await moderator.read("/v1/ops/queue"))["total"]

        await until(queue_total, BACK_WITHIN_S, is_it=lambda found: found == total)
        waiting, missing = iter(ids), list[str]()

        async def look() -> None:
            for report_id in waiting:
                answer = await moderator.get(f"/v1/ops/reports/{report_id}")
                if not answer.is_success or "hue-sources" not in answer.headers:
                    missing.append(report_id)

        await asyncio.gather(*(look() for _ in range(16)))
    assert missing == []


async def assert_other_service_has_counted(city: City) -> None:
    """Its count per ward is that of the rows."""
    async with city.database("reflection") as database:
        rows = dict(await database.fetch("select ward_code, count(*) from reports group by 1"))

    async def counted() -> dict[str, int]:
        async with city.database("wards") as database:
            return dict(await database.fetch("select ward, reports from ward_counts"))

    await until(counted, BACK_WITHIN_S, is_it=lambda found: sum(found.values()) >= sum(rows.values()))
    assert await counted() == rows
