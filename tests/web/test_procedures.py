"""Dossiers on their pages: a late one is apologised for at the desk, and its owner reads it on the telephone."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from hueioc.clock import VIETNAM
from tests.city import City
from tests.e2e.test_procedures import row, stamp, sync
from tests.people import until
from tests.web.conftest import Visitor
from tests.web.test_accessibility import check

BEGAN = datetime.now(VIETNAM) - timedelta(days=30)
DRAFTED_WITHIN_S = 60


@pytest.fixture
async def late(web_city: City) -> str:
    """The code of a dossier that is late, with a draft of its apology."""
    wanted = row(11, BEGAN)
    good = row(12, BEGAN, TrangThaiHoSo="9", NgayKetThucXuLy=stamp(BEGAN + timedelta(hours=1)))
    headers = {"Authorization": f"Bearer {web_city.token('moderator')}"}
    async with web_city.client() as client:
        await sync(client, web_city, wanted, good)

        async def letters() -> str:
            return (await client.get("/v1/ops/procedures/apologies", headers=headers)).text

        await until(letters, DRAFTED_WITHIN_S, is_it=lambda text: wanted["MaHoSo"] in text)
    return wanted["MaHoSo"]


async def test_an_apology_is_approved_at_the_desk_and_read_on_the_telephone(visitor: Visitor, late: str):
    desk = await visitor.desk()
    await desk.sign_in()
    page = desk.page
    await page.goto("/ops/procedures")
    await expect(page.get_by_role("heading", level=1, name="Hồ sơ dịch vụ công")).to_be_visible()
    letter = page.get_by_role("article").filter(has_text=late)
    await letter.get_by_role("button", name="Duyệt và gửi").click()
    await expect(letter).to_have_count(0)
    await page.get_by_role("button", name=re.compile(r"hồ sơ Quá hạn của Sở Xây dựng")).click()
    await expect(page.get_by_role("heading", name=re.compile(r"Quá hạn: \d+ hồ sơ"))).to_be_visible()
    async with page.expect_response(
        lambda answer: "clock=overdue" in answer.url
    ):  # else the list moves under the click
        await page.get_by_label("Thời hạn", exact=True).select_option("overdue")
    await page.get_by_role("button", name=f"Xem hồ sơ {late}").click()
    await expect(page.get_by_text("Hệ thống khác xử lý và đồng bộ hồ sơ này.")).to_be_visible()
    await check(page, "/ops/procedures with a dossier")

    phone = (await visitor.phone()).page
    await phone.goto("/dossiers")
    await phone.get_by_role("button", name="Tra cứu", exact=True).click()
    await expect(phone.get_by_role("alert")).to_contain_text("Hãy nhập mã hồ sơ")
    await phone.get_by_label("Mã hồ sơ").fill(late)
    await phone.get_by_label("4 số cuối của số điện thoại").fill("1111")
    await phone.get_by_role("button", name="Tra cứu", exact=True).click()
    await expect(phone.get_by_text("Không tìm thấy hồ sơ với mã và số điện thoại này")).to_be_visible()
    await phone.get_by_label("4 số cuối của số điện thoại").fill("5678")
    await phone.get_by_role("button", name="Tra cứu", exact=True).click()
    await expect(phone.get_by_text("Hồ sơ đã trễ hạn trả kết quả")).to_be_visible()
    await expect(phone.get_by_text(re.compile("Sở Xây dựng xin lỗi"))).to_be_visible()
