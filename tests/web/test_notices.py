"""People hear what became of their reports, and choose how they are told."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pyotp
import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.city import City
from tests.people import Person, until
from tests.web.citizen import Phone
from tests.web.conftest import Visitor
from tests.web.test_sign_in import account, last_code

SUBJECT = "JSON.parse(localStorage.getItem('hue.session')).subject"
A_PUSH_SERVICE = """
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
  Notification.requestPermission = async () => 'granted';
  let there = null;
  PushManager.prototype.getSubscription = async () => there;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => (there = {
    toJSON: () => ({
      endpoint: 'http://127.0.0.1:9/push/' + applicationServerKey.slice(0, 8),
      keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
    }),
    unsubscribe: async () => ((there = null), true),
  });
"""
"""The push service is the browser maker's; this one takes every subscription and sends nothing."""

SignIn = Callable[[str, str], Awaitable[Phone]]


@pytest.fixture
def signed_in(visitor: Visitor, web_city: City) -> SignIn:
    async def sign_in(number: str, path: str) -> Phone:
        phone = await visitor.phone()
        await phone.page.goto(f"/sign-in?next={path}")
        await phone.ask_for_code(number)
        await phone.enter_code(last_code(web_city, number))
        await phone.page.wait_for_url(f"{web_city.gateway}{path}")
        return phone

    return sign_in


async def told(city: City, page: Page, *, times: int, link: str = "/reports/none") -> None:
    """As many notices of the person of this page, the newest last."""
    async with city.database("gateway") as database:
        await database.execute(
            """
            insert into notices (id, person_id, event_id, kind, link, values, created_at, updated_at)
            select gen_random_uuid(), $1, gen_random_uuid(), 'report_answered', $2,
                   jsonb_build_object('code', 'PA-' || each), now() + each * interval '1 ms', now()
            from generate_series(1, $3::int) each
            """,
            UUID(await page.evaluate(SUBJECT)),
            link,
            times,
        )


async def test_a_rejected_report_rings_the_bell_and_the_notice_leads_to_it(signed_in: SignIn, web_city: City):
    phone = await signed_in("0912 345 701", "/mine")
    await phone.write_report("Sẽ không được tiếp nhận")
    await phone.send()
    await phone.code_of_sent()
    report_id = await phone.follow()
    async with web_city.client() as client:
        moderator = Person(client, web_city.token("moderator"))
        await moderator.act(report_id, "moderation", {"decision": "reject", "reason": "unclear"})
    async with web_city.database("gateway") as database:
        await until(lambda: database.fetchval("select count(*) from notices where link like '%' || $1", report_id))

    await phone.page.goto("/")
    await phone.page.get_by_role("link", name="Thông báo, 1 chưa đọc").click()
    await expect(phone.heading("Thông báo")).to_be_focused()
    await phone.page.get_by_role("link", name=re.compile("không được tiếp nhận")).click()

    await expect(phone.heading(re.compile("^Phản ánh PA-"))).to_be_visible()
    await expect(phone.page.get_by_role("link", name="Thông báo", exact=True)).to_be_visible()


async def test_the_inbox_is_paged_and_read_one_by_one_or_all_at_once(signed_in: SignIn, web_city: City):
    phone = await signed_in("0912 345 702", "/mine")
    await told(web_city, phone.page, times=25)
    await phone.page.goto("/notices")
    items = phone.page.get_by_role("main").get_by_role("listitem")
    await expect(items).to_have_count(20)
    await expect(items.first).to_contain_text("Phản ánh PA-25 đã được trả lời")

    await phone.page.get_by_role("button", name="Xem thêm").click()
    await expect(items).to_have_count(25)
    await items.nth(24).get_by_role("button").click()
    await expect(phone.page.get_by_text("24 tin chưa đọc")).to_be_visible()
    await phone.page.get_by_role("button", name="Đánh dấu đã đọc tất cả").click()
    await expect(phone.page.get_by_role("link", name="Thông báo", exact=True)).to_be_visible()
    await phone.page.get_by_label("Chỉ tin chưa đọc").check()

    await expect(items).to_have_count(0)


async def test_the_words_of_the_notices_follow_the_language(signed_in: SignIn, web_city: City):
    phone = await signed_in("0912 345 703", "/mine")
    await told(web_city, phone.page, times=1)
    await phone.page.goto("/notices")
    await phone.page.get_by_role("button", name="English").click()
    await expect(phone.page.get_by_role("link", name="Your report PA-1 was answered")).to_be_visible()


async def test_an_empty_inbox_and_one_without_a_network_say_so(signed_in: SignIn):
    phone = await signed_in("0912 345 704", "/notices")
    await expect(phone.page.get_by_text("Chưa có thông báo nào")).to_be_visible()
    await phone.page.context.set_offline(True)
    await phone.page.get_by_label("Chỉ tin chưa đọc").check()
    await expect(phone.page.get_by_role("alert")).to_contain_text("Không kết nối được")


async def test_without_an_inbox_there_is_no_bell(visitor: Visitor):
    phone = await visitor.phone()
    await phone.sign_in("Lan")
    await phone.page.goto("/notices")
    await expect(phone.page.get_by_text("Tài khoản thử nghiệm không có hộp thông báo")).to_be_visible()
    await expect(phone.page.get_by_role("banner").get_by_role("link", name="Thông báo")).to_have_count(0)


