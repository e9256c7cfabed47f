"""The working calendar in the console: a supervisor takes a notice and sees the day change."""

from playwright.async_api import expect

from tests.city import City
from tests.web.conftest import Visitor


async def test_a_supervisor_takes_a_notice_and_the_year_shows_it(visitor: Visitor, web_city: City):
    desk = await visitor.desk()
    await desk.sign_in("Lãnh đạo trung tâm")
    page = desk.page
    await page.get_by_role("link", name="Lịch làm việc").click()
    while not await page.get_by_role("heading", name="2029", exact=True).is_visible():
        await page.get_by_role("button", name="Năm sau").click()
    await page.get_by_label("Số văn bản").fill("1/TB-VPCP")
    await page.get_by_role("button", name="Nhập thông báo").click()
    await expect(page.get_by_role("alert")).to_contain_text("ngày ban hành")
    await page.get_by_label("Ngày ban hành").fill("2026-01-05")
    await page.get_by_label("Trích yếu").fill("Hoán đổi ngày làm việc")
    await page.get_by_label("Ngày", exact=True).fill("2029-06-06")
    await page.get_by_label("Trở thành").select_option(label="Nghỉ hoán đổi")
    await page.get_by_role("button", name="Nhập thông báo").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã đổi lịch")
    await expect(page.get_by_title("1/TB-VPCP", exact=False)).to_have_text(
        "6: Nghỉ hoán đổi, 1/TB-VPCP, 2026-01-05: Hoán đổi ngày làm việc"
    )
    await expect(page.get_by_text("1/TB-VPCP", exact=True)).to_be_visible()
    assert visitor.complaints == []
