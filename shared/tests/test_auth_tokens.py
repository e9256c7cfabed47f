"""Access tokens: RFC 9068, and everything that is refused."""

import base64
import hmac
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.auth.tokens import (
    CLOCK_SKEW_S,
    LONGEST_TOKEN,
    MOST_REMEMBERED,
    REQUIRED,
    TokenRefused,
    TokenVerifier,
    Trust,
)
from hueioc.testing.apps import AUDIENCE, ISSUER, KEY, claims_of, issue, test_keys

RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa", "use": "sig"}, private=True)


@pytest.fixture
def verifier():
    return TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(test_keys))


async def refuses(verifier, token):
    with pytest.raises(TokenRefused) as refusal:
        await verifier.verify(token if isinstance(token, bytes) else token.encode())
    return refusal.value.headers["WWW-Authenticate"]


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def test_a_good_token_is_a_principal(verifier):
    claims = claims_of(Role.OFFICER, subject="p1", unit_id="u", agency_id="a", wards=["19753"], scope="x y", sid="s")
    caller = await verifier.verify(issue(claims).encode())
    assert (caller.subject, caller.roles, caller.unit_id, caller.agency_id) == ("p1", {Role.OFFICER}, "u", "a")
    assert (caller.wards, caller.scopes, caller.session_id) == ({"19753"}, {"x", "y"}, "s")


async def test_a_role_we_do_not_know_gives_nothing(verifier):
    assert (await verifier.verify(issue(claims_of() | {"roles": ["king", 7, None]}).encode())).roles == frozenset()


@pytest.mark.parametrize("kind", ["at+jwt", "AT+JWT", "application/at+jwt"])
async def test_both_names_of_the_type_are_known(verifier, kind):
    assert await verifier.verify(issue(claims_of(), header={"typ": kind}).encode())


async def test_one_audience_of_several_is_enough(verifier):
    assert await verifier.verify(issue(claims_of() | {"aud": ["other", AUDIENCE]}).encode())


@pytest.mark.parametrize("name", REQUIRED)
async def test_a_token_without_a_required_claim_is_refused(verifier, name):
    claims = claims_of()
    del claims[name]
    assert "required claim" in await refuses(verifier, issue(claims))


WRONG = [
    ({"iss": "http://else.test"}, "iss"),
    ({"iss": ISSUER + "/"}, "iss"),
    ({"aud": "other"}, "aud"),
    ({"aud": ["other"]}, "aud"),
    ({"aud": {AUDIENCE: 1}}, "aud"),
    ({"exp": int(time.time()) - CLOCK_SKEW_S - 1}, "expired"),
    ({"exp": "9999999999"}, "expired"),
    ({"exp": True}, "expired"),
    ({"exp": None}, "expired"),
    ({"iat": int(time.time()) + 10_000}, "iat"),
    ({"nbf": int(time.time()) + 10_000}, "nbf"),
    ({"nbf": "x"}, "nbf"),
    ({"sub": ""}, "sub"),
    ({"sub": 7}, "sub"),
]


@pytest.mark.parametrize(("wrong", "reason"), WRONG)
async def test_a_claim_that_is_wrong_is_refused_and_named(verifier, wrong, reason):
    assert reason in await refuses(verifier, issue(claims_of() | wrong))


async def test_a_clock_may_be_a_little_ahead(verifier):
    moment = int(time.time())
    claims = claims_of() | {"exp": moment - CLOCK_SKEW_S + 5, "iat": moment + CLOCK_SKEW_S - 5}
    assert await verifier.verify(issue(claims).encode())


@pytest.mark.parametrize("kind", ["JWT", "", "jwt", "id+jwt"])
async def test_a_token_of_another_type_is_refused(verifier, kind):
    assert "typ" in await refuses(verifier, issue(claims_of(), header={"typ": kind}))


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "none", "kid": None}, {"alg": "None"}, {"alg": ""}])
async def test_a_token_without_a_signature_is_refused(verifier, header):
    full = {"typ": "at+jwt", "kid": "test-key"} | header
    for signature in ("", "AA"):
        await refuses(verifier, f"{encoded(full)}.{encoded(claims_of())}.{signature}")


