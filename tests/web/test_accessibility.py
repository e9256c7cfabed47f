"""Every page of both apps passes axe-core, in both languages and both themes."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.web.conftest import Visitor

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/", "/reports", "/mine", "/new", "/settings", "/sign-in", "/reports/none", "/nowhere"]
LOOKS = [("vi", "light"), ("en", "dark")]


async def violations(page: Page) -> list[str]:
    await page.evaluate(AXE.read_text())
    result: dict[str, Any] = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in result["violations"]]


async def look(page: Page, language: str, theme: str) -> None:
    chosen = json.dumps({"language": language, "theme": theme, "textSize": "normal"})
    await page.add_init_script(f"localStorage.setItem('hue.preferences', JSON.stringify({chosen}))")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_the_citizens_pages_have_no_violation(visitor: Visitor, language: str, theme: str):
    phone = await visitor.phone()
    await look(phone.page, language, theme)
    for path in PAGES:
        await phone.page.goto(path)
        await phone.page.get_by_role("heading", level=1).first.wait_for()
        assert await violations(phone.page) == [], path


async def test_the_steps_of_a_new_report_have_no_violation(visitor: Visitor):
    phone = await visitor.phone()
    await phone.page.goto("/new")
    await phone.take_photo()
    for heading in ("Việc này ở đâu?", "Chuyện gì đang xảy ra?", "Kiểm tra trước khi gửi"):
        assert await violations(phone.page) == [], heading
        if heading.startswith("Chuyện"):
            await phone.page.get_by_role("button", name="Dùng vị trí của tôi").click()
            await phone.page.get_by_text("Đã chọn:").wait_for()
        if heading.startswith("Kiểm"):
            await phone.go_on()
            await phone.page.get_by_role("alert").wait_for()
            assert await violations(phone.page) == [], "the error summary"
            await phone.page.get_by_label("Lĩnh vực").select_option(index=1)
            await phone.page.get_by_label("Mô tả").fill("Ổ gà")
        await phone.go_on()
        await phone.heading(heading).wait_for()
    assert await violations(phone.page) == []


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_the_console_has_no_violation(visitor: Visitor, language: str, theme: str):
    phone, desk = await visitor.phone(), await visitor.desk()
    await phone.sign_in("An")
    await phone.write_report("Để xem bàn điều hành")
    await phone.send()
    code = await phone.code_of_sent()
    await desk.page.goto("/ops/")
    await desk.page.get_by_role("heading", level=1).wait_for()
    assert await violations(desk.page) == [], "signing in"
    await desk.sign_in()
    await desk.open(code)
    await desk.page.evaluate(
        "([language, theme]) => localStorage.setItem('hue.preferences', JSON.stringify({language, theme}))",
        [language, theme],
    )
    await desk.page.reload()
    await desk.panel.get_by_role("heading", level=2, name=code).wait_for()
    assert await violations(desk.page) == [], "the queue with an open report"
    await desk.page.keyboard.press("?")
    await desk.page.get_by_role("dialog").wait_for()
    assert await violations(desk.page) == [], "the list of keys"
