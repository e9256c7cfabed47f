"""OAuth 2.1: authorization code with PKCE, refresh, client credentials, revocation, introspection."""

from base64 import b64encode
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway.identity.providers import challenge_of
from gateway.identity.sessions import SAME_BREATH
from hueioc.auth.principal import Role

VERIFIER = "v" * 50
REDIRECT = "https://app.example/back"


@pytest.fixture
async def clients(house):
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    app = {"client_id": "hue-s-mobile", "name": "Hue-S", "is_public": True, "redirect_uris": [REDIRECT]}
    partner = {"client_id": "water-works", "name": "Cấp nước", "role": "partner", "scopes": ["reports:read"]}
    made = [await supervisor.post("/v1/ops/clients", json=each) for each in (app, partner)]
    assert [each.status_code for each in made] == [201, 201], [each.text for each in made]
    return {each.json()["client_id"]: each.json() for each in made}


@pytest.fixture
async def citizen(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": "0912345678"})
    answer = await browser.post("/v1/session", json={"phone": "0912345678", "code": house.sms.code})
    browser.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    return browser


def request(**over):
    return {
        "response_type": "code",
        "client_id": "hue-s-mobile",
        "redirect_uri": REDIRECT,
        "scope": "openid phone",
        "state": "st",
        "nonce": "n1",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    } | over


def query_of(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


async def allowed(house, citizen, *, allow=True, **over):
    begun = await house.ask().get("/authorize", params=request(**over))
    request_id = query_of(begun.headers["location"])["authorization"]
    shown = await citizen.get(f"/v1/authorizations/{request_id}")
    assert shown.json()["client_name"] == "Hue-S"
    answer = await citizen.post(f"/v1/authorizations/{request_id}", json={"allow": allow})
    return query_of(answer.json()["redirect_to"])


async def exchanged(house, code, **over):
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "hue-s-mobile",
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    } | over
    return await house.ask().post("/token", data=form)


async def test_a_person_lets_an_app_in(house, clients, citizen):
    back = await allowed(house, citizen)
    assert (back["state"], back["iss"]) == ("st", house.runtime.settings.issuer)
    answer = (await exchanged(house, back["code"])).json()
    assert answer.keys() >= {"access_token", "refresh_token", "id_token"}
    user = (await house.ask(answer["access_token"]).get("/userinfo")).json()
    assert user["phone_number"] == "+84912345678"


async def test_an_id_token_is_no_access_token(house, clients, citizen):
    answer = (await exchanged(house, (await allowed(house, citizen))["code"])).json()
    assert (await house.ask(answer["id_token"]).get("/v1/me")).status_code == 401


async def test_who_refuses_is_obeyed(house, clients, citizen):
    back = await allowed(house, citizen, allow=False)
    assert back["error"] == "access_denied"
    assert "code" not in back


async def test_a_code_serves_once_and_its_second_use_ends_what_came_of_the_first(house, clients, citizen):
    code = (await allowed(house, citizen))["code"]
    first = (await exchanged(house, code)).json()
    assert (await exchanged(house, code)).json()["error"] == "invalid_grant"
    form = {"grant_type": "refresh_token", "client_id": "hue-s-mobile", "refresh_token": first["refresh_token"]}
    assert (await house.ask().post("/token", data=form)).status_code == 400


@pytest.mark.parametrize(
    "over",
    [
        {"code_verifier": "w" * 50},
        {"code_verifier": ""},
        {"redirect_uri": "https://app.example/other"},
        {"client_id": "water-works"},
        {"client_id": "nobody"},
        {"code": "x"},
    ],
)
async def test_a_stolen_code_is_worth_nothing(house, clients, citizen, over):
    code = (await allowed(house, citizen))["code"]
    answer = await exchanged(house, **({"code": code} | over))
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.json()


@pytest.mark.parametrize(
    "over", [{"client_id": "nobody"}, {"redirect_uri": "https://evil.example"}, {"redirect_uri": REDIRECT + "/"}]
)
async def test_to_an_unknown_place_nobody_is_sent(house, clients, over):
    answer = await house.ask().get("/authorize", params=request(**over))
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_a_wrong_request_is_answered_to_the_app(house, clients, over, error):
    answer = await house.ask().get("/authorize", params=request(**over))
    assert query_of(answer.headers["location"])["error"] == error
    assert answer.headers["location"].startswith(REDIRECT)


async def test_refresh_tokens_rotate_and_one_that_comes_back_ends_the_family(house, clients, citizen, clock):
    answer = (await exchanged(house, (await allowed(house, citizen))["code"])).json()

    async def refreshed(token):
        form = {"grant_type": "refresh_token", "client_id": "hue-s-mobile", "refresh_token": token}
        return await house.ask().post("/token", data=form)

    second = (await refreshed(answer["refresh_token"])).json()
    clock.move(SAME_BREATH + timedelta(seconds=1))
    assert (await refreshed(answer["refresh_token"])).status_code == 400
    assert (await refreshed(second["refresh_token"])).status_code == 400


def basic(client_id, secret):
    return {"Authorization": "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()}


async def test_a_partner_gets_a_token_for_its_scopes(house, clients):
    secret = clients["water-works"]["client_secret"]
    form = {"grant_type": "client_credentials"}
    answer = await house.ask().post("/token", data=form, headers=basic("water-works", secret))
    caller = await house.runtime.verifier.verify(answer.json()["access_token"].encode())
    assert (caller.roles, caller.scopes) == ({Role.PARTNER}, {"reports:read"})
    more = await house.ask().post("/token", data=form | {"scope": "all"}, headers=basic("water-works", secret))
    assert more.json()["error"] == "invalid_scope"


@pytest.mark.parametrize("headers", [basic("water-works", "x"), basic("nobody", "x"), {"Authorization": "Basic §"}, {}])
async def test_without_its_secret_nobody_is_the_partner(house, clients, headers):
    form = {"grant_type": "client_credentials"} | ({} if headers else {"client_id": "water-works"})
    headers = {name: value.encode() for name, value in headers.items()}
    assert (await house.ask().post("/token", data=form, headers=headers)).status_code == 401


async def test_a_secret_is_changed_without_a_break(house, clients):
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    more = [(await supervisor.post("/v1/ops/clients/water-works/secrets")).json()["client_secret"] for _ in range(2)]
    secrets = [clients["water-works"]["client_secret"], *more]
    form = {"grant_type": "client_credentials"}
    statuses = [
        (await house.ask().post("/token", data=form, headers=basic("water-works", each))).status_code
        for each in secrets
    ]
    assert statuses == [401, 200, 200]


async def test_a_token_is_looked_into_and_revoked(house, clients, citizen):
    answer = (await exchanged(house, (await allowed(house, citizen))["code"])).json()
    partner = basic("water-works", clients["water-works"]["client_secret"])
    form = {"token": answer["access_token"]}
    assert (await house.ask().post("/introspect", data=form, headers=partner)).json()["active"] is True
    assert (await house.ask().post("/introspect", data=form)).status_code == 400
    assert (await house.ask().post("/revoke", data=form | {"client_id": "hue-s-mobile"})).status_code == 200
    assert (await house.ask().post("/introspect", data=form, headers=partner)).json() == {"active": False}
    assert (await house.ask(answer["access_token"]).get("/userinfo")).status_code == 401


@pytest.mark.parametrize("body", [b"grant_type=a&grant_type=b", b"\xff\xfe", b"", b"client_id=%00", b"=&=&="])
@pytest.mark.parametrize("path", ["/token", "/revoke", "/introspect"])
async def test_a_strange_form_is_refused_and_never_an_error_of_ours(house, path, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await house.ask().post(path, content=body, headers=headers)).status_code in {400, 401}


async def test_the_metadata_names_every_endpoint(house):
    found = (await house.ask().get("/.well-known/oauth-authorization-server")).json()
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert {name for name in found if name.endswith("_endpoint")} == {
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
        "introspection_endpoint",
        "userinfo_endpoint",
    }


async def test_a_supervisor_rotates_the_signing_key(house):
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    answer = await supervisor.post("/v1/ops/signing-keys")
    await house.issuer.reload()
    assert answer.json()["kid"] in {key["kid"] for key in house.issuer.jwks()["keys"]}
    assert (await supervisor.get("/v1/ops/clients")).status_code == 200
