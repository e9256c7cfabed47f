"""Every page of both apps passes axe-core: on a phone in Vietnamese by day, on a desktop in English by night."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pyotp
import pytest
from playwright.async_api import FilePayload, Page, ViewportSize, expect

from tests.city import City
from tests.people import Person, new_report, until
from tests.web.conftest import Visitor
from tests.web.test_sign_in import account, last_code

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)
LOOKS = ((PHONE, "light", "vi", True), (PHONE, "dark", "vi", False), (DESKTOP, "dark", "en", True))
"""Viewport, theme, language, and whether all rules are asked or only that of colours."""
RUN = """async ([rules, isWhole]) => {
    const runOnly = isWhole ? rules : { type: 'rule', values: ['color-contrast'] };
    const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`);
}"""
OTHER_LANGUAGE = (
    "language => document.documentElement.lang === language || document.querySelector('button[lang]').click()"
)
QUEUE = "/ops/"
GROUPS = ("city", "unit", "category", "ward", "month")
KINDS = ("agencies", "units", "officers", "rosters", "substitutes", "responsibilities")
PUBLIC = ("environment", "press", "advertising", "cards", "dossiers", "investment", "epidemic")
OPEN = ("/", "/reports", "/map", "/reports/none", "/mine", "/notices", *(f"/{each}" for each in PUBLIC), "/nowhere")
WATCH, LIFE = ("city", "environment", "infosec"), ("press", "advertising", "cards", "procedures", "calendar")
PROMOTION = ("investment", "epidemic")
SERVICES = tuple(f"/ops/{each}" for each in (*WATCH, *LIFE, *PROMOTION, "appeals"))


async def check(page: Page, where: str) -> None:
    """No violation of the page that is open, in any look; it is Vietnamese and light again afterwards."""
    await expect(page.locator("[role=status] .line")).to_have_count(0)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: list[str] = []
    for viewport, theme, language, is_whole in LOOKS:
        await page.set_viewport_size(viewport)
        await page.evaluate(OTHER_LANGUAGE, language)  # which also takes back the theme, so that comes after it
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        violations: list[str] = await page.evaluate(RUN, [RULES, is_whole])
        found += [f"{where}, {viewport['width']} px, {theme}, {language}: {each}" for each in violations]
    await page.evaluate(OTHER_LANGUAGE, "vi")
    assert found == [], "\n".join(found)


async def visit(page: Page, path: str) -> None:
    await page.goto(path)
    await page.get_by_role("heading", level=1).first.wait_for()
    await check(page, path)


@pytest.fixture
async def report(web_city: City) -> dict[str, Any]:
    """An accepted report that everybody sees."""
    sent = new_report()
    async with web_city.client() as client:
        reporter = Person(client, web_city.token("citizen", name="axe"))
        assert (await reporter.submit(sent)).is_success
        moderator = Person(client, web_city.token("moderator"))

        async def seen() -> bool:
            return (await moderator.get(f"/v1/ops/reports/{sent['id']}")).is_success

        await until(seen)
        shown = await moderator.act(sent["id"], "moderation", {"decision": "accept"})

        async def is_public() -> bool:
            return (await reporter.client.get(f"/v1/reports/{sent['id']}")).is_success

        await until(is_public)
    return shown


async def test_the_citizens_open_pages_have_no_violation(visitor: Visitor, web_city: City, report: dict[str, Any]):
    page = (await visitor.phone()).page
    for path in (*OPEN, f"/reports/{report['id']}"):
        await visit(page, path)


async def test_signing_in_and_the_own_pages_have_no_violation(visitor: Visitor, web_city: City):
    phone = await visitor.phone()
    await visit(phone.page, "/sign-in?next=/mine")
    await phone.ask_for_code("0912 345 731")
    await check(phone.page, "the code")
    await phone.enter_code(last_code(web_city, "731"))
    await phone.page.wait_for_url(f"{web_city.gateway}/mine")
    await tell(web_city, UUID(await phone.page.evaluate("JSON.parse(localStorage.getItem('hue.session')).subject")))
    for path in ("/mine", "/settings", "/notices", "/sign-in?authorization=00000000-0000-7000-8000-000000000000"):
        await visit(phone.page, path)


async def tell(city: City, person: UUID) -> None:
    """One notice that was read, one that was not."""
    async with city.database("gateway") as database:
        await database.execute(
            """
            insert into notices (id, person_id, event_id, kind, link, values, read_at, created_at, updated_at)
            select gen_random_uuid(), $1, gen_random_uuid(), kind, '/reports/none', '{"code": "PA-1"}', read,
                   now(), now()
            from (values ('report_answered', null), ('unit_assigned', now())) each (kind, read)
            """,
            person,
        )


async def test_the_steps_of_a_new_report_have_no_violation(visitor: Visitor):
    phone = await visitor.phone()
    await phone.sign_in("An")
    await phone.page.goto("/new")
    await phone.take_photo()
    await check(phone.page, "the photos")
    await phone.go_on()
    await phone.heading("Việc này ở đâu?").wait_for()
    await phone.page.get_by_role("button", name="Dùng vị trí của tôi").click()
    await phone.page.get_by_text("Đã chọn:").wait_for()
    await check(phone.page, "the place")
    await phone.go_on()
    await phone.heading("Chuyện gì đang xảy ra?").wait_for()
    await phone.go_on()
    await phone.page.get_by_role("alert").wait_for()
    await check(phone.page, "the details and the error summary")
    await phone.page.get_by_label("Lĩnh vực").select_option(index=1)
    await phone.page.get_by_label("Mô tả").fill("Ổ gà")
    await phone.go_on()
    await phone.heading("Kiểm tra trước khi gửi").wait_for()
    await check(phone.page, "the answers")
    await phone.send()
    await phone.code_of_sent()
    await check(phone.page, "sent")
    await phone.follow()
    await check(phone.page, "the own report")


async def test_the_queue_and_an_open_report_have_no_violation(visitor: Visitor, report: dict[str, Any]):
    desk = await visitor.desk()
    await visit(desk.page, QUEUE)
    await desk.sign_in()
    await expect(desk.row(report["code"])).to_be_visible()
    await check(desk.page, "the queue")
    await desk.open(report["code"])
    await desk.panel.locator("summary").first.wait_for()
    await desk.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    await check(desk.page, "the report with the other steps")
    await desk.page.get_by_role("heading", level=2).first.focus()
    await desk.page.keyboard.press("?")
    await desk.page.get_by_role("dialog").wait_for()
    await check(desk.page, "the list of keys")


async def test_the_statistics_have_no_violation(visitor: Visitor, report: dict[str, Any]):
    desk = await visitor.desk()
    await desk.sign_in()
    for group in GROUPS:
        await visit(desk.page, f"/ops/statistics?by={group}")
    await visit(desk.page, "/ops/list?from=/v1/ops/reports")
    await visit(desk.page, "/ops/nowhere")


async def test_the_city_and_its_services_have_no_violation(visitor: Visitor, report: dict[str, Any]):
    desk = await visitor.desk()
    await desk.sign_in()
    for path in SERVICES:
        await visit(desk.page, path)


async def test_the_registry_and_the_notices_of_staff_have_no_violation(visitor: Visitor, web_city: City):
    secrets = account(web_city, "supervisor")
    desk = await visitor.desk()
    await desk.sign_in_with_account("supervisor", secrets["password"], pyotp.TOTP(secrets["totp_secret"]).now())
    await desk.see_queue()
    await tell(web_city, UUID(await desk.page.evaluate("JSON.parse(sessionStorage['hue.ops.session']).subject")))
    await visit(desk.page, "/ops/notices")
    for kind in KINDS:
        await visit(desk.page, f"/ops/organisations/{kind}")
    await desk.page.goto("/ops/organisations/officers")
    await with_dialog(desk.page, "Thêm cán bộ", press_save)
    await with_dialog(desk.page, "Nhập từ tệp", choose_bad_table)


async def with_dialog(page: Page, button: str, then: Callable[[Page], Awaitable[None]]) -> None:
    await page.get_by_role("button", name=button).click()
    await page.get_by_role("dialog").wait_for()
    await then(page)
    await check(page, button)
    await page.get_by_role("dialog").get_by_role("button", name="Đóng").first.click()


async def press_save(page: Page) -> None:
    await page.get_by_role("button", name="Lưu").click()
    await page.get_by_role("alert").wait_for()


async def choose_bad_table(page: Page) -> None:
    file: FilePayload = {"name": "officers.csv", "mimeType": "text/csv", "buffer": b"code,unit\nx,y\n"}
    await page.get_by_label("Chọn tệp CSV hoặc XLSX").set_input_files(file)
    await page.get_by_role("heading", name=re.compile("cần sửa")).wait_for()
