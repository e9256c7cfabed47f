"""The queue is worked by keys, and the keys keep out of the way."""

from uuid import uuid4

from playwright.async_api import expect

from tests.web.conftest import Visitor


async def test_the_queue_is_searched_walked_opened_and_closed_by_keys(visitor: Visitor):
    phone, desk = await visitor.phone(), await visitor.desk()
    word = uuid4().hex[:8]
    await phone.sign_in("Tâm")
    codes: list[str] = []
    for _ in range(2):
        await phone.write_report(f"Đèn đường {word}", category="Đèn đường không sáng")
        await phone.send()
        codes.append(await phone.code_of_sent())
    await desk.sign_in()
    await expect(desk.row(codes[1])).to_be_visible()

    keys = desk.page.keyboard
    await keys.press("/")
    await keys.type(f"den duong {word}")
    await expect(desk.page.locator("tbody tr")).to_have_count(2)
    await keys.press("Escape")
    await keys.press("j")
    await keys.press("Enter")
    await expect(desk.panel.get_by_role("heading", level=2, name=codes[0])).to_be_focused()
    await keys.press("j")
    await expect(desk.panel.get_by_role("heading", level=2, name=codes[1])).to_be_visible()
    await keys.press("Escape")
    await expect(desk.panel).to_have_count(0)
    await expect(desk.row(codes[1]).get_by_role("link")).to_be_focused()


async def test_the_keys_can_be_switched_off(visitor: Visitor):
    desk = await visitor.desk()
    await desk.sign_in()
    await desk.page.keyboard.press("?")
    await desk.page.get_by_label("Bật phím tắt một chữ").uncheck()
    await desk.page.keyboard.press("Escape")
    await desk.page.keyboard.press("/")
    await expect(desk.page.get_by_role("searchbox")).not_to_be_focused()
