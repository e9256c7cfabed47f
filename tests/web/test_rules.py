"""The rules in the console: a supervisor changes a category from tomorrow on, and takes it back."""

from playwright.async_api import expect

from tests.city import City
from tests.web.conftest import Visitor
from tests.web.test_accessibility import check


async def test_a_supervisor_changes_a_category_from_tomorrow_and_takes_it_back(visitor: Visitor, web_city: City):
    desk = await visitor.desk()
    await desk.sign_in("Lãnh đạo trung tâm")
    page = desk.page
    await page.get_by_role("link", name="Quy tắc").click()
    await page.get_by_role("button", name="Cây xanh gãy đổ").click()
    await page.get_by_text("Đổi từ một ngày", exact=True).click()
    await page.get_by_label("Tên (tiếng Việt)", exact=True).fill("Cây xanh nguy hiểm")
    await page.get_by_label("Căn cứ").first.fill("Quyết định 12/2026/QĐ-UBND")
    await page.get_by_role("button", name="Lưu thay đổi").first.click()
    rows = page.get_by_role("main").locator("section").first.get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("Chưa có hiệu lực")
    await expect(rows.first).to_contain_text("Quyết định 12/2026/QĐ-UBND")
    await check(page, "/ops/rules")
    await page.get_by_role("button", name="Rút lại thay đổi").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Đang hiệu lực")
