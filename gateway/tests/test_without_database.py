"""With PostgreSQL down: valid tokens and public reads go on, signing in is told to come later."""

import httpx
import pytest

from gateway.identity.issuer import Issuer
from hueioc.auth.principal import Role

SIGN_INS = [
    ("POST", "/v1/session/code", {"phone": "0912345678"}),
    ("POST", "/v1/session", {"phone": "0912345678", "code": "123456"}),
    ("POST", "/v1/session/officer", {"login": "moderator", "password": "x", "code": "123456"}),
    ("POST", "/v1/session/officer/enrolment", {"login": "moderator", "password": "x"}),
]


@pytest.fixture
async def ask(front):
    """A browser in front of a gateway whose database is away."""
    front.api.state.issuer = Issuer(front.settings, front.api.state.runtime.database)
    transport = httpx.ASGITransport(front, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hue.test") as client:
        yield client


@pytest.mark.parametrize(("method", "path", "data"), SIGN_INS)
async def test_signing_in_says_try_again_later(ask, method, path, data):
    answer = await ask.request(method, path, json=data)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.headers["retry-after"]


async def test_staying_signed_in_says_try_again_later_and_keeps_the_cookie(ask):
    ask.cookies.set("hue_refresh", "hrt_x", path="/v1/session")
    answer = await ask.post("/v1/session/refresh")
    assert answer.status_code == 503
    assert "set-cookie" not in answer.headers


async def test_a_token_from_the_token_endpoint_says_try_again_later(ask):
    answer = await ask.post("/token", data={"grant_type": "client_credentials", "client_id": "x"})
    assert answer.status_code == 503


async def test_public_pages_are_answered(ask, front, document):
    front.table.fold(document("/v1/reports/1"))
    assert (await ask.get("/v1/reports/1")).status_code == 200


async def test_a_valid_token_reads_what_its_audience_may(ask, front, document, token):
    front.table.fold(document("/v1/ops/queue", audience="staff"))
    headers = {"Authorization": "Bearer " + token(Role.MODERATOR)}
    assert (await ask.get("/v1/ops/queue", headers=headers)).status_code == 200
    assert (await ask.get("/v1/config", headers=headers)).status_code == 200


async def test_what_is_only_for_services_is_read_by_nobody(ask, front, document, token):
    front.table.fold(document("/v1/secret", audience="service"))
    headers = {"Authorization": "Bearer " + token(Role.SUPERVISOR)}
    assert (await ask.get("/v1/secret", headers=headers)).status_code == 404