async def test_the_public_key_is_no_secret_to_sign_with(verifier):
    signed = f"{encoded({'alg': 'HS256', 'typ': 'at+jwt', 'kid': 'test-key'})}.{encoded(claims_of())}"
    for secret in (KEY.as_pem(private=False), KEY.as_der(private=False)):
        signature = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), "sha256")).rstrip(b"=")
        assert "algorithm of the key" in await refuses(verifier, f"{signed}.{signature.decode()}")


async def test_the_algorithm_is_the_keys_and_not_the_tokens(verifier):
    token = jwt.encode({"alg": "RS256", "typ": "at+jwt", "kid": "test-key"}, claims_of(), RSA)
    assert "algorithm of the key" in await refuses(verifier, token)


async def test_another_key_under_our_key_id_does_not_fit(verifier):
    stranger = ECKey.generate_key("P-256", private=True)
    assert "signature" in await refuses(verifier, issue(claims_of(), key=stranger))


async def test_an_unknown_key_id_is_refused(verifier):
    assert "unknown" in await refuses(verifier, issue(claims_of(), header={"kid": "another"}))


@pytest.mark.parametrize("header", [{"kid": None}, {"kid": 7}, {"kid": ["test-key"]}, {"crit": ["b64"], "b64": True}])
async def test_a_header_we_do_not_understand_is_refused(verifier, header):
    full = {"alg": "ES256", "typ": "at+jwt", "kid": "test-key"} | header
    assert "kid is missing or crit" in await refuses(verifier, f"{encoded(full)}.{encoded(claims_of())}.AA")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "..",
        "!.!.!",
        "e30.e30.",
        "bnVsbA.e30.AA",
        "W10.e30.AA",
        "x" * (LONGEST_TOKEN + 1),
        "é.b.c",
    ],
)
async def test_what_is_no_token_is_refused(verifier, token):
    await refuses(verifier, token)


GOOD = issue(claims_of(Role.MODERATOR, exp=int(time.time()) + 100_000)).encode()


def parts_of(token):
    padded = [part + b"=" * (-len(part) % 4) for part in token.split(b".")]
    return [base64.urlsafe_b64decode(part) for part in padded]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=1))
async def test_a_token_with_one_byte_changed_is_refused(at, byte):
    changed = GOOD[:at] + byte + GOOD[at + 1 :]
    verifier = TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(test_keys))
    try:
        await verifier.verify(changed)
    except TokenRefused:
        return
    assert parts_of(changed) == parts_of(GOOD), "only the unused bits at the end of a part may differ"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
async def test_no_bytes_break_the_verifier(token):
    verifier = TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(test_keys))
    with pytest.raises(TokenRefused):
        await verifier.verify(token)


async def test_a_token_is_verified_once_a_minute(verifier):
    token = issue(claims_of()).encode()
    assert verifier.remembered(token) is None
    caller = await verifier.verify(token)
    assert verifier.remembered(token) is caller
    verifier.forget_all()
    assert verifier.remembered(token) is None


async def test_a_token_is_not_remembered_beyond_its_end(verifier):
    token = issue(claims_of() | {"exp": int(time.time()) - CLOCK_SKEW_S + 1}).encode()
    await verifier.verify(token)
    (until, _) = next(iter(verifier._remembered.values()))
    assert until <= time.time() + 1.5


async def test_the_memory_of_tokens_is_bounded(verifier, monkeypatch):
    monkeypatch.setattr("hueioc.auth.tokens.MOST_REMEMBERED", 3)
    for _ in range(5):
        await verifier.verify(issue(claims_of()).encode())
    assert len(verifier._remembered) == 3 < MOST_REMEMBERED
