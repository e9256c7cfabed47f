"""Partners in the console: a client, its webhook, a test message that arrives signed, and its log."""

import json
import re
import time
from uuid import uuid4

import httpx
from playwright.async_api import Locator, Page, expect

from tests.city import City
from tests.partner import PartnerServer, partner_server
from tests.web.conftest import Visitor
from tests.web.test_accessibility import check

HOUR_MS = 3_600_000
PATH = "/ops/partners"
TESTED = "vn.hue.gateway.webhook.tested.v1"


async def opened(visitor: Visitor, city: City, role: str) -> Page:
    """The page, by a token of development: an auditor can have one too."""
    page = (await visitor.desk()).page
    person = {"subject": "dev", "role": role, "name": role, "token": city.token(role)}
    kept = json.dumps(person | {"expiresAt": time.time() * 1000 + HOUR_MS, "isRenewable": False})
    await page.add_init_script(f"sessionStorage.setItem('hue.ops.session', JSON.stringify({kept}))")
    await page.goto("/ops/")
    await page.get_by_role("link", name="Kết nối đối tác").click()
    await expect(page.get_by_role("heading", level=1, name="Kết nối đối tác")).to_be_visible()
    return page


async def add_client(page: Page, client_id: str) -> None:
    await page.get_by_role("button", name="Ứng dụng", exact=True).click()
    await page.get_by_role("button", name="Thêm ứng dụng đối tác").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Tên", exact=True).fill("Cổng hướng dẫn viên")
    await dialog.get_by_label("Mã ứng dụng").fill("có dấu")
    await dialog.get_by_role("button", name="Lưu").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("chữ thường không dấu")
    await dialog.get_by_label("Mã ứng dụng").fill(client_id)
    await dialog.get_by_role("button", name="Lưu").click()
    await expect(dialog.get_by_label("Mã bí mật", exact=True)).to_have_value(re.compile("^hcs_"))
    await dialog.get_by_role("button", name="Tôi đã cất giữ").click()
    await expect(page.get_by_role("row").filter(has_text=client_id)).to_contain_text("Đang dùng")


async def add_webhook(page: Page, client_id: str, server: PartnerServer) -> Locator:
    """Its card; the server knows the secret that the dialog has shown."""
    await page.get_by_role("button", name="Webhook", exact=True).click()
    await page.get_by_role("button", name="Thêm webhook").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Ứng dụng của đối tác").select_option(value=client_id)
    await dialog.get_by_label("Địa chỉ nhận tin").fill("http://partner.example/hue")
    await dialog.get_by_role("checkbox", name="Phản ánh hiện trường").check()
    await dialog.get_by_label("Từng loại tin").fill("vn.hue.warning.alert.issued.v1")
    await dialog.get_by_role("button", name="Lưu").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Cần địa chỉ https đầy đủ")
    await dialog.get_by_label("Địa chỉ nhận tin").fill(server.url)
    await dialog.get_by_role("button", name="Lưu").click()
    secret = dialog.get_by_label("Khóa bí mật", exact=True)
    await expect(secret).to_have_value(re.compile("^whsec_"))
    server.secret = await secret.input_value()
    await dialog.get_by_role("button", name="Tôi đã cất giữ").click()
    return page.get_by_role("article").filter(has_text=server.url)


async def test_a_supervisor_connects_a_partner_and_sees_the_test_message_arrive(visitor: Visitor, web_city: City):
    client_id = f"guide-{uuid4().hex[:8]}"
    page = await opened(visitor, web_city, "supervisor")
    async with partner_server() as server:
        await add_client(page, client_id)
        await check(page, f"{PATH}, clients")
        card = await add_webhook(page, client_id, server)
        await expect(card).to_contain_text("Đang gửi")
        await expect(card.get_by_role("listitem")).to_have_text(
            ["Mọi tin: Phản ánh hiện trường", "Cảnh báo được ban hành"]
        )
        await card.get_by_role("button", name="Gửi tin thử").click()
        row = card.get_by_role("row").filter(has_text="Tin thử")
        await expect(row).to_contain_text("Đã nhận")
        await expect(row).to_contain_text("204")
        [message] = server.messages.values()  # verified by the library of Standard Webhooks
        assert message["type"] == TESTED

        await row.get_by_role("button", name="Tin thử").click()
        await expect(card.locator("pre")).to_contain_text(TESTED)
        await check(page, PATH)
        await card.get_by_role("button", name="Xóa").click()
        await page.get_by_role("dialog").get_by_role("button", name="Xóa webhook").click()
        await expect(card).to_have_count(0)


async def test_an_auditor_sees_partners_and_changes_nothing(visitor: Visitor, web_city: City):
    client_id = f"guide-{uuid4().hex[:8]}"
    supervisor = await opened(visitor, web_city, "supervisor")
    async with partner_server() as server:
        await add_client(supervisor, client_id)
        await add_webhook(supervisor, client_id, server)
        page = await opened(visitor, web_city, "auditor")
        card = page.get_by_role("article").filter(has_text=server.url)
        await expect(card.get_by_role("button")).to_have_text(["Xem nhật ký gửi"])
        await card.get_by_role("button", name="Xem nhật ký gửi").click()
        await expect(card).to_contain_text("Chưa có tin nào")
        await page.get_by_role("button", name="Ứng dụng", exact=True).click()
        await expect(page.get_by_role("row").filter(has_text=client_id)).to_be_visible()
        await expect(page.get_by_role("button", name="Thêm ứng dụng đối tác")).to_have_count(0)


async def test_a_supervisor_gives_an_open311_key_that_sends_and_takes_it_back(visitor: Visitor, web_city: City):
    name = f"Báo {uuid4().hex[:8]}"
    page = await opened(visitor, web_city, "supervisor")
    await page.get_by_role("button", name="Khóa Open311", exact=True).click()
    await page.get_by_role("button", name="Cấp khóa Open311").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Cấp khóa").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Điền tên đối tác")
    await dialog.get_by_label("Cấp cho ai").fill(name)
    await dialog.get_by_label("Số phản ánh tối đa mỗi ngày").fill("5")
    await dialog.get_by_role("button", name="Cấp khóa").click()
    key = dialog.get_by_label("api_key", exact=True)
    await expect(key).to_have_value(re.compile(".{20,}"))
    api_key = await key.input_value()
    await dialog.get_by_role("button", name="Tôi đã cất giữ").click()
    item = page.get_by_role("listitem").filter(has_text=name)
    await expect(item).to_contain_text("Tối đa 5 mỗi ngày")
    assert await sent(web_city, api_key) == httpx.codes.OK
    await check(page, f"{PATH}, keys")

    await item.get_by_role("button", name="Thu hồi khóa").click()
    await dialog.get_by_role("button", name="Thu hồi khóa").click()
    await expect(item.get_by_role("button")).to_have_count(0)
    assert await sent(web_city, api_key) == httpx.codes.FORBIDDEN


async def sent(city: City, api_key: str) -> int:
    """The status of a report that a program sends."""
    form = {"api_key": api_key, "service_code": "pothole", "lat": "16.4637", "long": "107.5909", "description": "Ổ gà"}
    async with city.client() as client:
        return (await client.post("/open311/v2/requests.json", data=form)).status_code
