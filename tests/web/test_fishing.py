"""The page of fishing boats: a call for help comes up by itself, is taken up and closed; a boat's track is shown."""

import asyncio
import os
import time
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.city import City
from tests.e2e.test_fishing import OPS, Duty, send
from tests.people import until
from tests.web.conftest import Visitor
from tests.web.console import Desk
from tests.web.test_accessibility import check


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    desk = await visitor.desk()
    await desk.sign_in()
    return desk


async def fleet(city: City) -> None:
    async with city.client() as client:
        duty = Duty(city, client)
        boat = {"registration": "TTH-91234-TS", "length_m": 18, "name": "Thuận Phong"}
        made = await duty.do(f"{OPS}/vessels", boat, f"web-{time.time()}")
        device = await duty.do(f"{OPS}/vessels/{made['id']}/devices", {"code": "VSS-9"}, f"web-d-{time.time()}")
        fixes = [
            {"t": int(time.time()) - 600 * each, "lat": 16.6, "lon": 108.0 + each / 50, "sog": 4, "cog": 270}
            for each in range(12)
        ]
        await client.post("/v1/fishing/positions", json={"fixes": fixes}, headers={"Device-Key": device["key"]})

        async def is_shown() -> bool:
            return bool((await duty.see(f"{OPS}/fleet"))["items"])

        await until(is_shown)


async def test_a_call_for_help_comes_up_by_itself_and_is_closed_with_its_result(desk: Desk, web_city: City):
    page = desk.page
    await fleet(web_city)
    await page.get_by_role("link", name="Tàu cá").click()
    await expect(page.get_by_role("heading", level=1, name="Tàu cá")).to_be_visible()
    await page.get_by_role("button", name="Thuận Phong").click()
    await expect(page.get_by_text("Hành trình 24 giờ của Thuận Phong: 12 vị trí")).to_be_visible()
    send(web_city, type=1, mmsi=970123456, lat=16.62, lon=108.05, status=14, second=60)
    card = page.get_by_role("listitem").filter(has_text="SART 970123456")
    await expect(card).to_be_visible()
    await expect(card).to_contain_text("Thuận Phong: ")
    await check(page, "/ops/fishing")
    if folder := os.environ.get("HUE_PICTURES"):
        await pictures(page, Path(folder))
    await card.get_by_role("button", name="Tiếp nhận cấp cứu").click()
    await card.get_by_label("Kết quả hoặc lý do").fill("Đã vớt được 2 người")
    await card.get_by_role("button", name="Đóng vụ việc").click()
    await expect(card).to_have_count(0)


async def pictures(page, folder: Path) -> None:
    for width, height in ((390, 844), (1280, 800)):
        for theme in ("light", "dark"):
            await page.set_viewport_size({"width": width, "height": height})
            await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            await asyncio.sleep(0.3)
            await page.screenshot(path=folder / f"fishing-{width}-{theme}.png", full_page=True)
