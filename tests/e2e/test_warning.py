"""Warning in the whole city, flow 1: the river rises, a draft, two officers, everybody of the wards is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest

from tests.city import City, running_city
from tests.e2e.test_environment import send
from tests.people import Person, new_report, until
from tests.phones import signed_in

SEEN_WITHIN_S = 20.0
KIM_LONG = "19774"


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with running_city(only=("reflection", "environment", "warning")) as running:
        yield running


async def drafts(officer: Person) -> list[dict[str, Any]]:
    return (await officer.read("/v1/ops/warning/alerts?state=draft"))["items"]


async def out(first: Person, second: Person, alert_id: str) -> None:
    for who, step in ((first, "submit"), (second, "approve"), (first, "issue")):
        answer = await who.post(f"/v1/ops/warning/alerts/{alert_id}/{step}", None)
        assert answer.is_success, answer.text


async def test_a_river_above_its_level_becomes_a_warning_in_the_inbox_of_its_wards_and_ends(city: City):
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
    async with city.client() as client:
        first, second = (Person(client, city.token("moderator", name=name)) for name in ("desk-a", "desk-b"))
        citizen = await signed_in(city, client, "0987000444")
        chosen = await client.put("/v1/me/warning-wards", json={"wards": [KIM_LONG]}, headers=citizen.headers)
        assert chosen.is_success, chosen.text
        assert (await send(client, city, 2.56, at)).is_success

        async def is_drafted() -> bool:
            return bool(await drafts(first))

        await until(is_drafted, SEEN_WITHIN_S)
        (draft,) = await drafts(first)
        detail = await first.read(f"/v1/ops/warning/alerts/{draft['id']}")
        assert detail["texts"]["vi"]["description"].endswith("trên BĐ2 là 0,56m")
        assert KIM_LONG in detail["wards"]
        await out(first, second, draft["id"])

        async def is_told() -> bool:
            items = (await citizen.read("/v1/me/notices"))["items"]
            return any(each["kind"] == "warning" and draft["id"] in each["link"] for each in items)

        await until(is_told, SEEN_WITHIN_S)

        async def is_everywhere() -> bool:
            shown = (await citizen.read("/v1/warning/active"))["items"]
            ward = (await citizen.read(f"/v1/warning/wards/{KIM_LONG}"))["items"]
            return [each["id"] for each in shown] == [each["id"] for each in ward] == [draft["id"]]

        await until(is_everywhere, SEEN_WITHIN_S)

        async def is_reached() -> bool:
            reach = (await first.read(f"/v1/ops/warning/alerts/{draft['id']}"))["reach"]
            return reach["told"] == 1 and reach["wards_told"] == reach["wards_asked"]

        await until(is_reached, SEEN_WITHIN_S)

        async def is_on_the_tile() -> bool:
            tile = await citizen.read("/v1/city/warning")
            return {each["code"]: each["value"] for each in tile["figures"]}["active"] == 1

        await until(is_on_the_tile, SEEN_WITHIN_S)
        assert (await citizen.read("/v1/map/warning"))["total"] == 1
        feed = feedparser.parse((await client.get("/v1/warning/feed.atom")).content)
        assert [entry.id for entry in feed.entries] == [
            (await citizen.read("/v1/warning/active"))["items"][0]["identifier"]
        ]

        assert (await send(client, city, 0.4, at + timedelta(minutes=10))).is_success
        await until(is_drafted, SEEN_WITHIN_S)
        (clear,) = await drafts(first)
        assert (clear["msg_type"], clear["chain_id"]) == ("Update", draft["id"])
        await out(first, second, clear["id"])

        async def is_replaced() -> bool:
            shown = (await citizen.read("/v1/warning/active"))["items"]
            return [each["response_types"] for each in shown] == [["AllClear"]]

        await until(is_replaced, SEEN_WITHIN_S)
    async with city.database("warning") as database:
        rows = await database.fetch("select subject from outbox where subject like 'evt.warning.alert.%' order by id")
    verbs = [row["subject"].rpartition(".")[2] for row in rows]
    assert verbs == ["drafted", "submitted", "approved", "issued", "drafted", "submitted", "approved", "updated"]


async def test_a_report_of_flooding_near_the_gauge_becomes_a_situation(city: City):
    async with city.client() as client:
        gauges = (await client.get("/v1/environment/stations")).json()["items"]
        place = next(each["place"] for each in gauges if each["code"] == "KIMLONG")
        assert (await send(client, city, 2.7, datetime.now(UTC).replace(microsecond=0))).is_success
        reporter = Person(client, city.token("citizen", name="wet"))
        report = new_report() | {
            "category": "drainage",
            "place": {"lat": place["lat"], "lon": place["lon"], "address": "Kim Long"},
        }
        answer = await reporter.submit(report)
        assert answer.is_success, answer.text
        officer = Person(client, city.token("moderator", name="desk-a"))

        async def is_one_situation() -> bool:
            items = (await officer.read("/v1/ops/warning/situations?state=open"))["items"]
            return any(report["id"] in {member["subject_id"] for member in each["members"]} for each in items)

        await until(is_one_situation, SEEN_WITHIN_S)
