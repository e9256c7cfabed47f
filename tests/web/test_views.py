"""How often a report was read stands on its page and on its card."""

from playwright.async_api import expect

from tests.city import City
from tests.people import Person, new_report, until
from tests.web.conftest import Visitor

SHOWN_WITHIN_S = 60.0
"""Told every two seconds, added every five, shown every ten."""


async def test_a_report_says_how_often_it_was_read(visitor: Visitor, web_city: City):
    report = new_report(description="Ổ gà lớn trước chợ Đông Ba")
    page = f"/v1/reports/{report['id']}"
    async with web_city.client() as client:
        await Person(client, web_city.token("citizen")).submit(report)
        await Person(client, web_city.token("moderator")).act(report["id"], "moderation", {"decision": "accept"})
        for _ in range(12):
            await client.get(page, headers={"User-Agent": "Mozilla/5.0"})

        async def views() -> int:
            return (await client.get(page, headers={"User-Agent": "a-bot"})).json()["views"]

        await until(views, SHOWN_WITHIN_S, is_it=lambda found: found == 12)  # sums come in parts
    phone = await visitor.phone()
    await phone.page.goto("/reports?category=pothole")  # the list of everything follows within half a minute
    await expect(phone.page.locator("article").filter(has_text="chợ Đông Ba")).to_contain_text("12 lượt xem")
    await phone.page.goto(f"/reports/{report['id']}")
    await expect(phone.page.locator("dt", has_text="Lượt xem")).to_be_visible()
    await expect(phone.page.locator("dt:has-text('Lượt xem') + dd")).to_have_text("12")
