"""The issuer's keys: rotation, outage, slowness refuse no valid request."""

import asyncio

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from hueioc.auth.jwks import (
    FRESH_S,
    LAST_GOOD_S,
    MOST_UNKNOWN,
    UNKNOWN_KEY_WAIT_S,
    JwksCache,
    KeysUnavailable,
    usable_keys,
)


def public(kid):
    return ECKey.generate_key("P-256", parameters={"kid": kid}, private=True).as_dict(private=False)


class Issuer:
    """Publishes `keys`, or is away."""

    def __init__(self, *kids):
        self.keys, self.asked, self.is_away, self.moment = [public(kid) for kid in kids], 0, False, 0.0

    async def __call__(self):
        self.asked += 1
        await asyncio.sleep(0)
        if self.is_away:
            raise OSError
        return {"keys": self.keys}

    def cache(self):
        return JwksCache(self, clock=lambda: self.moment)


async def settled():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_key_comes_with_its_algorithm():
    assert (await Issuer("a").cache().key("a"))[0] == "ES256"


async def test_keys_are_asked_for_once_by_many_at_once():
    issuer = Issuer("a")
    cache = issuer.cache()
    assert all(await asyncio.gather(*(cache.key("a") for _ in range(50))))
    assert issuer.asked == 1


async def test_a_new_key_is_found_at_its_first_use():
    issuer = Issuer("old")
    cache = issuer.cache()
    await cache.key("old")
    issuer.keys.append(public("new"))
    issuer.moment += UNKNOWN_KEY_WAIT_S
    assert await cache.key("new")
    assert await cache.key("old")


async def test_unknown_keys_ask_a_few_times_in_ten_seconds():
    issuer = Issuer("a")
    cache = issuer.cache()
    await cache.key("a")
    for number in range(100):
        assert await cache.key(f"made-up-{number}") is None
    assert issuer.asked <= 1 + MOST_UNKNOWN
    issuer.moment += UNKNOWN_KEY_WAIT_S
    for number in range(100):
        assert await cache.key(f"made-up-{number}") is None
    assert issuer.asked <= 2 * (1 + MOST_UNKNOWN)


async def test_one_unknown_key_asks_once_in_ten_seconds():
    issuer = Issuer("a")
    cache = issuer.cache()
    await cache.key("a")
    for _ in range(100):
        assert await cache.key("made-up") is None
    assert issuer.asked == 2


async def test_a_rotation_right_after_a_fetch_refuses_nobody():
    issuer = Issuer("old")
    cache = issuer.cache()
    await cache.key("old")
    issuer.keys = [public("new")]
    assert await cache.key("new")


async def test_old_keys_are_renewed_behind_the_back_of_the_request():
    issuer = Issuer("a")
    cache = issuer.cache()
    await cache.key("a")
    issuer.moment += FRESH_S + 1
    assert await cache.key("a")
    await settled()
    assert issuer.asked == 2


async def test_an_issuer_that_is_away_stops_nobody_for_a_day():
    issuer = Issuer("a")
    cache = issuer.cache()
    await cache.key("a")
    issuer.is_away = True
    for _ in range(24):
        issuer.moment += LAST_GOOD_S / 25
        assert await cache.key("a")
        await settled()


async def test_after_a_day_without_the_issuer_nobody_is_let_in():
    issuer = Issuer("a")
    cache = issuer.cache()
    await cache.key("a")
    issuer.is_away, issuer.moment = True, LAST_GOOD_S + 1
    with pytest.raises(KeysUnavailable):
        await cache.key("a")


async def test_an_issuer_that_was_never_there_is_a_problem_of_ours_and_not_of_the_token():
    issuer = Issuer()
    issuer.is_away = True
    with pytest.raises(KeysUnavailable) as problem:
        await issuer.cache().key("a")
    assert problem.value.headers["Retry-After"]


async def test_an_issuer_that_comes_late_is_asked_again_soon():
    issuer = Issuer("a")
    issuer.is_away, cache = True, issuer.cache()
    with pytest.raises(KeysUnavailable):
        await cache.key("a")
    issuer.is_away, issuer.moment = False, 0.5
    assert await cache.key("a")


@pytest.mark.parametrize("nonsense", [{}, {"keys": []}, {"keys": "x"}, {"keys": [7, {}]}, [], None, "x"])
async def test_nonsense_from_the_issuer_does_not_replace_good_keys(nonsense):
    answers = [{"keys": [public("a")]}, nonsense]
    moment = 0.0

    async def fetch():
        return answers.pop(0)

    cache = JwksCache(fetch, clock=lambda: moment)
    assert await cache.key("a")
    moment = FRESH_S + 1
    assert await cache.key("a")
    await settled()
    assert await cache.key("a")


def test_a_key_of_a_kind_we_do_not_know_is_left_out():
    secret = OctKey.generate_key(256, parameters={"kid": "oct"}).as_dict(private=True)
    p384 = ECKey.generate_key("P-384", parameters={"kid": "p384"}).as_dict(private=False)
    strange = {"kty": "XYZ", "kid": "strange"}
    broken = public("broken") | {"x": "AA"}
    assert usable_keys({"keys": [secret, p384, strange, broken, public("good")]}).keys() == {"good"}


@pytest.mark.parametrize("more", [{"use": "enc"}, {"alg": "HS256"}, {"alg": "none"}, {"kid": ""}])
def test_a_key_for_something_else_is_left_out(more):
    assert usable_keys({"keys": [public("other") | more, public("good")]}).keys() == {"good"}


def test_every_kind_of_key_has_one_algorithm():
    rsa = RSAKey.generate_key(2048, parameters={"kid": "rsa"}).as_dict(private=False)
    okp = OKPKey.generate_key("Ed25519", parameters={"kid": "okp"}).as_dict(private=False)
    found = usable_keys({"keys": [rsa, okp, public("ec")]})
    assert {kid: algorithm for kid, (algorithm, _) in found.items()} == {"rsa": "RS256", "okp": "EdDSA", "ec": "ES256"}
