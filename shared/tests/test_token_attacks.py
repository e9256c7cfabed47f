"""Forged, mutated, confused tokens: ten thousand of them, none accepted, none more than a refusal."""

import hmac
import random
import string
import time

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.auth.tokens import TokenRefused, TokenVerifier, Trust
from hueioc.testing.apps import AUDIENCE, ISSUER, KEY, claims_of, issue

MUTATIONS = 10_000
SEED = 20_260_302
OTHER = ECKey.generate_key("P-256", parameters={"kid": "other"}, private=True)
RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa"})
LETTERS = string.ascii_letters + string.digits + "-_"


async def published():
    return {"keys": [KEY.as_dict(private=False), OTHER.as_dict(private=False), RSA.as_dict(private=False)]}


@pytest.fixture
def verifier():
    return TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(published))


def part(value):
    return urlsafe_b64encode(orjson.dumps(value))


def split(token):
    return [bytes(each) for each in token.split(b".")]


def flipped(dice, token):
    at = dice.randrange(len(token))
    return token[:at] + dice.choice([c for c in LETTERS if c.encode() != token[at : at + 1]]).encode() + token[at + 1 :]


def cut(dice, token):
    return token[: dice.randrange(len(token) - 1)]


def doubled(dice, token):
    at = dice.randrange(len(token))
    return token[:at] + token[at : at + 7] + token[at:]


def strewn(dice, token):
    at = dice.randrange(len(token))
    return token[:at] + bytes([dice.randrange(256)]) + token[at + 1 :] + b"\x00"


def header_changed(dice, token):
    header, payload, signature = split(token)
    found = orjson.loads(urlsafe_b64decode(header))
    name = dice.choice([*found, "crit", "jwk", "jku", "x5u", "b64", "zip"])
    found[name] = dice.choice(
        [None, "", "none", "HS256", "RS256", "../../dev/null", 7, [], {}, "other", KEY.as_dict(private=False)]
    )
    return b".".join((part(found), payload, signature))


def claim_changed(dice, token):
    header, payload, signature = split(token)
    found = orjson.loads(urlsafe_b64decode(payload))
    found[dice.choice([*found, "roles", "sid", "agency_id"])] = dice.choice(
        [None, "supervisor", ["supervisor"], 2**53, -1, [], {}, "", True, 1e300]
    )
    return b".".join((header, part(found), signature))


def signed_by_another(dice, token):
    claims = orjson.loads(urlsafe_b64decode(split(token)[1]))
    stranger = ECKey.generate_key("P-256", private=True)
    return issue(
        claims | {"roles": ["supervisor"]}, header={"kid": dice.choice(["test-key", "other"])}, key=stranger
    ).encode()


def signature_moved(dice, token):
    other = split(issue(claims_of(Role.SUPERVISOR)).encode())
    header, payload, signature = split(token)
    return b".".join(dice.choice([(header, payload, other[2]), (other[0], other[1], signature)]))


MUTATORS = (flipped, cut, doubled, strewn, header_changed, claim_changed, signature_moved)


def is_same(first, second):
    """Unused bits of the last letter, or a value changed for itself, give the same bytes: no mutation at all."""
    try:
        parts = [[urlsafe_b64decode(each) for each in split(token)] for token in (first, second)]
    except (ValueError, IndexError):
        return False
    return parts[0][2:] == parts[1][2:] and split(first)[:2] == split(second)[:2]


async def test_ten_thousand_mutations_of_a_valid_token_are_refused(verifier):
    dice = random.Random(SEED)
    token = issue(claims_of(Role.CITIZEN)).encode()
    assert await verifier.verify(token)
    refusals = 0
    while refusals < MUTATIONS:
        mutated = dice.choice(MUTATORS)(dice, token)
        if mutated == token or is_same(mutated, token):
            continue
        with pytest.raises(TokenRefused):
            await verifier.verify(mutated)
        refusals += 1


