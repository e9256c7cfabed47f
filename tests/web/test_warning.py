"""A warning on the pages: an officer writes it, a second one approves, it is issued, and everybody sees it."""

import os
from pathlib import Path

from playwright.async_api import Page, expect

from tests.city import City
from tests.people import Person, until
from tests.web.conftest import Visitor
from tests.web.test_accessibility import DESKTOP, PHONE, check

WORDS = {
    "Tiêu đề (tiếng Việt)": "Lũ trên sông Hương",
    "Nội dung (tiếng Việt)": "Nước đang lên nhanh",
    "Việc cần làm (tiếng Việt)": "Kê cao tài sản",
    "Tiêu đề (tiếng Anh)": "Flood on the Huong river",
    "Nội dung (tiếng Anh)": "The water rises fast",
    "Việc cần làm (tiếng Anh)": "Raise belongings",
}
PICTURES = os.environ.get("HUE_PICTURES", "")
"""A folder for pictures of the pages, for somebody to look at; empty: none are taken."""


async def picture(page: Page, name: str) -> None:
    for look, viewport in (("phone", PHONE), ("desktop", DESKTOP)) if PICTURES else ():
        await page.set_viewport_size(viewport)
        for theme in ("light", "dark"):
            await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            await page.screenshot(path=Path(PICTURES) / f"{name}-{look}-{theme}.png")


async def test_a_warning_is_written_approved_by_a_second_officer_issued_and_seen(visitor: Visitor, web_city: City):
    desk = await visitor.desk()
    await desk.sign_in()
    page = desk.page
    await page.get_by_role("link", name="Cảnh báo", exact=True).click()
    await expect(page.get_by_role("heading", level=1, name="Cảnh báo")).to_be_visible()
    await page.get_by_role("button", name="Soạn cảnh báo").click()
    for label, words in WORDS.items():
        await page.get_by_label(label).fill(words)
    await page.get_by_label("Cấp rủi ro").select_option(label="Cấp 3 – rủi ro lớn")
    await page.locator("select[multiple]").select_option(label="Phường Kim Long")
    await picture(page, "ops-editor")
    await check(page, "/ops/warning with the editor")
    await page.get_by_role("button", name="Lưu bản soạn").click()
    await page.get_by_role("button", name="Trình duyệt").click()
    await page.get_by_role("button", name="Duyệt", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Người soạn hoặc trình không được tự duyệt")
    async with web_city.client() as client:
        second = Person(client, web_city.token("supervisor", name="second-officer"))
        (waiting,) = (await second.read("/v1/ops/warning/alerts?state=submitted"))["items"]
        assert (await second.post(f"/v1/ops/warning/alerts/{waiting['id']}/approve", None)).is_success
    await page.get_by_role("button", name="Ban hành").click()
    await expect(page.get_by_role("button", name="Soạn bản cập nhật")).to_be_visible()
    await expect(page.get_by_text("Đã tới")).to_be_visible()
    await picture(page, "ops")
    await check(page, "/ops/warning")

    async with web_city.client() as client:
        await until(lambda: client.get("/v1/warning/active"), 20, is_it=lambda found: waiting["id"] in found.text)
    phone = await visitor.phone()
    await phone.page.goto("/")  # it asks for warnings when it opens, and again only after half a minute
    banner = phone.page.get_by_role("complementary", name="Cảnh báo đang có hiệu lực")
    await expect(banner).to_contain_text("Lũ trên sông Hương")
    await expect(banner).to_contain_text("Cấp 3 – rủi ro lớn")
    await picture(phone.page, "home")
    await check(phone.page, "/ with a banner")
    await banner.get_by_role("link").first.click()
    await expect(phone.page.get_by_text("Kê cao tài sản")).to_be_visible()
    await phone.page.goto("/warnings")
    await expect(phone.page.get_by_text("Phường Kim Long").first).to_be_visible()
    await picture(phone.page, "warnings")
    await check(phone.page, "/warnings")


async def test_an_editor_without_its_lists_says_so_and_reads_them_again(visitor: Visitor):
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.page.route("**/v1/warning/reference", lambda route: route.abort())
    await desk.page.goto("/ops/warning")
    await desk.page.get_by_role("button", name="Soạn cảnh báo").click()
    await expect(desk.page.get_by_role("alert")).to_contain_text("Không kết nối được")
    await desk.page.unroute("**/v1/warning/reference")
    await desk.page.get_by_role("button", name="Thử lại").click()
    await desk.page.get_by_label("Cấp rủi ro").select_option(label="Cấp 3 – rủi ro lớn")