async def test_staff_have_their_inbox_and_preferences_in_the_console(visitor: Visitor, web_city: City):
    desk, secrets = await visitor.desk(), account(web_city, "auditor")
    await desk.sign_in_with_account("auditor", secrets["password"], pyotp.TOTP(secrets["totp_secret"]).now())
    await desk.see_queue()
    await desk.page.get_by_role("link", name="Thông báo", exact=True).click()
    await expect(desk.page.get_by_text("Chưa có thông báo nào")).to_be_visible()
    await expect(desk.page.get_by_role("group", name="Đã qua 80 % thời hạn xử lý")).to_be_visible()
    await expect(desk.page.get_by_text("Tài khoản này không có số điện thoại")).to_be_visible()


async def test_what_a_person_prefers_is_still_so_after_a_reload(signed_in: SignIn):
    phone = await signed_in("0912 345 705", "/settings")
    answered = phone.page.get_by_role("group", name="Phản ánh của tôi có kết quả")
    await answered.get_by_label("Tin nhắn SMS").check()
    await answered.get_by_label("E-mail").uncheck()
    await phone.page.get_by_label("Có giờ yên lặng").uncheck()
    await phone.page.get_by_label("Gộp một lần lúc 7 giờ sáng").check()
    await phone.page.get_by_role("button", name="Lưu lựa chọn").click()
    await expect(phone.page.get_by_text("Đã lưu lựa chọn.")).to_be_visible()
    await phone.page.reload()

    await expect(answered.get_by_label("Tin nhắn SMS")).to_be_checked()
    await expect(answered.get_by_label("E-mail")).not_to_be_checked()
    await expect(phone.page.get_by_label("Có giờ yên lặng")).not_to_be_checked()
    await expect(phone.page.get_by_label("Gộp một lần lúc 7 giờ sáng")).to_be_checked()


async def test_an_address_that_is_none_is_told_and_a_good_one_is_kept(signed_in: SignIn):
    phone = await signed_in("0912 345 706", "/settings")
    field = phone.page.get_by_label("E-mail nhận thông báo")
    await field.fill("lan tại nhà")
    await phone.page.get_by_role("button", name="Lưu e-mail").click()
    await expect(phone.page.get_by_role("alert")).to_contain_text("Nhập địa chỉ e-mail có dạng")
    await field.fill("lan@example.com")
    await phone.page.get_by_role("button", name="Lưu e-mail").click()
    await expect(phone.page.get_by_text("Đã lưu địa chỉ e-mail.")).to_be_visible()
    await phone.page.reload()
    await expect(field).to_have_value("lan@example.com")


async def test_the_address_on_record_that_comes_late_does_not_undo_what_was_typed(signed_in: SignIn):
    phone, typed = await signed_in("0912 345 709", "/mine"), asyncio.Event()

    async def late(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await phone.page.route("**/v1/me", late)
    await phone.page.goto("/settings")
    field = phone.page.get_by_label("E-mail nhận thông báo")
    await field.fill("lan@example.com")
    async with phone.page.expect_response("**/v1/me"):
        typed.set()
    await phone.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await expect(field).to_have_value("lan@example.com")


async def test_a_browser_takes_web_push_until_it_is_turned_off(signed_in: SignIn, web_city: City):
    phone = await signed_in("0912 345 707", "/mine")
    await phone.page.add_init_script(A_PUSH_SERVICE)
    await phone.page.goto("/settings")
    person = UUID(await phone.page.evaluate(SUBJECT))
    await phone.page.get_by_role("button", name="Bật thông báo").click()
    await expect(phone.page.get_by_text("Thiết bị này đang nhận thông báo.")).to_be_visible()
    counted = "select count(*) from push_subscriptions where person_id = $1"
    async with web_city.database("gateway") as database:
        assert await database.fetchval(counted, person) == 1
        await phone.page.get_by_role("button", name="Tắt thông báo").click()
        await expect(phone.page.get_by_role("button", name="Bật thông báo")).to_be_visible()
        assert await database.fetchval(counted, person) == 0


async def test_a_push_message_is_shown_by_the_service_worker(whole_chromium: Browser, web_city: City):
    visitor = Visitor(whole_chromium, web_city)
    phone = await visitor.phone()
    await phone.page.context.grant_permissions(["notifications"])
    await phone.page.goto("/")
    await phone.page.evaluate("navigator.serviceWorker.ready")
    browser = await phone.page.context.new_cdp_session(phone.page)
    seen: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: seen.extend(each["registrationId"] for each in event["registrations"]),
    )
    await browser.send("ServiceWorker.enable")

    async def registered() -> list[str]:
        return seen

    await until(registered)
    news = {"id": str(uuid4()), "title": "Phản ánh PA-1 đã được trả lời", "body": "Xem kết quả", "link": "/reports/1"}
    message = {"origin": web_city.gateway, "registrationId": seen[-1], "data": json.dumps(news)}
    await browser.send("ServiceWorker.deliverPushMessage", message)

    shown = """async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body, data }) => [title, body, data]);
    }"""

    async def notifications() -> list[list[str]]:
        return await phone.page.evaluate(shown)

    assert await until(notifications) == [[news["title"], news["body"], news["link"]]]
