"""The centre takes a name out of a report on the console, and everybody reads the report without it."""

from playwright.async_api import expect

from tests.city import City
from tests.people import Person, new_report, until
from tests.web.conftest import Visitor

NAME = "Trần Thị Bích"


async def test_a_name_is_hidden_on_the_console_and_gone_for_everybody(visitor: Visitor, web_city: City):
    report = new_report(description=f"Bà {NAME} đổ rác ra vỉa hè")
    async with web_city.client() as client:
        await Person(client, web_city.token("citizen")).submit(report)
        moderator = Person(client, web_city.token("moderator"))
        await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
        await moderator.act(report["id"], "moderation", {"decision": "accept"})
    desk, phone = await visitor.desk(), await visitor.phone()
    await desk.sign_in()
    await desk.page.goto(f"/ops/reports/{report['id']}")
    await desk.panel.get_by_text("Che từ trong phản ánh").click()
    await desk.panel.get_by_label("Từ cần che").fill(NAME)
    await desk.panel.get_by_label("Lý do (không nhắc lại").fill("Tên của người khác")
    await desk.panel.get_by_role("button", name="Che những từ này").click()
    await expect(desk.panel.get_by_text("Bà [đã che] đổ rác")).to_be_visible()

    async with web_city.client() as client:  # the read models follow a moment later
        await until(lambda: client.get(f"/v1/reports/{report['id']}"), is_it=lambda found: NAME not in found.text)
    await phone.page.goto(f"/reports/{report['id']}")
    await expect(phone.page.get_by_text("Bà [đã che] đổ rác")).to_be_visible()
    await desk.page.reload()
    await desk.panel.get_by_text("Che từ trong phản ánh").click()
    await desk.panel.get_by_role("button", name="Hiện lại").click()
    await expect(desk.panel.get_by_text(f"Bà {NAME} đổ rác")).to_be_visible()
