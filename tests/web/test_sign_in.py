"""People sign in with their phones, officers with password and authenticator, and stay signed in."""

import re

import pyotp
import pytest
from playwright.async_api import expect

from tests.city import City
from tests.web.conftest import Visitor

CODE = re.compile(r"(\d{6}) la ma dang nhap")


def last_code(city: City, number: str) -> str:
    """What the development adapter printed instead of sending it; of the number it shows the end."""
    printed = [line for line in city.logs().splitlines() if re.search(rf"(…|\\u2026){number[-3:]}\b", line)]
    return CODE.findall("\n".join(printed))[-1]


def account(city: City, login: str) -> dict[str, str]:
    """The development account as the seed has printed it."""
    line = next(each for each in reversed(city.logs().splitlines()) if "development_account" in each and login in each)
    return dict(re.findall(r'"?(password|totp_secret)"?[=:]\s*"?([\w-]+)', line))


async def test_a_person_signs_in_with_a_code_and_is_still_there_after_a_reload(visitor: Visitor, web_city: City):
    phone = await visitor.phone()
    await phone.page.goto("/sign-in?next=/mine")
    await phone.ask_for_code("0912 345 678")
    await phone.enter_code(last_code(web_city, "678"))
    await expect(phone.heading("Phản ánh của tôi")).to_be_visible()
    await expect(phone.page.get_by_text("Bạn chưa gửi phản ánh nào")).to_be_visible()

    await phone.page.reload()

    await expect(phone.page.get_by_text("Bạn chưa gửi phản ánh nào")).to_be_visible()


async def test_a_wrong_code_is_told_and_the_next_try_may_be_right(visitor: Visitor, web_city: City):
    phone = await visitor.phone()
    await phone.page.goto("/sign-in")
    await phone.ask_for_code("0912 345 679")
    right = last_code(web_city, "679")
    await phone.enter_code(f"{(int(right) + 1) % 1_000_000:06d}")
    await expect(phone.page.get_by_role("alert")).to_contain_text("Mã không đúng hoặc đã hết hạn")

    await phone.enter_code(right)

    await expect(phone.heading("Bạn thấy điều gì cần sửa?")).to_be_visible()


async def test_who_signs_out_is_signed_out_on_the_server_too(visitor: Visitor, web_city: City):
    phone = await visitor.phone()
    await phone.page.goto("/sign-in?next=/settings")
    await phone.ask_for_code("0912 345 680")
    await phone.enter_code(last_code(web_city, "680"))
    async with phone.page.expect_response(lambda each: each.request.method == "DELETE") as ended:
        await phone.page.get_by_role("button", name="Đăng xuất").click()

    assert (await ended.value).status == 204
    refused = await phone.page.request.post("/v1/session/refresh")
    assert refused.status == 401


@pytest.mark.parametrize("login", ["moderator", "officer"])
async def test_an_officer_signs_in_with_password_and_authenticator(visitor: Visitor, web_city: City, login: str):
    secrets = account(web_city, login)
    desk = await visitor.desk()

    await desk.sign_in_with_account(login, secrets["password"], pyotp.TOTP(secrets["totp_secret"]).now())

    await desk.see_queue()


async def test_a_wrong_password_is_told_without_saying_what_was_wrong(visitor: Visitor, web_city: City):
    desk = await visitor.desk()
    await desk.sign_in_with_account("supervisor", "not-the-password", "123456")
    await expect(desk.page.get_by_role("alert")).to_contain_text("Tên đăng nhập, mật khẩu hoặc mã xác thực chưa đúng")
