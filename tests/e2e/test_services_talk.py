"""Another service keeps a count per ward from the events of reports, also when it is killed in between."""

import asyncio
import os
import signal
from collections import Counter

from tests.city import City
from tests.people import Person, new_report, until

REPORTS = 300
KILLS = 3
AT_ONCE = 16
COUNTED_WITHIN_S = 40.0
PLACES = ((16.4637, 107.5909), (16.4800, 107.5750), (16.4500, 107.6000), (16.5500, 107.6400))


async def submit(city: City, number: int) -> None:
    waiting = iter(range(number))
    async with city.client() as client:
        person = Person(client, city.token("citizen"))

        async def phone() -> None:
            for each in waiting:
                lat, lon = PLACES[each % len(PLACES)]
                answer = await person.submit(new_report(place={"lat": lat, "lon": lon, "address": ""}))
                assert answer.is_success, answer.text

        await asyncio.gather(*(phone() for _ in range(AT_ONCE)))


async def counted(city: City) -> Counter[str]:
    async with city.database("wards") as database:
        return Counter(dict(await database.fetch("select ward, reports from ward_counts")))


async def truth(city: City) -> Counter[str]:
    async with city.database("reflection") as database:
        return Counter(dict(await database.fetch("select ward_code, count(*) from reports group by 1")))


async def kill_when_counting(city: City) -> None:
    """kill -9 as soon as it has counted something more."""
    before, first = sum((await counted(city)).values()), city.pid("wards")

    async def counts_on() -> bool:
        return sum((await counted(city)).values()) > before

    await until(counts_on, COUNTED_WITHIN_S)
    os.kill(first, signal.SIGKILL)
    await until(lambda: _other(city, first), COUNTED_WITHIN_S)


async def _other(city: City, first: int) -> bool:
    return city.one("wards")["pid"] not in {first, None} and city.one("wards")["state"] == "ready"


async def test_the_count_per_ward_is_right_after_kills_in_mid_flow(tough_city: City):
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(submit(tough_city, REPORTS))
        for _ in range(KILLS):
            if not sending.done():
                await kill_when_counting(tough_city)

    async def is_right() -> bool:
        return await counted(tough_city) == await truth(tough_city)

    await until(is_right, COUNTED_WITHIN_S)
    assert sum((await counted(tough_city)).values()) >= REPORTS
    assert tough_city.one("wards")["restarts"] >= 1
    assert len(await truth(tough_city)) > 1


async def test_what_comes_twice_from_the_bus_is_counted_once(tough_city: City):
    before = await counted(tough_city)
    async with tough_city.bus() as bus:
        await bus.api("CONSUMER.DELETE.EVT_REFLECTION.wards-count")
        config = {"durable_name": "wards-count", "ack_policy": "explicit", "deliver_policy": "all"}
        body = {
            "stream_name": "EVT_REFLECTION",
            "config": config | {"filter_subjects": ["evt.reflection.report.received"]},
        }
        await bus.api("CONSUMER.CREATE.EVT_REFLECTION.wards-count", body)

        async def unacknowledged() -> int:
            info = await bus.api("CONSUMER.INFO.EVT_REFLECTION.wards-count")
            return info["num_pending"] + info["num_ack_pending"]

        await until(unacknowledged, COUNTED_WITHIN_S, is_it=lambda number: number == 0)

    assert await counted(tough_city) == before
