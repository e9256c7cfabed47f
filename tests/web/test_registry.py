"""Supervisors keep the registry of organisations: search, edit, end, tables in and out."""

import json
import re
import time
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import FilePayload, Locator, expect

from hueioc.clock import VIETNAM, now
from tests.city import City
from tests.web.conftest import Visitor
from tests.web.console import Desk

HOUR_MS = 3_600_000
WARD_UNIT = "UBND phường Thuận Hoá"


@pytest.fixture
async def desk(visitor: Visitor, web_city: City) -> Desk:
    """A supervisor at the first tab of the registry."""
    return await supervisor(visitor, web_city)


async def supervisor(visitor: Visitor, city: City) -> Desk:
    """By a token of development: an authenticator's code serves only once in half a minute."""
    desk = await visitor.desk()
    person = {"subject": "dev", "role": "supervisor", "name": "Giám sát", "token": city.token("supervisor")}
    kept = json.dumps(person | {"expiresAt": time.time() * 1000 + HOUR_MS, "isRenewable": False})
    await desk.page.add_init_script(f"sessionStorage.setItem('hue.ops.session', JSON.stringify({kept}))")
    await desk.page.goto("/ops/")
    await desk.page.get_by_role("link", name="Danh bạ tổ chức").click()
    await expect(desk.page.get_by_role("heading", level=1, name="Danh bạ tổ chức")).to_be_visible()
    return desk


def said(desk: Desk) -> Locator:
    return desk.page.get_by_role("main").get_by_role("status").filter(has_text=re.compile("^ *Đã"))


async def add_agency(desk: Desk, name: str, code: str) -> None:
    await desk.page.get_by_role("button", name="Thêm cơ quan").click()
    form = desk.page.get_by_role("dialog")
    await form.get_by_label("Mã", exact=True).fill(code)
    await form.get_by_label("Tên tiếng Việt").fill(name)
    await form.get_by_label("Tên tiếng Anh").fill(f"{name} (en)")
    await form.get_by_role("button", name="Lưu").click()
    await expect(said(desk)).to_contain_text(f"Đã lưu: {name}")


def fresh() -> tuple[str, str]:
    word = uuid4().hex[:8]
    return f"Sở Thử {word}", f"thu-{word}"


async def test_an_agency_is_added_found_changed_and_ended(desk: Desk):
    name, code = fresh()
    await add_agency(desk, name, code)
    await desk.page.get_by_label("Tìm theo tên, mã").fill(name)
    await expect(desk.page.locator("tbody tr")).to_have_count(1)

    await desk.row(code).get_by_role("button", name="Sửa").click()
    form = desk.page.get_by_role("dialog")
    await form.get_by_label("Tên tiếng Việt").fill(f"{name} mới")
    await form.get_by_role("button", name="Lưu").click()
    await expect(desk.row(code)).to_contain_text(f"{name} mới")

    await desk.row(code).get_by_role("button", name="Sửa").click()
    await form.get_by_role("button", name="Kết thúc hôm nay").click()
    await form.get_by_role("button", name="Kết thúc", exact=True).click()
    await expect(said(desk)).to_contain_text("Đã kết thúc")
    await expect(desk.page.get_by_text("Không có mục nào khớp")).to_be_visible()
    await desk.page.get_by_label("Hiệu lực vào ngày").fill("")
    await expect(desk.row(code)).to_contain_text("Đã kết thúc")


async def test_what_is_missing_or_taken_is_told_at_its_field(desk: Desk):
    await desk.page.get_by_role("button", name="Thêm cơ quan").click()
    form = desk.page.get_by_role("dialog")
    await form.get_by_role("button", name="Lưu").click()
    await expect(form.get_by_role("alert")).to_contain_text("Điền “Tên tiếng Việt”")
    await form.get_by_label("Mã", exact=True).fill("ioc")
    await form.get_by_label("Tên tiếng Việt").fill("Trung tâm khác")
    await form.get_by_label("Tên tiếng Anh").fill("Another centre")
    await form.get_by_role("button", name="Lưu").click()
    await expect(form.get_by_role("alert")).to_contain_text("Mã đã dùng")


