"""A unit that is not competent names who is, and everybody reads it."""

from playwright.async_api import expect

from tests.city import City
from tests.people import Person, new_report, photo_with_position, until
from tests.web.conftest import Visitor

UNIT = "Sở Xây dựng"
BODY = "Công ty Điện lực Huế"


async def test_not_our_remit_asks_whose_it_is_and_the_citizen_reads_it(visitor: Visitor, web_city: City):
    report = new_report(description="Cột điện nghiêng")
    async with web_city.client() as client:
        await Person(client, web_city.token("citizen")).submit(report)
        moderator = Person(client, web_city.token("moderator"))
        await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
        await moderator.act(report["id"], "moderation", {"decision": "accept"})
        units = (await client.get("/v1/units")).json()["items"]
        unit = next(each["id"] for each in units if each["name"]["vi"] == UNIT)
        await moderator.act(report["id"], "assignment", {"unit_id": unit})
        officer, phone = await visitor.desk(), await visitor.phone()
        await officer.sign_in("Cán bộ đơn vị xử lý", unit=UNIT)
        await officer.page.goto(f"/ops/reports/{report['id']}")
        await officer.panel.get_by_label("Kết quả", exact=True).select_option(label="Không thuộc thẩm quyền")
        await officer.panel.get_by_label("Nội dung trả lời công khai").fill("Cột do ngành điện quản lý.")
        photo = {"name": "pole.jpg", "mimeType": "image/jpeg", "buffer": photo_with_position()}
        await officer.panel.locator("input[type=file]").set_input_files(photo)
        await expect(officer.panel.get_by_role("img", name="Ảnh kết quả 1")).to_be_visible()
        await officer.panel.get_by_role("button", name="Gửi trả lời").click()
        await expect(officer.panel.get_by_role("alert")).to_have_text("Nêu tên cơ quan có thẩm quyền")
        await officer.panel.get_by_label("Cơ quan có thẩm quyền").fill(BODY)
        await officer.panel.get_by_role("button", name="Gửi trả lời").click()
        await officer.see_recorded("Chờ duyệt kết quả")
        await moderator.act(report["id"], "review", {"decision": "resolve"})
        await until(lambda: client.get(f"/v1/reports/{report['id']}"), is_it=lambda found: BODY in found.text)
    await phone.page.goto(f"/reports/{report['id']}")
    await expect(phone.page.get_by_text(f"Cơ quan có thẩm quyền: {BODY}")).to_be_visible()
