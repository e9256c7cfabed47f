"""Investment and epidemic on their pages: asked, answered, followed; a venue gets its code, a citizen checks in."""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.web.conftest import Visitor

TABLE = """code,name_vi,sector,zone,lat,lon,capital_min_vnd
WEB-1,Khu nghỉ dưỡng thử nghiệm,I,chan-may-lang-co,16.25,108.05,1525000000000
WEB-2,Dự án ngoài Huế,I,outside,21.0,105.8,1
"""


async def test_a_list_is_brought_in_asked_about_answered_and_followed(visitor: Visitor, tmp_path: Path):
    table = tmp_path / "danh-muc.csv"
    table.write_text(TABLE, encoding="utf-8")
    desk = await visitor.desk()
    await desk.sign_in()
    office = desk.page
    await office.get_by_role("link", name="Đầu tư", exact=True).click()
    await office.get_by_role("button", name="Nhập bảng").click()
    await office.get_by_role("button", name="Nhập", exact=True).click()
    await expect(office.get_by_role("alert")).to_contain_text("Hãy chọn một tệp")
    await office.get_by_label("Tệp CSV hoặc XLSX").set_input_files(table)
    await office.get_by_label("Công khai ngay").check()
    await office.get_by_role("button", name="Nhập", exact=True).click()
    await expect(office.get_by_role("heading", name="danh-muc.csv: nhận 1, loại 1")).to_be_visible()
    await expect(office.get_by_role("row").filter(has_text="Vị trí nằm ngoài thành phố Huế")).to_contain_text("21.0")

    page = (await visitor.phone()).page
    await page.goto("/investment")
    await page.get_by_label("Tìm theo mã hoặc tên").fill("nghi duong thu nghiem")
    await expect(page.get_by_role("status").filter(has_text="1 dự án")).to_be_visible()  # else the list is drawn anew
    await page.get_by_role("article").get_by_role("link", name="Khu nghỉ dưỡng thử nghiệm").click()
    await expect(page.get_by_role("heading", level=1, name="Khu nghỉ dưỡng thử nghiệm")).to_be_visible()
    await page.get_by_role("button", name="Gửi câu hỏi").click()
    await expect(page.get_by_role("alert")).to_contain_text("Hãy ghi họ tên")
    await page.get_by_label("Họ tên").fill("Trần Bình")
    await page.get_by_label("E-mail").fill("binh@example.vn")
    await page.get_by_label("Câu hỏi", exact=True).fill("Giá thuê đất bao nhiêu?")
    await page.get_by_role("button", name="Gửi câu hỏi").click()
    await page.get_by_role("link", name="Theo dõi câu hỏi này").click()
    await expect(page.get_by_role("heading", level=1, name=re.compile("^Câu hỏi DT-"))).to_be_visible()
    await expect(page.get_by_text("Đang chờ trả lời, hạn")).to_be_visible()

    await office.get_by_role("button", name="Câu hỏi").click()
    asked = office.get_by_role("article").filter(has_text="Khu nghỉ dưỡng thử nghiệm")
    await asked.get_by_role("button", name="Xem người hỏi").click()
    await expect(asked.get_by_text("binh@example.vn")).to_be_visible()
    await asked.get_by_label("Câu trả lời").fill("Theo bảng giá đất năm 2026.")
    await asked.get_by_role("button", name="Gửi câu trả lời").click()
    await expect(asked).to_have_count(0)
    await page.reload()
    await expect(page.get_by_text("Theo bảng giá đất năm 2026.")).to_be_visible()


async def test_a_project_is_moved_along(visitor: Visitor):
    desk = await visitor.desk()
    await desk.sign_in()
    page = desk.page
    await page.goto("/ops/investment")
    await page.get_by_role("button", name="Mở dự án MH-03").click()
    await page.get_by_label("Chuyển sang").select_option(label="Đang nghiên cứu")
    await page.get_by_role("button", name="Chuyển trạng thái").click()
    await expect(page.get_by_role("row").filter(has_text="MH-03").first).to_contain_text("Đang nghiên cứu")
    await expect(page.get_by_role("listitem").filter(has_text="Chuyển trạng thái")).to_be_visible()


async def test_a_citizen_checks_in_while_a_campaign_is_open(visitor: Visitor):
    desk = await visitor.desk()
    await desk.sign_in()
    office = desk.page
    await office.goto("/ops/epidemic")
    await office.get_by_role("button", name="Mở đợt khai báo").click()
    await expect(office.get_by_role("alert")).to_contain_text("Hãy điền đủ các ô")
    await office.get_by_label("Tên đợt (tiếng Việt)").fill("Dịch thử nghiệm")
    await office.get_by_label("Tên đợt (tiếng Anh)").fill("A trial epidemic")
    await office.get_by_label("Văn bản của cơ quan y tế").fill("Quyết định thử 1/QĐ-SYT")
    await office.get_by_role("button", name="Mở đợt khai báo").click()
    await expect(office.get_by_role("button", name="Đóng đợt này")).to_be_visible()
    await office.get_by_label("Tên", exact=True).fill("Chợ Đông Ba")
    await office.get_by_label("Địa chỉ").fill("Trần Hưng Đạo")
    await office.get_by_role("button", name="Thêm điểm đến").click()
    row = office.get_by_role("row").filter(has_text="Chợ Đông Ba")
    await row.get_by_role("button", name="Mã QR", exact=True).click()
    await expect(row.get_by_role("img")).to_be_visible()
    code = await row.locator("code").inner_text()

    phone = await visitor.phone()
    page = phone.page
    await phone.sign_in("Cường")
    await page.goto("/epidemic")
    await page.get_by_label("Mã ở cửa").fill(f"{code[:4].lower()} {code[4:]}")
    await page.get_by_role("button", name="Tiếp tục").click()
    await expect(phone.heading("Chợ Đông Ba")).to_be_visible()
    await page.get_by_label("Số điện thoại").fill("0905 111 222")
    await page.get_by_role("button", name="Tôi đang ở đây").click()
    await expect(page.get_by_role("status").filter(has_text="Đã ghi nhận tại Chợ Đông Ba")).to_be_visible()
    await page.get_by_role("link", name="Khai báo y tế").click()
    await page.get_by_label("Số điện thoại").fill("0905 111 222")
    await page.get_by_label("Sốt").check()
    await page.get_by_role("button", name="Gửi khai báo").click()
    kept = page.get_by_role("listitem")
    await expect(kept.filter(has_text="Chợ Đông Ba")).to_contain_text("xóa lúc")
    await expect(kept.filter(has_text="Sốt")).to_be_visible()

    await office.get_by_label("Số điện thoại").fill("0905111222")
    await office.get_by_role("button", name="Tra cứu", exact=True).click()
    await expect(office.get_by_role("row").filter(has_text="+84905111222")).to_contain_text("fever")
    await row.get_by_role("button", name="Khóa cho bàn tiếp đón").click()
    link = await office.locator(".link").inner_text()
    door = (await visitor.phone()).page
    await door.goto(link)
    await door.get_by_label("Số điện thoại").fill("0905 333 444")
    await door.get_by_role("button", name="Ghi nhận").click()
    await expect(door.get_by_role("status").filter(has_text="Đã ghi nhận lúc")).to_be_visible()
    await office.get_by_role("button", name="Đóng đợt này").click()
    await expect(office.get_by_text("Không có đợt nào đang mở")).to_be_visible()