async def test_who_was_slower_is_told_what_the_other_has_changed(visitor: Visitor, web_city: City):
    quick, slow = await supervisor(visitor, web_city), await supervisor(visitor, web_city)
    name, code = fresh()
    await add_agency(quick, name, code)
    await slow.page.reload()
    await slow.row(code).get_by_role("button", name="Sửa").click()
    await quick.row(code).get_by_role("button", name="Sửa").click()
    for desk, words in ((quick, "Tên của người nhanh"), (slow, "Tên của người chậm")):
        form = desk.page.get_by_role("dialog")
        await form.get_by_label("Tên tiếng Việt").fill(words)
        await form.get_by_role("button", name="Lưu").click()
        if desk is quick:
            await expect(quick.row(code)).to_contain_text(words)

    form = slow.page.get_by_role("dialog")
    await expect(form.get_by_role("alert")).to_contain_text("Tên tiếng Việt: nay là “Tên của người nhanh”")
    await expect(form.get_by_label("Tên tiếng Việt")).to_have_value("Tên của người chậm")
    await form.get_by_role("button", name="Lưu").click()
    await expect(slow.row(code)).to_contain_text("Tên của người chậm")


async def test_an_officer_is_put_on_the_roster_of_the_own_unit(desk: Desk):
    _, code = fresh()
    await desk.page.get_by_role("link", name="Cán bộ", exact=True).click()
    await desk.page.get_by_role("button", name="Thêm cán bộ").click()
    form = desk.page.get_by_role("dialog")
    await form.get_by_label("Đơn vị", exact=True).select_option(label=WARD_UNIT)
    await form.get_by_label("Mã", exact=True).fill(code)
    await form.get_by_label("Họ và tên").fill(f"Người {code}")
    await form.get_by_label("Cán bộ đơn vị").check()
    await form.get_by_role("button", name="Lưu").click()
    await expect(desk.row(code)).to_contain_text(f"Người {code}")

    await desk.page.get_by_role("link", name="Lịch trực").click()
    await desk.page.get_by_role("button", name="Thêm ca trực").click()
    await form.get_by_label("Đơn vị", exact=True).select_option(label=WARD_UNIT)
    await form.get_by_label("Cán bộ", exact=True).select_option(label=f"Người {code}")
    day = now().astimezone(VIETNAM).date().isoformat()
    await form.get_by_label("Bắt đầu").fill(f"{day}T00:00")
    await form.get_by_label("Kết thúc", exact=True).fill(f"{day}T23:59")
    await form.get_by_role("button", name="Lưu").click()
    await expect(desk.row(f"Người {code}")).to_contain_text(WARD_UNIT)


async def test_a_table_is_checked_row_by_row_before_it_is_written(desk: Desk):
    name, code = fresh()
    table = f"code,name_vi,name_en,valid_from\n{code},{name},New,2026-01-01\nkhông mã,Sai,Wrong,2026-13-01\n"
    await desk.page.get_by_role("button", name="Nhập từ tệp").click()
    dialog = desk.page.get_by_role("dialog")
    file: FilePayload = {"name": "agencies.csv", "mimeType": "text/csv", "buffer": table.encode()}
    await dialog.get_by_label("Chọn tệp CSV hoặc XLSX").set_input_files(file)
    await expect(dialog.get_by_role("status")).to_contain_text("chưa ghi gì vào danh bạ")
    problems = dialog.get_by_role("row").filter(has_text="valid_from")
    await expect(problems.get_by_role("cell").first).to_have_text("3")
    await expect(desk.row(code)).to_have_count(0)

    await dialog.get_by_role("button", name="Ghi 1 dòng đúng, bỏ các dòng lỗi").click()

    await expect(dialog.get_by_role("status")).to_contain_text("Đã ghi vào danh bạ")
    await dialog.get_by_role("button", name="Đóng").last.click()
    await expect(desk.row(code)).to_contain_text(name)


async def test_the_registry_goes_out_as_a_table(desk: Desk, tmp_path: Path):
    await desk.page.get_by_role("link", name="Đơn vị", exact=True).click()
    async with desk.page.expect_download() as going:
        await desk.page.get_by_role("button", name="Xuất CSV").click()
    table = tmp_path / "units.csv"
    await (await going.value).save_as(table)
    assert table.read_text(encoding="utf-8-sig").startswith("valid_from,valid_to,code,agency")


async def test_only_a_supervisor_sees_the_registry(visitor: Visitor):
    desk = await visitor.desk()
    await desk.sign_in()
    await expect(desk.page.get_by_role("link", name="Danh bạ tổ chức")).to_have_count(0)
    await desk.page.goto("/ops/organisations/officers")
    await expect(desk.page.get_by_text("Chỉ lãnh đạo trung tâm")).to_be_visible()