@pytest.mark.parametrize("number", range(20))
async def test_a_token_signed_by_a_stranger_is_refused(verifier, number):
    token = issue(claims_of(Role.CITIZEN)).encode()
    with pytest.raises(TokenRefused):
        await verifier.verify(signed_by_another(random.Random(number), token))


async def test_the_public_key_is_no_shared_secret(verifier):
    """Algorithm confusion: HS256 with the bytes of the public key, in every form in which it is published."""
    signed = part({"alg": "HS256", "typ": "at+jwt", "kid": "test-key"}) + b"." + part(claims_of(Role.SUPERVISOR))
    for form in (KEY.as_pem(private=False), orjson.dumps(KEY.as_dict(private=False)), KEY.as_der(private=False)):
        forged = signed + b"." + urlsafe_b64encode(hmac.digest(form, signed, "sha256"))
        with pytest.raises(TokenRefused):
            await verifier.verify(forged)


async def test_a_token_without_a_signature_is_refused(verifier):
    for algorithm in ("none", "None", "NONE", "nOnE"):
        head = part({"alg": algorithm, "typ": "at+jwt", "kid": "test-key"})
        for signature in (b"", b"AA", split(issue(claims_of(Role.CITIZEN)).encode())[2]):
            with pytest.raises(TokenRefused):
                await verifier.verify(b".".join((head, part(claims_of(Role.SUPERVISOR)), signature)))


async def test_a_key_is_good_for_its_own_algorithm_only(verifier):
    claims = claims_of(Role.SUPERVISOR)
    for algorithm in ("PS256", "RS384", "RS512"):
        token = jwt.encode(
            {"alg": algorithm, "typ": "at+jwt", "kid": "rsa"}, claims, RSA, registry=JWSRegistry(algorithms=[algorithm])
        )
        with pytest.raises(TokenRefused):
            await verifier.verify(token.encode())


@pytest.mark.parametrize(
    "kid", ["", "no-such", "../keys/1", "test-key\0", "' or 1=1 --", "other", 7, None, ["test-key"], {}]
)
async def test_another_key_id_leads_nowhere(verifier, kid):
    _, payload, signature = split(issue(claims_of(Role.CITIZEN)).encode())
    head = part({"alg": "ES256", "typ": "at+jwt", "kid": kid})
    with pytest.raises(TokenRefused):
        await verifier.verify(b".".join((head, payload, signature)))


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c"])
async def test_a_key_that_the_token_brings_itself_is_not_used(verifier, name):
    stranger = ECKey.generate_key("P-256", parameters={"kid": "mine"}, private=True)
    value = stranger.as_dict(private=False) if name == "jwk" else "https://evil.example/jwks"
    claims = orjson.dumps(claims_of(Role.SUPERVISOR))
    head = part({"alg": "ES256", "typ": "at+jwt", "kid": "mine", name: value})
    signature = split(issue(orjson.loads(claims), key=stranger).encode())[2]
    with pytest.raises(TokenRefused):
        await verifier.verify(b".".join((head, urlsafe_b64encode(claims), signature)))


@pytest.mark.parametrize("typ", ["JWT", "jwt", "at+jwt; x", "id+jwt", "secevent+jwt", ""])
async def test_a_token_of_another_type_is_no_access_token(verifier, typ):
    with pytest.raises(TokenRefused):
        await verifier.verify(issue(claims_of(Role.CITIZEN), header={"typ": typ}).encode())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": time.time() - 60},
        {"exp": "never"},
        {"exp": None},
        {"exp": True},
        {"nbf": time.time() + 600},
        {"iat": time.time() + 600},
        {"aud": "other"},
        {"aud": []},
        {"aud": ["hue-2"]},
        {"aud": {"hue": 1}},
        {"aud": None},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"iss": [ISSUER]},
        {"sub": ""},
        {"sub": 7},
    ],
)
async def test_expired_early_or_made_for_others(verifier, claims):
    with pytest.raises(TokenRefused):
        await verifier.verify(issue(claims_of(Role.CITIZEN, **claims)).encode())
