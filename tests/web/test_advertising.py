"""Screens with licences: what staff enter is in the citizens' register and on the console's page."""

import httpx
import pytest
from playwright.async_api import expect

from tests.city import City
from tests.e2e.test_advertising import SCREEN
from tests.people import Person, until
from tests.web.conftest import Visitor

REGISTER = "/v1/advertising/screens"


@pytest.fixture
async def screen(web_city: City) -> None:
    async with web_city.client() as client:
        moderator = Person(client, web_city.token("moderator"))
        answer = await moderator.post("/v1/ops/advertising/screens", SCREEN, key="web-screen")
        assert answer.is_success or answer.status_code == httpx.codes.CONFLICT, answer.text
        await until(lambda: client.get(REGISTER), 20, is_it=lambda found: SCREEN["code"] in found.text)


async def test_citizens_find_a_screen_and_its_licence(visitor: Visitor, screen: None):
    phone = await visitor.phone()
    await phone.page.goto("/advertising")
    await expect(phone.heading("Màn hình quảng cáo")).to_be_visible()
    await phone.page.get_by_label("Tìm theo tên, chủ sở hữu, địa chỉ").fill("truong tien")
    await expect(phone.page.get_by_text("Giấy phép 12/GP-SVHTT")).to_be_visible()


async def test_the_console_lists_the_screen(visitor: Visitor, screen: None):
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.page.goto("/ops/advertising")
    await expect(desk.page.get_by_role("heading", level=1, name="Quảng cáo điện tử")).to_be_visible()
    await expect(desk.page.get_by_text("Màn hình Trường Tiền").first).to_be_visible()
