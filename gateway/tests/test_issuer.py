"""Signing keys, tokens, discovery."""

from datetime import timedelta

import httpx
import pytest
from joserfc.errors import JoseError

from gateway.app import create_gateway
from gateway.identity import keys
from gateway.identity.issuer import Grant, Issuer, IssuerNotReady
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.auth.tokens import TokenRefused, TokenVerifier, Trust
from hueioc.settings import Env
from hueioc.testing.apps import AUDIENCE, ISSUER, settings_for_tests

GRANT = Grant("person-1", "tests", (Role.OFFICER,), unit_id="u1", agency_id="a1", wards=("19753",), scope="x y")
LONG = "k" * 43 + "="


@pytest.fixture
async def issuer(runtime):
    made = Issuer(runtime.settings, runtime.database)
    await made.reload()
    return made


def verifier_of(issuer):
    return TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(issuer.jwks_for_ourselves))


def signing(issuer):
    return [key for key in issuer.jwks()["keys"] if key["use"] == "sig"]


async def rotate(issuer, session):
    await keys.rotate(session, keys.sealing_key(issuer._settings))
    await session.flush()
    await issuer.reload()


async def test_a_token_says_what_was_granted(issuer):
    caller = await verifier_of(issuer).verify(issuer.access_token(GRANT).encode())
    assert (caller.subject, caller.roles, caller.unit_id, caller.agency_id) == ("person-1", {Role.OFFICER}, "u1", "a1")
    assert (caller.wards, caller.scopes) == ({"19753"}, {"x", "y"})


async def test_no_two_tokens_have_one_id(issuer):
    verifier = verifier_of(issuer)
    callers = [await verifier.verify(issuer.access_token(GRANT).encode()) for _ in range(2)]
    assert callers[0].claims["jti"] != callers[1].claims["jti"]


async def test_the_private_half_is_not_published_and_not_stored_in_clear(issuer, session):
    (row,) = await keys.usable_keys(session)
    private = keys.private_key(row, keys.sealing_key(issuer._settings)).as_dict(private=True)["d"]
    assert private.encode() not in row.sealed_private
    assert all("d" not in key for key in issuer.jwks()["keys"])


async def test_a_key_does_not_open_with_another_secret(issuer, session):
    from hueioc.personal.sealed import SealBroken

    (row,) = await keys.usable_keys(session)
    with pytest.raises(SealBroken):
        keys.private_key(row, b"x" * 32)


async def test_reloading_makes_no_second_key(issuer):
    before = issuer.jwks()
    await issuer.reload()
    assert issuer.jwks() == before


async def test_a_new_key_is_published_before_it_signs(clock, issuer, session):
    before = issuer._signing[0]
    await rotate(issuer, session)
    assert (len(signing(issuer)), issuer._signing[0]) == (2, before)
    clock.move(keys.ANNOUNCED_FOR)
    await issuer.reload()
    assert issuer._signing[0] != before


async def test_a_rotation_refuses_no_token_old_or_new(clock, issuer, session):
    old = issuer.access_token(GRANT).encode()
    await rotate(issuer, session)
    clock.move(keys.ANNOUNCED_FOR)
    await issuer.reload()
    verifier = verifier_of(issuer)
    assert await verifier.verify(old)
    assert await verifier.verify(issuer.access_token(GRANT).encode())


async def test_a_retired_key_is_forgotten_after_a_day(clock, issuer, session):
    old = issuer.access_token(GRANT).encode()
    await rotate(issuer, session)
    clock.move(keys.RETIRED_FOR + timedelta(seconds=1))
    await issuer.reload()
    assert len(signing(issuer)) == 1
    with pytest.raises(TokenRefused):
        await verifier_of(issuer).verify(old)


async def test_before_the_first_key_nothing_is_signed(runtime):
    issuer = Issuer(runtime.settings, runtime.database)
    for ask in (issuer.jwks, lambda: issuer.access_token(GRANT)):
        with pytest.raises(IssuerNotReady):
            ask()


async def test_the_keys_stay_when_the_database_goes(issuer, runtime):
    class Away:
        def transaction(self):
            raise ConnectionError

    issuer._database = Away()
    with pytest.raises(ConnectionError):
        await issuer.reload()
    assert issuer.access_token(GRANT)


@pytest.fixture
async def ask(runtime, issuer, tmp_path):
    """An HTTP client of the gateway's own routes."""

    def of(**settings):
        found = settings_for_tests(runtime.service, str(tmp_path), **settings)
        front = create_gateway(runtime.service, found)
        runtime.settings = found
        front.api.state.runtime, front.api.state.issuer = runtime, issuer
        return httpx.AsyncClient(transport=httpx.ASGITransport(front.api), base_url="http://hue.test")

    return of


async def test_discovery_names_the_issuer_and_its_keys(ask):
    for path in ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"):
        found = (await ask().get(path)).json()
        assert found["issuer"] == ISSUER
        assert found["jwks_uri"].endswith("/jwks")


async def test_the_published_keys_verify_a_development_token(ask, issuer):
    client = ask()
    answer = await client.post("/v1/dev/token", json={"role": "moderator", "name": "lan"})
    jwks = (await client.get("/jwks")).json()

    async def fetch():
        return jwks

    verifier = TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(fetch))
    caller = await verifier.verify(answer.json()["access_token"].encode())
    assert (caller.subject, caller.roles) == ("dev-moderator-lan", {Role.MODERATOR})


async def test_production_gives_no_development_token(ask):
    secrets = dict.fromkeys(("key_encryption_key", "search_key", "signing_key_secret"), LONG)
    urls = {"database_url": "postgresql://u:" + LONG + "@h/d", "nats_url": "nats://u:" + LONG + "@h"}
    client = ask(env=Env.PROD, sms_url="https://sms.example/send", **secrets, **urls)
    assert (await client.post("/v1/dev/token", json={"role": "moderator"})).status_code == 404


@pytest.mark.parametrize(
    "data", [{}, {"role": "king"}, {"role": "citizen", "name": "Lan"}, {"role": "citizen", "x": 1}]
)
async def test_a_development_token_for_nobody_known_is_refused(ask, data):
    assert (await ask().post("/v1/dev/token", json=data)).status_code == 422


async def test_a_mutated_key_is_no_key():
    from hueioc.auth.jwks import usable_keys

    with pytest.raises((ValueError, JoseError)):
        usable_keys({"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "x": "AA", "y": "AA"}]})
