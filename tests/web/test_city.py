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
    await whole(web_city)
    return await at_the_city(await visitor.desk())


async def whole(city: City) -> None:
    def is_whole(answer: httpx.Response) -> bool:
        return answer.is_success and len(answer.json()["tiles"]) == len(answer.json()["sources"])

    async with city.client() as client:
        moderator = Person(client, city.token("moderator"))
        await until(lambda: moderator.get("/v1/city"), 20, is_it=is_whole)


async def at_the_city(desk: Desk) -> Desk:
    await desk.sign_in()
    await desk.page.get_by_role("link", name="Toàn cảnh", exact=True).click()
    await expect(desk.page.get_by_role("heading", level=1, name="Toàn cảnh thành phố")).to_be_visible()
    return desk


async def submit(city: City) -> dict[str, Any]:
    report = new_report()
    async with city.client() as client:
        assert (await Person(client, city.token("citizen")).submit(report)).is_success
    return report


async def reports_of_today(city: City) -> int:
    async with city.database("reflection") as database:
        day = "date_trunc('day', now() at time zone 'Asia/Ho_Chi_Minh') at time zone 'Asia/Ho_Chi_Minh'"
        return await database.fetchval(f"select count(*) from reports where created_at >= {day}")  # noqa: S608


async def test_there_is_a_live_tile_of_every_service(desk: Desk, web_city: City):
    async with web_city.client() as client:
        services = [each["service"] for each in (await client.get("/v1/city")).json()["sources"]]
    for service in services:
        await expect(desk.page.locator(f"[data-service={service}]")).to_contain_text("Trực tiếp")


async def test_before_anything_happens_the_log_says_what_it_is_for(visitor: Visitor):
    desk = await visitor.desk()
    await desk.page.route("**/v1/stream", lambda route: route.abort())
    await at_the_city(desk)
    await expect(desk.page.get_by_role("log")).to_contain_text("Sự kiện mới sẽ hiện ngay tại đây")


async def test_a_report_moves_the_tile_and_is_told_while_the_page_is_open(desk: Desk, web_city: City):
    log = desk.page.get_by_role("log")
    today = desk.page.locator("[data-service=reflection] dl > div").filter(has_text="Nhận hôm nay").locator("dd")
    before = int(await today.inner_text())

    report = await submit(web_city)

    told = log.get_by_role("link", name="Có phản ánh mới")
    await expect(told.and_(desk.page.locator(f"[href='/ops/reports/{report['id']}']"))).to_be_visible()

    async def figures() -> tuple[int, int]:
        """On the page and in the reports' own database: others report meanwhile."""
        return int(await today.inner_text()), await reports_of_today(web_city)

    await until(figures, 20, is_it=lambda found: before < found[0] == found[1])


async def test_a_layer_of_the_map_can_be_turned_off(desk: Desk):
    marks = desk.page.locator("circle.mark")
    stations = marks.filter(has_text="Trạm ")
    await expect(stations).to_have_count(3)
    others = set(await marks.all_text_contents()) - set(await stations.all_text_contents())
    layer = desk.page.get_by_role("button", name="Môi trường")

    await layer.click()

    await expect(stations).to_have_count(0)
    assert not others or others & set(await marks.all_text_contents())
    await layer.click()
    await expect(stations).to_have_count(3)
