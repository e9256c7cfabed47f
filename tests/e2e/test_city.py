"""The picture of the city: every service's tile and layer in one document, each with its age."""

from typing import Any

import httpx
import pytest

from tests.city import City
from tests.people import Person, until


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
