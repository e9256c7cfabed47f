"""Public pages go on when what is behind them has stopped, and say how old they are."""

import os
import re
import signal
from dataclasses import dataclass

import httpx
import pytest

from tests.city import City
from tests.people import Person, new_report, until

STALE_WITHIN_S = 14.0
BACK_WITHIN_S = 20.0


@dataclass
class Silenced:
    """What the pages answered before, while reflection was silent, and after a restart without reflection and NATS."""

    paths: dict[str, str]
    before: dict[str, httpx.Response]
    silent: dict[str, httpx.Response]
    submitted: httpx.Response
    restarted: dict[str, httpx.Response]
    ready: httpx.Response
    back: dict[str, httpx.Response]


async def ask(city: City, paths: dict[str, str]) -> dict[str, httpx.Response]:
    async with city.client() as client:
        return {name: await client.get(path) for name, path in paths.items()}


async def publish_one(city: City) -> str:
    report = new_report()
    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))
        await Person(client, city.token("citizen")).submit(report)
        await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda answer: answer.is_success)
        await moderator.act(report["id"], "moderation", {"decision": "accept"})
        await until(lambda: client.get("/v1/reports"), is_it=lambda answer: report["id"] in answer.text)
    return report["id"]


async def feed(city: City) -> httpx.Response | None:
    async with city.client() as client:
        try:
            return await client.get("/v1/reports")
        except httpx.HTTPError:
            return None


def says(*words: str) -> object:
    return lambda answer: answer is not None and all(word in answer.headers.get("hue-sources", "") for word in words)


@pytest.fixture(scope="module")
async def silenced(_tough: City) -> Silenced:
    city = _tough
    city.until_whole()
    report_id = await publish_one(city)
    paths = {
        "feed": "/v1/reports",
        "report": f"/v1/reports/{report_id}",
        "categories": "/v1/report-categories",
        "units": "/v1/units",
    }
    before = await ask(city, paths)
    token = city.token("citizen")
    with city.silent("reflection"):
        await until(lambda: feed(city), STALE_WITHIN_S, is_it=says(";stale"))
        silent = await ask(city, paths)
        async with city.client(is_patient=False) as client:
            submitted = await Person(client, token).submit(new_report())
        with city.silent("nats"):
            first = city.pid("gateway")
            os.kill(first, signal.SIGTERM)
            await until(lambda: feed(city), BACK_WITHIN_S, is_it=lambda answer: answer is None)
            await until(lambda: feed(city), BACK_WITHIN_S, is_it=bool)
            restarted = await ask(city, paths)
            ready = (await ask(city, {"ready": "/readyz"}))["ready"]
    await until(
        lambda: feed(city),
        BACK_WITHIN_S,
        is_it=lambda answer: answer and "stale" not in answer.headers["hue-sources"],
    )
    return Silenced(paths, before, silent, submitted, restarted, ready, await ask(city, paths))


def age_of(answer: httpx.Response) -> int:
    found = re.fullmatch(r"reflection;seq=\d+;age=(\d+)(;stale)?", answer.headers["hue-sources"])
    assert found
    assert answer.headers["age"] == found[1]
    return int(found[1])


async def test_a_fresh_page_says_that_it_is_fresh(silenced: Silenced):
    assert {name: age_of(answer) <= 2 for name, answer in silenced.before.items()} == dict.fromkeys(
        silenced.paths, True
    )


async def test_pages_stay_the_same_while_the_service_is_silent(silenced: Silenced):
    assert {name: answer.content for name, answer in silenced.silent.items()} == {
        name: answer.content for name, answer in silenced.before.items()
    }


async def test_pages_say_how_old_they_are(silenced: Silenced):
    assert all(age_of(answer) > 10 for answer in silenced.silent.values())
    assert all(answer.headers["hue-sources"].endswith(";stale") for answer in silenced.silent.values())


async def test_a_report_sent_meanwhile_is_told_to_come_again(silenced: Silenced):
    assert silenced.submitted.status_code in {503, 504}
    assert silenced.submitted.headers["content-type"] == "application/problem+json"


async def test_pages_outlive_a_restart_of_the_gateway_without_service_and_bus(silenced: Silenced):
    assert {name: answer.content for name, answer in silenced.restarted.items()} == {
        name: answer.content for name, answer in silenced.before.items()
    }
    assert all(answer.headers["hue-sources"].endswith(";stale") for answer in silenced.restarted.values())


async def test_the_age_goes_on_over_the_restart(silenced: Silenced):
    assert age_of(silenced.restarted["report"]) >= age_of(silenced.silent["report"])


async def test_a_gateway_with_read_models_is_ready_without_the_bus(silenced: Silenced):
    assert silenced.ready.status_code == httpx.codes.OK, silenced.ready.text


async def test_pages_are_fresh_again_when_the_service_comes_back(silenced: Silenced):
    assert {name: age_of(answer) <= 2 for name, answer in silenced.back.items()} == dict.fromkeys(silenced.paths, True)
