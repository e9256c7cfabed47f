"""What the bus has lost is made again from the database."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hueioc.bus.read import messages_of
from hueioc.bus.streams import VIEWS
from hueioc.embedded.nats_config import ADMIN
from tests import workshop
from tests.city import City
from tests.listening import listening
from tests.people import Person, new_report, until
from tests.resilience.crowd import count, unpublished

REPORTS = 20
AGAIN_WITHIN_S = 30.0


@pytest.fixture
def consumers_of_wards(tough_city: City) -> Iterator[None]:
    """A deleted stream takes them with it, and the repair knows only the services that are installed."""
    yield
    with ThreadPoolExecutor(1) as apart:  # it has an event loop of its own
        apart.submit(workshop.provision, tough_city.surroundings().nats_url(ADMIN)).result()


@pytest.fixture
async def reports(tough_city: City, consumers_of_wards: None) -> list[str]:
    made = [new_report() for _ in range(REPORTS)]
    async with tough_city.client() as client:
        citizen = Person(client, tough_city.token("citizen"))
        for report in made:
            assert (await citizen.submit(report)).is_success
    await until(lambda: unpublished(tough_city), AGAIN_WITHIN_S, is_it=lambda number: number == 0)
    return [report["id"] for report in made]


async def events_of(city: City) -> dict[str, list[str]]:
    """The ids of its events, in order, for each report; what happens to two reports at once has no order."""
    found = defaultdict[str, list[str]](list)
    async with city.bus() as bus:
        async for each in messages_of(bus, "EVT_REFLECTION", subject=">"):
            found[each.headers["ce-subject"]].append(each.headers["ce-id"])
    return found


async def views_of(city: City) -> dict[str, bytes]:
    """Without how often each was read, which goes on by itself."""
    async with city.bus() as bus:
        return {
            each.subject: re.sub(rb'"views":\d+', b'"views":0', each.payload)
            async for each in messages_of(bus, VIEWS, subject="view.reflection.>")
        }


async def test_a_deleted_event_stream_is_whole_again_after_a_replay(tough_city: City, reports: list[str]):
    before = await events_of(tough_city)
    async with tough_city.bus() as bus:
        await bus.api("STREAM.DELETE.EVT_REFLECTION")

    said = tough_city.hue("outbox", "replay", "reflection")

    assert said == f"reflection: {sum(map(len, before.values()))} messages published again\n"
    await until(lambda: unpublished(tough_city), AGAIN_WITHIN_S, is_it=lambda number: number == 0)
    assert await events_of(tough_city) == before


@pytest.mark.long  # the server looks for a source that was made anew only after some ten seconds
async def test_after_a_replay_new_events_reach_the_live_stream_and_none_comes_twice(
    tough_city: City, reports: list[str]
):
    async with listening(tough_city.gateway, tough_city.token("moderator")) as listener:
        async with tough_city.bus() as bus:
            await bus.api("STREAM.DELETE.EVT_REFLECTION")
        tough_city.hue("outbox", "replay", "reflection")
        report = new_report()
        async with tough_city.client() as client:
            assert (await Person(client, tough_city.token("citizen")).submit(report)).is_success

        async def heard() -> list[str]:
            return listener.about(report["id"])

        await until(heard, AGAIN_WITHIN_S)

    heard_ids = Counter(each.event["id"] for each in listener.heard)
    assert [each for each, times in heard_ids.items() if times > 1] == []


async def test_purged_views_are_rendered_again(tough_city: City, reports: list[str]):
    before = await views_of(tough_city)
    async with tough_city.bus() as bus:
        await bus.api(f"STREAM.PURGE.{VIEWS}")

    tough_city.hue("views", "rebuild", "reflection")

    await until(lambda: unpublished(tough_city), AGAIN_WITHIN_S, is_it=lambda number: number == 0)
    after = await views_of(tough_city)
    assert after.keys() == before.keys()
    desks = [subject for subject in before if ".desk." in subject or ".report." in subject]
    assert {subject: after[subject] for subject in desks} == {subject: before[subject] for subject in desks}


async def test_a_gateway_that_starts_after_the_repair_answers_everything(tough_city: City, reports: list[str]):
    async with tough_city.bus() as bus:
        await bus.api(f"STREAM.PURGE.{VIEWS}")
    tough_city.hue("views", "rebuild", "reflection")
    await until(lambda: unpublished(tough_city), AGAIN_WITHIN_S, is_it=lambda number: number == 0)
    tough_city.home.snapshot.unlink(missing_ok=True)
    tough_city.kill_and_wait("gateway")

    async with tough_city.client() as client:
        moderator = Person(client, tough_city.token("moderator"))
        for report_id in reports:
            answer = await moderator.get(f"/v1/ops/reports/{report_id}")
            assert answer.is_success
            assert "hue-sources" in answer.headers
        total = (await moderator.read("/v1/ops/queue"))["total"]
    assert total == sum((await count(tough_city)).rows.values())
