"""A comment from the phone to the centre, and to everybody."""

from playwright.async_api import expect

from tests.city import City
from tests.e2e.test_alerts import published
from tests.web.conftest import Visitor
from tests.web.test_accessibility import check

KIND, RUDE = "Xin cảm ơn, đường đã sạch", "Đồ lười biếng"


async def test_a_comment_is_read_by_the_centre_before_anybody_else(visitor: Visitor, web_city: City):
    phone, desk = await visitor.phone(), await visitor.desk()
    async with web_city.client() as client:
        report = await published(web_city, client)
    await phone.sign_in("nguoi-binh-luan")
    for words in (KIND, RUDE):
        await phone.page.goto(f"/reports/{report['id']}")
        await phone.page.get_by_label("Viết bình luận").fill(words)
        await phone.page.get_by_role("button", name="Gửi bình luận").click()
        await expect(phone.page.get_by_text("Đã gửi.")).to_be_visible()

    await desk.sign_in()
    await desk.page.get_by_role("link", name="Bình luận").click()
    kind = desk.page.get_by_role("article").filter(has_text=KIND)
    rude = desk.page.get_by_role("article").filter(has_text=RUDE)
    await expect(kind).to_be_visible()
    await check(desk.page, "/ops/comments")
    await kind.get_by_role("button", name="Cho công khai").click()
    await expect(kind).to_have_count(0)
    await rude.get_by_role("button", name="Không công khai").click()
    await expect(rude.get_by_role("alert")).to_contain_text("Chọn lý do")
    await rude.get_by_label("Lý do không công khai").select_option(label="Lời lẽ xúc phạm")
    await rude.get_by_role("button", name="Không công khai").click()
    await expect(rude).to_have_count(0)

    stranger = await visitor.phone()
    await stranger.page.goto(f"/reports/{report['id']}")
    await expect(stranger.page.get_by_text(KIND)).to_be_visible()
    await expect(stranger.page.get_by_text(RUDE)).to_have_count(0)
