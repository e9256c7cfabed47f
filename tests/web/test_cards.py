"""Cards on the web: checked by anybody with or without our app, rated and reported by citizens, kept by staff."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.city import City
from tests.e2e.test_cards import issue_card
from tests.people import Person, until
from tests.web.conftest import Visitor
from tests.web.test_accessibility import AXE, RULES, RUN


@pytest.fixture
async def card(web_city: City, request: pytest.FixtureRequest) -> Any:
    """A card of its own for each test."""
    number = abs(hash(request.node.name)) % 1_000_000
    async with web_city.client() as client:
        return await issue_card(client, web_city, staff_no=f"W-{number}", citizen_id=f"046290{number:06d}")


async def test_a_citizen_checks_a_pasted_code_and_rates(visitor: Visitor, web_city: City, card: Any):
    phone = await visitor.phone()
    await phone.sign_in("rater-of-cards")
    await phone.page.goto("/cards")
    await expect(phone.heading("Kiểm tra thẻ cán bộ")).to_be_visible()
    await phone.page.get_by_label("Nội dung mã hoặc địa chỉ in trên thẻ").fill(card["front"])
    await phone.page.get_by_role("button", name="Kiểm tra", exact=True).click()
    await expect(phone.page.get_by_role("heading", name="Thẻ còn hiệu lực")).to_be_visible()
    await expect(phone.page.get_by_role("img", name="Ảnh của người được cấp thẻ")).to_be_visible()
    await phone.page.get_by_text("4 trên 5").first.click()
    await phone.page.get_by_role("button", name="Gửi đánh giá").click()
    await expect(phone.page.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_visible()
    async with web_city.database("cards") as database:
        wanted = "select stars from ratings join cards on cards.id = ratings.card_id where short_id = $1"
        assert await database.fetchval(wanted, card["short_id"]) == 4


async def test_a_report_about_a_card_carries_it(visitor: Visitor, web_city: City, card: Any):
    phone = await visitor.phone()
    await phone.sign_in("complainer")
    await phone.page.goto(f"/cards?card={card['short_id']}")
    await phone.page.get_by_role("button", name="Viết phản ánh về thẻ này").click()
    await phone.take_photo()
    await phone.go_on()
    await phone.page.get_by_role("button", name="Dùng vị trí của tôi").click()
    await expect(phone.page.get_by_text("Đã chọn:")).to_be_visible()
    await phone.page.get_by_label("Địa chỉ hoặc mô tả vị trí").fill("Bộ phận Một cửa")
    await phone.go_on()
    await phone.page.get_by_label("Mô tả", exact=True).fill("Thái độ không đúng mực")
    await phone.go_on()
    await phone.send()
    code = await phone.code_of_sent()
    async with web_city.client() as client:
        moderator = Person(client, web_city.token("moderator"))

        async def attached() -> Any:
            queue = (await moderator.read("/v1/ops/queue"))["items"]
            found = next((each for each in queue if each["code"] == code), None)
            return found and (await moderator.read(f"/v1/ops/reports/{found['id']}"))["attributes"]

        (answer,) = await until(attached, 20)
    assert (answer["code"], answer["value"]) == ("card", card["id"])
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.open(code)
    await desk.panel.get_by_role("link", name="Mở thẻ cán bộ").click()
    await expect(desk.page.get_by_role("heading", level=2, name=card["full_name"])).to_be_visible()


async def test_the_page_of_a_card_needs_no_script_and_passes_axe(visitor: Visitor, card: Any):
    phone = await visitor.phone()
    for path in (f"/v/{card['short_id']}", f"/v/{card['short_id']}?lang=en", "/v"):
        await phone.page.goto(path)
        await expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        assert await phone.page.locator("script").count() == 0
        await phone.page.evaluate(AXE.read_text())
        assert await phone.page.evaluate(RUN, [RULES, True]) == []


async def test_staff_revoke_a_card_on_the_console(visitor: Visitor, web_city: City, card: Any):
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.page.goto(f"/ops/cards/{card['id']}")
    await expect(desk.page.get_by_role("heading", level=1, name="Thẻ cán bộ")).to_be_visible()
    await expect(desk.page.get_by_role("img", name=re.compile("^Mặt trước"))).to_be_visible()
    await desk.page.get_by_role("button", name="Thu hồi", exact=True).click()
    await desk.page.get_by_label("Lý do").select_option(label="Mất thẻ")
    await desk.page.get_by_role("button", name="Xác nhận: Thu hồi").click()
    await expect(desk.page.locator("strong", has_text="Đã thu hồi")).to_be_visible()
    async with web_city.client() as client:
        found = (await client.get(f"/v1/cards/{card['short_id']}")).json()
    assert found["result"] == "revoked"
