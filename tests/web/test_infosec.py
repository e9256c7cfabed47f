"""The page of information safety: an incident is taken, reported and closed; an alert's details are looked at."""

import asyncio
import os
import time
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.city import City
from tests.e2e.test_infosec import OPS, Watch, logged
from tests.people import until
from tests.web.conftest import Visitor
from tests.web.console import Desk
from tests.web.test_accessibility import check


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    desk = await visitor.desk()
    await desk.sign_in()
    return desk


async def trouble(city: City) -> None:
    async with city.client() as client:
        watch = Watch(city, client)
        incident = {"title": "Lộ dữ liệu thử", "kind": "intrusion", "severity": "high"}
        await watch.do(f"{OPS}/incidents", incident, f"web-{time.time()}")

        async def is_raised() -> bool:
            logged(city, "Accepted password for root from 203.0.113.7 port 22 ssh2")
            return bool((await watch.see(f"{OPS}/alerts?level=high"))["items"])

        await until(is_raised)


async def test_an_incident_is_taken_reported_and_closed_on_the_page(desk: Desk, web_city: City):
    page = desk.page
    await trouble(web_city)
    await page.get_by_role("link", name="An toàn thông tin").click()
    await expect(page.get_by_role("heading", level=1, name="An toàn thông tin")).to_be_visible()
    await page.get_by_role("button", name="Xem chi tiết").first.click()
    await expect(page.get_by_text("203.0.113.7", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Lộ dữ liệu thử").click()
    panel = page.get_by_role("region").filter(has=page.get_by_role("heading", level=3, name="Lộ dữ liệu thử"))
    await panel.last.get_by_role("button", name="Nhận sự cố").click()
    await expect(panel.last.get_by_text("Đang xử lý")).to_be_visible()
    await check(page, "/ops/infosec")
    if folder := os.environ.get("HUE_PICTURES"):
        await pictures(page, Path(folder))
    await panel.last.get_by_label("Nội dung hoặc lý do").fill("Công văn 12")
    await panel.last.get_by_role("button", name="Đã báo cáo: Báo cáo ban đầu").click()
    await expect(panel.last.get_by_text("initial-report: Công văn 12")).to_be_visible()
    await panel.last.get_by_label("Nội dung hoặc lý do").fill("Đã khắc phục")
    await panel.last.get_by_role("button", name="Đóng sự cố").click()
    await expect(panel.last.get_by_text("Đã đóng")).to_be_visible()


async def pictures(page, folder: Path) -> None:
    for width, height in ((390, 844), (1280, 800)):
        for theme in ("light", "dark"):
            await page.set_viewport_size({"width": width, "height": height})
            await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            await asyncio.sleep(0.3)
            await page.screenshot(path=folder / f"infosec-{width}-{theme}.png", full_page=True)
