"""The demonstration: every act does what it says through the public doors, and the console's tiles show it."""

from collections.abc import Iterator

import pytest
from huedemo.acts import ACTS
from huedemo.play import play
from huedemo.town import Town

from tests.city import City, running_city
from tests.people import Person, until

SECONDS = 26.0
TILES_WITHIN_S = 60.0


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with running_city() as running:
        yield running


@pytest.fixture(scope="module")
async def town(city: City) -> Town:
    town = Town(city.gateway, city.state["ports"], city.hue("token", "mqtt").strip())
    await play(town, ACTS, SECONDS)
    return town


async def test_every_act_does_something_and_none_stumbles(town: Town):
    assert town.stumbled == {}
    assert {name for name in ACTS if name != "warning" and not town.done[name]} == set()


async def test_the_tiles_show_what_was_played(town: Town, city: City):
    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))

        async def lively() -> dict[str, float]:
            tiles = (await moderator.read("/v1/city"))["tiles"]
            return {tile["service"]: sum(each["value"] or 0 for each in tile["figures"]) for tile in tiles}

        wanted = {"reflection", "environment", "fishing", "camera", "press", "infosec", "cards", "procedures"}
        await until(lively, TILES_WITHIN_S, is_it=lambda found: all(found[name] > 0 for name in wanted))
