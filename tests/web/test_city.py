"""The whole city on one page of the console: tiles with their age, a live map, and what happens."""

from typing import Any

import httpx
import pytest
from playwright.async_api import expect

from tests.city import City
from tests.people import Person, new_report, until
from tests.web.conftest import Visitor
from tests.web.console import Desk


@pytest.fixture
async def desk(visitor: Visitor, web_city: City) -> Desk:
    def is_whole(answer: httpx.Response) -> bool:
        return answer.is_success and len(answer.json()["tiles"]) == len(answer.json()["sources"])

    async with web_city.client() as client:
        moderator = Person(client, web_city.token("moderator"))
        await until(lambda: moderator.get("/v1/city"), is_it=is_whole)
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.page.get_by_role("link", name="Toàn cảnh", exact=True).click()
    await expect(desk.page.get_by_role("heading", level=1, name="Toàn cảnh thành phố")).to_be_visible()
    return desk


async def submit(city: City) -> dict[str, Any]:
    report = new_report()
    async with city.client() as client:
        assert (await Person(client, city.token("citizen")).submit(report)).is_success
    return report


async def test_there_is_a_live_tile_of_every_service(desk: Desk, web_city: City):
    async with web_city.client() as client:
        services = [each["service"] for each in (await client.get("/v1/city")).json()["sources"]]
    for service in services:
        await expect(desk.page.locator(f"[data-service={service}]")).to_contain_text("Trực tiếp")


async def test_a_report_moves_the_tile_and_is_told_while_the_page_is_open(desk: Desk, web_city: City):
    log = desk.page.get_by_role("log")
    await expect(log).to_contain_text("Sự kiện mới sẽ hiện ngay tại đây")
    today = desk.page.locator("[data-service=reflection] dl > div").filter(has_text="Nhận hôm nay").locator("dd")
    before = int(await today.inner_text())

    report = await submit(web_city)

    await expect(log.get_by_role("link", name="Có phản ánh mới").first).to_have_attribute(
        "href", f"/ops/reports/{report['id']}"
    )
    await expect(today).to_have_text(str(before + 1))


async def test_a_layer_of_the_map_can_be_turned_off(desk: Desk):
    marks = desk.page.locator("circle.mark")
    await expect(marks.first).to_be_visible()
    before = await marks.count()

    await desk.page.get_by_role("button", name="Môi trường").click()

    await expect(marks).to_have_count(before - 3)
