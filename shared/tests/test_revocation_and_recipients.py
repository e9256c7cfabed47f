"""Sessions that have ended; people addressed without being named."""

from uuid import uuid4

import pytest

from hueioc.auth.jwks import JwksCache, KeysUnavailable
from hueioc.auth.principal import Role
from hueioc.auth.recipients import (
    FRESH_S,
    MOST_IN_BUNDLE,
    RecipientSeal,
    open_recipient,
    open_recipients,
    recipient_key,
)
from hueioc.auth.revocation import LONGEST_ACCESS_TOKEN_S, Revocations
from hueioc.auth.tokens import TokenRefused, TokenVerifier, Trust
from hueioc.testing.apps import AUDIENCE, ISSUER, claims_of, issue, test_keys


async def test_a_token_of_an_ended_session_is_refused_also_when_it_was_remembered():
    verifier = TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(test_keys))
    token = issue(claims_of(Role.CITIZEN, sid="s1")).encode()
    assert (await verifier.verify(token)).session_id == "s1"
    verifier.revoked.add("s1")
    assert verifier.remembered(token) is None
    with pytest.raises(TokenRefused):
        await verifier.verify(token)


async def test_a_token_without_a_session_is_not_touched():
    verifier = TokenVerifier(Trust(ISSUER, AUDIENCE), JwksCache(test_keys))
    verifier.revoked.add("")
    assert await verifier.verify(issue(claims_of(Role.CITIZEN)).encode())


def test_an_ended_session_is_forgotten_when_its_tokens_are():
    moment = 1_000.0
    revoked = Revocations(lambda: moment)
    assert revoked.add("a", moment)
    assert not revoked.add("a", moment)
    moment += LONGEST_ACCESS_TOKEN_S + 1
    assert not revoked.add("old", 1_000.0)
    revoked.add("b", moment)
    assert ("a" in revoked, "b" in revoked, len(revoked)) == (False, True, 1)


def test_who_listens_hears_of_each_ended_session_once():
    revoked, heard = Revocations(), []
    revoked.on_new = lambda: heard.append(1)
    for session_id in ("a", "a", "b"):
        revoked.add(session_id)
    assert len(heard) == 2


KEY = recipient_key(b"s" * 32)


class Gateway:
    def __init__(self):
        self.asked, self.is_away = 0, False

    async def __call__(self):
        self.asked += 1
        if self.is_away:
            raise OSError
        return {"keys": [{"kty": "EC", "use": "sig"}, KEY.as_dict(private=False)]}


async def test_the_key_is_fetched_once_and_kept_while_the_gateway_is_away():
    moment, gateway = 0.0, Gateway()
    seal = RecipientSeal(gateway, lambda: moment)
    person = uuid4()
    for _ in range(3):
        assert open_recipient(KEY, await seal.seal(person, "r"), "r") == person
    assert gateway.asked == 1
    gateway.is_away, moment = True, FRESH_S + 1
    assert open_recipient(KEY, await seal.seal(person, "r"), "r") == person


async def test_before_the_key_was_ever_there_it_is_a_matter_of_waiting():
    gateway = Gateway()
    gateway.is_away = True
    with pytest.raises(KeysUnavailable):
        await RecipientSeal(gateway).seal(uuid4(), "r")


def test_one_secret_gives_one_key_and_another_secret_another():
    assert recipient_key(b"s" * 32).kid == KEY.kid != recipient_key(b"t" * 32).kid


async def test_a_bundle_gives_its_people_only_for_what_it_and_its_seals_are_about():
    seal, people = RecipientSeal(Gateway()), [uuid4() for _ in range(MOST_IN_BUNDLE)]
    bundle = await seal.bundle([await seal.seal(person, "follower") for person in people], "r")
    assert open_recipients(KEY, bundle, "r", "follower") == people
    assert open_recipients(KEY, bundle, "another", "follower") == open_recipients(KEY, bundle, "r", "another") == []
    assert open_recipients(KEY, "nonsense", "r", "follower") == []
    assert open_recipient(KEY, bundle, "r") is None


async def test_the_same_seal_in_two_bundles_is_not_recognised():
    seal = RecipientSeal(Gateway())
    kept = await seal.seal(uuid4(), "follower")
    first, second = [await seal.bundle([kept], "r") for _ in range(2)]
    assert kept not in first
    assert first != second


async def test_a_bundle_that_could_not_be_opened_again_is_not_made():
    with pytest.raises(ValueError, match="at most"):
        await RecipientSeal(Gateway()).bundle(["x"] * (MOST_IN_BUNDLE + 1), "r")
