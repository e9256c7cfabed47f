"""Signing in at, and tokens of, an external OpenID Connect issuer: through a key rotation and an outage."""

import asyncio
import socket
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.identity.providers import Providers
from gateway.settings import LoginProvider
from hueioc.auth.issuers import ExternalIssuer, trust_of
from hueioc.auth.jwks import FRESH_S
from hueioc.auth.principal import Role
from hueioc.auth.tokens import TokenRefused, TokenVerifier, Trust
from hueioc.testing.apps import claims_of, issue

STARTS_WITHIN_S = 20.0


class Mock:
    """The PyPI package oidc-provider-mock in a process of its own; a restart is a new key at the same address."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    async def start(self):
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self.process = await asyncio.to_thread(subprocess.Popen, command, stdout=quiet, stderr=quiet)
        async with asyncio.timeout(STARTS_WITHIN_S), httpx.AsyncClient(trust_env=False) as client:
            while True:
                try:
                    await client.get(self.url + "/jwks")
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)
                else:
                    return

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)


@pytest.fixture
async def mock():
    started = Mock()
    await started.start()
    yield started
    started.stop()


@pytest.fixture
async def vneid(house, mock):
    provider = LoginProvider(
        name="vneid", title_vi="VNeID", title_en="VNeID account", issuer=mock.url, client_id="hue", client_secret="s"
    )
    house.front.api.state.ports.providers = Providers([provider])
    return house


async def sign_in(house, subject="lan", *, forge=None):
    """As a browser: to the issuer, its form, and back."""
    browser = house.ask()
    begun = await browser.get("/v1/session/providers/vneid", params={"return_to": "/my-reports"})
    assert begun.status_code == 303, begun.text
    async with httpx.AsyncClient(trust_env=False) as outside:
        granted = await outside.post(begun.headers["location"], data={"sub": subject})
    query = {name: values[0] for name, values in parse_qs(urlsplit(granted.headers["location"]).query).items()}
    return browser, await browser.get("/v1/session/providers/callback", params=query | (forge or {}))


async def who(browser):
    answer = await browser.post("/v1/session/refresh")
    assert answer.status_code == 200, answer.text
    return answer.json()["subject"]


async def test_somebody_signs_in_there_and_is_a_citizen_here(vneid):
    browser, answer = await sign_in(vneid)
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-reports")
    assert await who(browser)


async def test_the_same_account_is_the_same_person(vneid):
    people = [await who((await sign_in(vneid, subject))[0]) for subject in ("lan", "lan", "minh")]
    assert people[0] == people[1] != people[2]


async def test_through_a_rotation_of_its_keys_everybody_gets_in(vneid, mock):
    first = await who((await sign_in(vneid))[0])
    mock.stop()
    await mock.start()
    for _ in range(3):
        assert await who((await sign_in(vneid))[0]) == first


async def test_an_outage_there_stops_nobody_who_is_in(vneid, mock):
    browser, _ = await sign_in(vneid)
    mock.stop()
    for _ in range(3):
        answer = await browser.post("/v1/session/refresh")
        token = answer.json()["access_token"]
        assert (await vneid.ask(token).get("/v1/me")).status_code == 200
    await mock.start()
    assert await who((await sign_in(vneid))[0])


@pytest.mark.parametrize(
    "forge", [{"state": "other"}, {"code": ""}, {"iss": "https://evil.example"}, {"error": "access_denied"}]
)
async def test_an_answer_that_was_not_asked_for_opens_nothing(vneid, forge):
    browser, answer = await sign_in(vneid, forge=forge)
    assert answer.status_code == 400
    assert (await browser.post("/v1/session/refresh")).status_code == 401


async def test_an_answer_serves_once(vneid):
    browser, answer = await sign_in(vneid)
    assert (await browser.get(answer.request.url)).status_code == 400


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_one_comes_back_to_our_own_pages_only(vneid, wanted):
    begun = await vneid.ask().get("/v1/session/providers/vneid", params={"return_to": wanted})
    assert begun.status_code == 303
    assert "evil" not in begun.headers["location"]


async def test_an_unknown_way_in_is_not_found(vneid):
    assert (await vneid.ask().get("/v1/session/providers/nobody")).status_code == 404


async def test_an_issuer_that_is_away_is_told_as_such(house):
    away = LoginProvider(name="vneid", title_vi="a", title_en="b", issuer="http://127.0.0.1:9", client_id="hue")
    house.front.api.state.ports.providers = Providers([away])
    answer = await house.ask().get("/v1/session/providers/vneid")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:hue:problem:provider-failed")


# Access tokens of a foreign issuer (Keycloak in front of officials' apps)


class Keycloak:
    """Publishes keys at a real socket; may be away."""

    def __init__(self):
        self.keys, self.is_away, self.asked, self.url = [self.new("k1")], False, 0, ""

    @staticmethod
    def new(kid):
        return ECKey.generate_key("P-256", parameters={"kid": kid, "use": "sig", "alg": "ES256"}, private=True)

    async def discovery(self, _):
        return JSONResponse({"issuer": self.url, "jwks_uri": self.url + "/certs"})

    async def certs(self, _):
        self.asked += 1
        if self.is_away:
            return JSONResponse({}, 503)
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    def token(self, roles=("ward-officer",), **more):
        claims = claims_of() | {"iss": self.url, "aud": ["account", "hue-api"], "sub": "77"}
        claims |= {"realm_access": {"roles": list(roles)}, "donvi": "unit-1"} | more
        claims.pop("roles")
        claims.pop("client_id")
        key = self.keys[-1]
        return issue(claims, header={"typ": "JWT", "kid": key.kid}, key=key).encode()


@pytest.fixture
async def keycloak(serve):
    made = Keycloak()
    app = Starlette(routes=[Route("/.well-known/openid-configuration", made.discovery), Route("/certs", made.certs)])
    made.url = f"http://127.0.0.1:{await serve(app)}"
    return made


@pytest.fixture
def trusting(house, keycloak):
    source = ExternalIssuer(
        issuer=keycloak.url,
        audience="hue-api",
        accept_typ=("JWT",),
        roles_claim="realm_access.roles",
        roles={"ward-officer": Role.OFFICER},
        claims={"unit_id": "donvi"},
    )
    trust, keys = trust_of(source)
    ours = house.runtime.verifier._trusted["http://issuer.test"]
    return TokenVerifier(*ours, others=[(trust, keys)]), keys


async def test_its_tokens_are_read_by_configuration(trusting, keycloak):
    caller = await trusting[0].verify(keycloak.token())
    assert (caller.roles, caller.unit_id) == ({Role.OFFICER}, "unit-1")
    assert caller.subject != "77"


async def test_its_word_for_a_role_of_ours_gives_nothing(trusting, keycloak):
    caller = await trusting[0].verify(keycloak.token(roles=("supervisor", "admin")))
    assert caller.roles == frozenset()


async def test_our_own_tokens_are_good_beside_its(trusting, house):
    assert await trusting[0].verify(house.token(Role.CITIZEN).encode())


async def test_through_rotation_and_outage_no_valid_request_fails(trusting, keycloak):
    verifier, keys = trusting
    moment = 0.0
    keys._clock = lambda: moment
    for round_number in range(40):
        if round_number % 10 == 5:
            keycloak.keys.append(keycloak.new(f"k{round_number}"))
            keycloak.is_away = False
        keycloak.is_away = round_number % 10 > 6
        verifier.forget_all()
        assert await verifier.verify(keycloak.token())
        moment += FRESH_S / 4


@pytest.mark.parametrize(
    "over", [{"aud": "other"}, {"iss": "http://issuer.test"}, {"iss": "https://evil.example"}, {"exp": 1}]
)
async def test_its_tokens_for_others_are_refused(trusting, keycloak, over):
    with pytest.raises(TokenRefused):
        await trusting[0].verify(keycloak.token(**over))


async def test_it_cannot_speak_for_our_own_issuer(trusting, keycloak, house):
    forged = issue(claims_of(Role.SUPERVISOR), header={"kid": keycloak.keys[0].kid}, key=keycloak.keys[0]).encode()
    with pytest.raises(TokenRefused):
        await trusting[0].verify(forged)
    assert isinstance(house.runtime.verifier._trusted["http://issuer.test"][0], Trust)
