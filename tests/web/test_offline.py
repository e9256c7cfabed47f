"""Without a network nothing is lost, and what waits is sent by itself."""

from playwright.async_api import expect

from tests.web.conftest import Visitor


async def test_a_report_written_offline_survives_a_reload_and_is_sent_once_there_is_a_network(visitor: Visitor):
    phone = await visitor.phone()
    await phone.sign_in("Nga")
    await phone.page.goto("/")
    await phone.page.evaluate("navigator.serviceWorker.ready")
    await expect(phone.heading("Bạn thấy điều gì cần sửa?")).to_be_visible()
    await phone.page.wait_for_function(
        "caches.match('/v1/report-categories').then(found => Boolean(found))", polling=100
    )

    await phone.page.context.set_offline(True)
    await phone.write_report("Viết khi không có mạng")
    await phone.send()
    await expect(phone.heading("Phản ánh đã được lưu")).to_be_visible()
    await phone.page.reload()
    await expect(phone.heading("Phản ánh đã được lưu")).to_be_visible()

    await phone.page.context.set_offline(False)
    assert (await phone.code_of_sent()).startswith("PA-")


async def test_a_draft_is_kept_until_the_person_signs_in(visitor: Visitor):
    phone = await visitor.phone()
    await phone.write_report("Chưa đăng nhập")
    await phone.page.get_by_role("link", name="Đăng nhập để gửi").click()
    await phone.try_out()
    await expect(phone.heading("Kiểm tra trước khi gửi")).to_be_visible()
    await phone.send()
    await phone.code_of_sent()
