"""Air and rivers: what a station sends is on the citizen's page and on the console's within seconds."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.city import City
from tests.people import until
from tests.web.conftest import Visitor

VIETNAM = timedelta(hours=7)
SEEN_WITHIN_MS = 20_000


@pytest.fixture
async def flooded(web_city: City) -> None:
    """Kim Long stands 0.56 m above its second alarm level."""
    stamp = (datetime.now(UTC) - timedelta(minutes=5) + VIETNAM).strftime("%Y%m%d%H%M%S")
    headers = {"Authorization": f"Bearer {web_city.token('moderator')}", "Idempotency-Key": f"KIMLONG-{stamp}"}
    headers["Content-Type"] = "text/plain"
    async with web_city.client() as client:
        answer = await client.post(
            f"/v1/ops/environment/station-files?name=KIMLONG_{stamp}.txt",
            content=f"Level\t2.56\tm\t{stamp}\t00\r\n".encode(),
            headers=headers,
        )
        assert answer.json()["accepted"] == 1

        async def stations() -> str:
            return (await client.get("/v1/environment/stations")).text

        await until(stations, SEEN_WITHIN_MS / 1_000, is_it=lambda text: '"value":2.56' in text.replace(" ", ""))


async def test_citizens_see_the_river_and_its_alarm_level(visitor: Visitor, flooded: None):
    phone = await visitor.phone()
    await phone.page.goto("/environment")
    await expect(phone.heading("Không khí và sông")).to_be_visible()
    river = phone.page.get_by_role("article").filter(has_text="Kim Long")
    await expect(river).to_contain_text("Báo động 2", timeout=SEEN_WITHIN_MS)
    await expect(river).to_contain_text("2,56 m")


async def test_the_flooded_station_stands_first_in_the_console(visitor: Visitor, flooded: None):
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.page.goto("/ops/environment")
    first = desk.page.get_by_role("row").nth(1)
    await expect(first).to_contain_text("Kim Long", timeout=SEEN_WITHIN_MS)
    await expect(first).to_contain_text("Báo động 2")
