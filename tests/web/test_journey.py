"""A report travels from a phone to the console and back, on the screens of its people."""

import asyncio
import re
from uuid import uuid4

from playwright.async_api import Route, expect

from tests.web.conftest import Visitor

UNIT = "Sở Xây dựng"


async def test_a_report_travels_from_a_phone_to_the_console_and_is_rated(visitor: Visitor):
    phone, desk, officer = await visitor.phone(), await visitor.desk(), await visitor.desk()
    await desk.sign_in()
    await phone.sign_in("Lan")

    await phone.write_report("Ổ gà lớn trước Ngọ Môn")
    await phone.send()
    code = await phone.code_of_sent()
    await phone.follow()
    await phone.see_state("Chờ duyệt")

    await expect(desk.row(code)).to_contain_text("Chờ duyệt")
    await desk.open(code)
    await desk.accept()
    await phone.see_state("Đã tiếp nhận")
    await desk.assign(UNIT)
    await phone.see_state("Đang xử lý")

    await officer.sign_in("Cán bộ đơn vị xử lý", unit=UNIT)
    await officer.open(code)
    await officer.answer("Đã vá mặt đường.")

    await expect(desk.panel.get_by_text("Đã vá mặt đường.").first).to_be_visible()
    await desk.resolve()
    await phone.see_state("Đã giải quyết")
    await expect(phone.page.get_by_text("Đã vá mặt đường.")).to_be_visible()

    await phone.page.get_by_role("radio", name="Hài lòng", exact=True).check(force=True)
    await phone.page.get_by_role("button", name="Gửi đánh giá").click()
    await expect(phone.page.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_visible()


async def test_a_refused_report_tells_its_reporter_why(visitor: Visitor):
    phone, desk = await visitor.phone(), await visitor.desk()
    await phone.sign_in("Minh")
    await phone.write_report("Không rõ là gì")
    await phone.send()
    code = await phone.code_of_sent()
    await phone.follow()

    await desk.sign_in()
    await desk.open(code)
    await desk.panel.get_by_role("button", name="Không tiếp nhận").click()
    await desk.panel.get_by_label("Lý do").select_option(label="Nội dung chưa rõ ràng")
    await desk.panel.get_by_role("button", name="Không tiếp nhận").click()
    await desk.see_recorded("Không tiếp nhận")

    await phone.page.reload()
    await expect(phone.page.get_by_text("Phản ánh không được tiếp nhận")).to_be_visible()
    await expect(phone.page.get_by_text("Nội dung chưa rõ ràng")).to_be_visible()


async def test_two_moderators_at_once_are_told_of_each_other(visitor: Visitor):
    phone, slow, quick = await visitor.phone(), await visitor.desk(), await visitor.desk()
    await phone.sign_in("Hoa")
    await phone.write_report(f"Hai người cùng duyệt {uuid4().hex[:6]}")
    await phone.send()
    code = await phone.code_of_sent()
    # The slow one hears nothing, so that the old version stays on the screen: it comes when the report is in the queue.
    await slow.page.route("**/v1/stream", lambda route: route.abort())
    for desk in (quick, slow):
        await desk.sign_in()
        await desk.open(code)

    await quick.accept()
    await slow.panel.get_by_role("button", name="Tiếp nhận", exact=True).click()

    await expect(slow.panel.get_by_role("status").first).to_contain_text("Thao tác chưa được ghi")
    await expect(slow.panel.get_by_text("Đã tiếp nhận").first).to_be_visible()
    await expect(slow.page.get_by_text(re.compile("Mất kết nối trực tiếp"))).to_be_visible(timeout=15_000)


async def test_an_answer_that_is_behind_takes_no_step_back(visitor: Visitor):
    phone, desk = await visitor.phone(), await visitor.desk()
    await phone.sign_in("Vy")
    await phone.write_report("Câu trả lời cũ đến sau")
    await phone.send()
    code = await phone.code_of_sent()
    await desk.sign_in()
    await desk.open(code)
    # A photo that becomes ready later would be a newer version, which the answer kept here could never show.
    await expect(desk.panel.get_by_role("button", name=re.compile("^Mở ảnh lớn"))).to_be_visible()
    async with desk.page.expect_response(re.compile(r"/v1/ops/reports/[-\w]+$")) as first:
        await desk.page.reload()
    opened = await first.value
    behind = await opened.text()
    asked = asyncio.Event()

    async def answer(route: Route) -> None:
        await route.fulfill(body=behind, content_type="application/json")
        asked.set()

    await desk.page.route(opened.url, answer)
    await desk.accept()
    await asyncio.wait_for(asked.wait(), 20)
    await desk.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    await expect(desk.panel.get_by_label("Đơn vị", exact=True)).to_be_visible()
