"""The console's page of cameras: health, a covered picture, counts, and a case decided by the keyboard."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import expect

from tests.city import City
from tests.e2e.test_camera import CAMERAS, camera_with_clip, clips, speaking
from tests.people import until
from tests.web.conftest import Visitor
from tests.web.console import Desk
from tests.web.test_accessibility import check

__all__ = ["clips"]
SEEN_WITHIN_S = 40.0


@pytest.fixture
async def watched(web_city: City, clips: Any, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking(web_city, "moderator", "an") as an:
        await camera_with_clip(an, clips, tmp_path)

        async def two_wait() -> bool:
            return [each["cases_waiting"] for each in (await an.get(CAMERAS)).json()["items"]] == [2]

        await until(two_wait, SEEN_WITHIN_S)
        yield an


async def photograph(desk: Desk, name: str) -> None:
    if folder := os.environ.get("HUE_SCREENSHOTS"):
        for width, height in ((390, 844), (1280, 800)):
            for theme in ("light", "dark"):
                await desk.page.set_viewport_size({"width": width, "height": height})
                await desk.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                await desk.page.screenshot(path=f"{folder}/{name}-{width}-{theme}.png", full_page=True)


async def test_a_case_is_taken_and_decided_by_the_keyboard(
    watched: httpx.AsyncClient, visitor: Visitor, web_city: City
):
    desk = await visitor.desk()
    await desk.sign_in()
    page = desk.page
    await page.get_by_role("link", name="Camera", exact=True).click()
    await expect(page.get_by_role("heading", level=1, name="Camera đô thị")).to_be_visible()
    await expect(page.get_by_role("img", name="Hình mới nhất")).to_be_visible()
    await expect(page.get_by_text("2 hồ sơ chờ xét")).to_be_visible()
    await expect(page.get_by_role("columnheader", name="Quan sát")).to_be_visible()
    await page.keyboard.press("n")
    await expect(page.get_by_role("img", name="Lúc vi phạm")).to_be_visible()
    await photograph(desk, "review")
    await check(page, "/ops/camera")
    await page.keyboard.press("x")
    await expect(page.get_by_text("Đã ghi quyết định của bạn.")).to_be_visible()
    await page.locator(".filter select").select_option("offline")
    await expect(page.get_by_text("Chưa có camera nào.")).to_be_visible()
