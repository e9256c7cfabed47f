"""Another app signs a person in through us, if the person allows it."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from gateway.identity.providers import challenge_of
from tests.city import City
from tests.people import Person
from tests.web.citizen import Phone
from tests.web.conftest import Visitor
from tests.web.test_sign_in import last_code


async def asked(visitor: Visitor, city: City, number: str) -> Phone:
    """A person whom a new app has sent here, signed in and asked."""
    client_id = f"app-{uuid4().hex[:8]}"
    app = {
        "client_id": client_id,
        "name": "Xe buýt Huế",
        "is_public": True,
        "redirect_uris": ["https://bus.example/back"],
    }
    async with city.client() as client:
        made = await Person(client, city.token("supervisor")).post("/v1/ops/clients", app)
        assert made.status_code == 201, made.text
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": "https://bus.example/back",
            "scope": "openid phone",
            "state": "st",
            "code_challenge": challenge_of("v" * 50),
            "code_challenge_method": "S256",
        }
        begun = await client.get("/authorize", params=query)
    phone = await visitor.phone()
    await phone.page.route("https://bus.example/**", lambda route: route.fulfill(body="back"))
    await phone.page.goto("/sign-in?" + begun.headers["location"].partition("?")[2])
    await phone.ask_for_code(number)
    await phone.enter_code(last_code(city, number))
    await expect(phone.heading("Cho phép ứng dụng khác")).to_be_visible()
    return phone


async def test_a_person_sees_what_the_app_wants_and_lets_it_in(visitor: Visitor, web_city: City):
    phone = await asked(visitor, web_city, "0912 345 721")
    await expect(phone.page.get_by_text("Xe buýt Huế muốn đăng nhập bạn")).to_be_visible()
    await expect(phone.page.get_by_text("Số điện thoại của bạn")).to_be_visible()
    await phone.page.get_by_role("button", name="Cho phép", exact=True).click()
    await phone.page.wait_for_url("https://bus.example/back?code=*&state=st*")


async def test_who_refuses_goes_back_without_a_code(visitor: Visitor, web_city: City):
    phone = await asked(visitor, web_city, "0912 345 722")
    await phone.page.get_by_role("button", name="Không cho phép").click()
    await phone.page.wait_for_url("https://bus.example/back?error=access_denied*")


async def test_a_request_that_is_over_is_told(visitor: Visitor):
    phone = await visitor.phone()
    await phone.sign_in("Mai")
    await phone.page.goto(f"/sign-in?authorization={uuid4()}")
    await expect(phone.page.get_by_role("alert")).to_contain_text("hết hạn")


@pytest.mark.parametrize("path", ["/authorize?client_id=none", "/v1/config"])
async def test_the_service_worker_leaves_the_gateways_own_addresses_alone(visitor: Visitor, path: str):
    phone = await visitor.phone()
    await phone.page.goto("/")
    await phone.page.evaluate("navigator.serviceWorker.ready")
    await phone.page.reload()
    answer = await phone.page.goto(path)
    assert answer is not None
    assert "json" in answer.headers["content-type"]
