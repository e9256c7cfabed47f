"""The press office on its page: a source is added, its health is seen, stories are narrowed."""

from playwright.async_api import expect

from tests.web.conftest import Visitor


async def test_a_source_is_added_and_its_health_is_seen(visitor: Visitor):
    desk = await visitor.desk()
    await desk.sign_in()
    page = desk.page
    await page.get_by_role("link", name="Báo chí", exact=True).click()
    await expect(page.get_by_role("heading", level=1, name="Báo chí nói gì về Huế")).to_be_visible()
    await page.get_by_role("button", name="Thêm nguồn").click()
    await expect(page.get_by_role("alert")).to_contain_text("Hãy điền đủ các ô")
    await page.get_by_label("Tên báo").fill("Báo thử")
    await page.get_by_label("Địa chỉ RSS hoặc Atom").fill("http://127.0.0.1:9/rss")
    await page.get_by_role("button", name="Thêm nguồn").click()
    row = page.get_by_role("row").filter(has_text="Báo thử")
    await expect(row).to_contain_text("Địa chỉ không được phép", timeout=30_000)
    unseen = page.get_by_role("button", name="Cảnh báo chưa xem")
    await unseen.click()
    await expect(unseen).to_have_attribute("aria-pressed", "true")


async def test_a_citizen_reads_answers_and_the_digest(visitor: Visitor):
    desk = await visitor.desk()
    await desk.page.goto("/press")
    await expect(desk.page.get_by_role("heading", level=1, name="Báo chí nêu – cơ quan trả lời")).to_be_visible()
    await expect(desk.page.get_by_role("heading", level=2, name="Điểm báo hôm nay")).to_be_visible()
    await expect(desk.page.get_by_text("Chưa có nội dung trả lời nào được công bố.")).to_be_visible()
