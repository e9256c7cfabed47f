"""The picture of the city: every service's tile and layer in one document, each with its age."""

import asyncio
import os
import signal
from typing import Any

import httpx
import pytest

from hueioc.service import installed_services
from tests.city import City
from tests.people import Person, until

WHOLE_WITHIN_S = 20.0


def is_whole(answer: httpx.Response) -> bool:
    return answer.is_success and len(answer.json()["tiles"]) == len(answer.json()["sources"])


@pytest.fixture
async def whole(city: City) -> dict[str, Any]:
    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))
        return (await until(lambda: moderator.get("/v1/city"), is_it=is_whole)).json()


async def test_the_operations_centre_sees_a_tile_of_every_service(whole: dict[str, Any]):
    assert {each["service"] for each in whole["tiles"]} == {each["service"] for each in whole["sources"]}


async def test_every_part_of_the_city_says_its_age(whole: dict[str, Any]):
    assert {each["state"] for each in whole["sources"]} == {"live"}
    assert all(each["age_s"] <= 10 for each in whole["sources"])


async def test_every_tile_has_figures_in_both_languages(whole: dict[str, Any]):
    for tile in whole["tiles"]:
        assert tile["figures"], tile["service"]
        assert all(each["label"]["vi"] and each["label"]["en"] for each in tile["figures"])


async def test_a_map_can_be_narrowed_to_some_layers(city: City, whole: dict[str, Any]):
    async with city.client() as client:
        answer = await client.get("/v1/map", params={"layers": "environment"})
    assert [each["service"] for each in answer.json()["layers"]] == ["environment"]
    assert answer.json()["layers"][0]["type"] == "FeatureCollection"


async def test_a_layer_that_does_not_exist_is_told_in_words(city: City):
    async with city.client() as client:
        answer = await client.get("/v1/map/nowhere")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:hue:problem:nothing-heard"


@pytest.mark.parametrize("victim", [each.name for each in installed_services() if each.name != "gateway"])
async def test_a_killed_service_leaves_the_others_at_work_and_its_tile_with_its_age(city: City, victim: str):
    others = [each.name for each in installed_services() if each.name not in {victim, "gateway"}]
    async with city.client() as client, httpx.AsyncClient(trust_env=False) as past_the_gateway:
        moderator = Person(client, city.token("moderator"))
        await until(lambda: moderator.get("/v1/city"), WHOLE_WITHIN_S, is_it=is_whole)
        os.kill(city.pid(victim), signal.SIGKILL)
        seen = (await moderator.read("/v1/city"))["sources"]
        assert {each["service"] for each in seen} >= {victim, *others}
        assert next(each["age_s"] for each in seen if each["service"] == victim) >= 0
        answers = [await past_the_gateway.get(f"{city.url(each)}/readyz") for each in others]
        assert {answer.status_code for answer in answers} == {httpx.codes.OK}
        assert (await moderator.get(f"/v1/city/{victim}")).is_success  # from the gateway's memory
    await asyncio.to_thread(city.until_whole)
