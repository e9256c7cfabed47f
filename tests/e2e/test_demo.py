"""The demonstration: every act does what it says through the public doors, and the console's tiles show it."""

import asyncio
from collections.abc import Iterator

import pytest
from huedemo.acts import ACTS
from huedemo.play import play
from huedemo.town import Town

from tests.city import City, running_city
from tests.people import Person

SECONDS = 26.0
TILES_WITHIN_S = 35.0
WANTED = {"reflection", "environment", "fishing", "camera", "press", "infosec", "cards", "procedures"}


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with running_city() as running:
        yield running


@pytest.fixture(scope="module")
def seen() -> dict[str, float]:
    """The most that each tile has shown: what is open for a moment may be dealt with in the next."""
    return {}


@pytest.fixture(scope="module")
async def town(city: City, seen: dict[str, float]) -> Town:
    town = Town(city.gateway, city.state["ports"], city.hue("token", "mqtt").strip())
    watching = asyncio.create_task(watch(city, seen))
    await play(town, ACTS, SECONDS)
    await asyncio.wait([watching], timeout=TILES_WITHIN_S if not is_lively(seen) else 0)
    watching.cancel()
    return town


async def watch(city: City, seen: dict[str, float]) -> None:
    """Look at the tiles until each has shown something."""
    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))
        while not is_lively(seen):
            for tile in (await moderator.read("/v1/city"))["tiles"]:
                shown = sum(each["value"] or 0 for each in tile["figures"])
                seen[tile["service"]] = max(seen.get(tile["service"], 0), shown)
            await asyncio.sleep(1)


def is_lively(seen: dict[str, float]) -> bool:
    return all(seen.get(name, 0) > 0 for name in WANTED)


async def test_every_act_does_something_and_none_stumbles(town: Town):
    assert town.stumbled == {}
    assert {name for name in ACTS if name != "warning" and not town.done[name]} == set()


async def test_the_tiles_show_what_was_played(town: Town, seen: dict[str, float]):
    assert {name for name in WANTED if not seen.get(name)} == set()
