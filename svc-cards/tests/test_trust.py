"""What verifiers rely on: status lists that follow every change, keys that come and go, a day without a network."""

import gzip
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import text

from cards.jobs import forget_scans, sign_lists
from cards.rules import status_list
from cards.rules.verifying import TrustedKey, judge
from cards.service import keys
from hueioc.clock import now

LIST = "/v1/cards/lists/1"


async def read_list(office, **params):
    """The claims of the list, its signature checked with the published keys."""
    answer = await office.anyone.get(LIST, params=params)
    assert answer.status_code == 200, answer.text
    return await opened(office, answer.text)


async def opened(office, token):
    known = KeySet.import_key_set((await office.anyone.get("/v1/cards/jwks.json")).json())
    return jwt.decode(token, known, algorithms=["ES256"])


def status_of(claims, card):
    raw = status_list.unpack(claims["status_list"]["lst"])
    return status_list.status_at(raw, card["status_index"])


async def test_the_list_is_what_the_draft_asks_for(office):
    answer = await office.anyone.get(LIST, headers={"Accept": "application/statuslist+jwt"})
    token = await opened(office, answer.text)
    assert answer.headers["content-type"] == "application/statuslist+jwt"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert token.header["typ"] == "statuslist+jwt"
    claims = token.claims
    assert claims["sub"] == f"{office.runtime.settings.public_url}{LIST}"
    assert (claims["exp"] - claims["iat"], claims["ttl"], claims["status_list"]["bits"]) == (86_400, 300, 2)
    assert len(status_list.unpack(claims["status_list"]["lst"])) * 4 == 131_072


async def test_the_list_is_packed_when_asked_and_refused_in_another_form(office):
    async with office.anyone.stream("GET", LIST, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert gzip.decompress(raw).count(b".") == 2
    assert (await office.anyone.get(LIST, headers={"Accept": "application/statuslist+cwt"})).status_code == 406
    assert (await office.anyone.get("/v1/cards/lists/7")).status_code == 404


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([], 0),
        ([("suspend", "leave")], 2),
        ([("suspend", "leave"), ("reinstate", None)], 0),
        ([("revoke", "retired")], 1),
    ],
)
async def test_the_list_follows_every_step_at_once(office, steps, status):
    card = await office.issued()
    for action, reason in steps:
        await office.move(card, action, reason=reason)
    assert status_of((await read_list(office)).claims, card) == status


async def test_a_card_checked_with_the_bundle_alone_is_judged_as_online(office):
    good, held, gone = [await office.issued() for _ in range(3)]
    await office.move(held, "suspend", reason="leave")
    await office.move(gone, "revoke", reason="lost")
    bundle = (await opened(office, (await office.anyone.get("/v1/cards/trust")).text)).claims
    lists = {uri: (await opened(office, token)).claims for uri, token in bundle["status_lists"].items()}

    def look_up(uri, index):
        return status_list.status_at(status_list.unpack(lists[uri]["status_list"]["lst"]), index)

    public = {bytes.fromhex(each.kid): TrustedKey(each.raw_value) for each in KeySet.import_key_set(bundle["jwks"])}
    results = [judge(c["front"], bundle["iss"], public, look_up, now().timestamp()).result for c in (good, held, gone)]
    assert results == ["valid", "suspended", "revoked"]


async def test_indexes_are_random_and_never_given_twice(office):
    official = await office.official()
    indexes = []
    for _ in range(4):
        card = await office.issued(official)
        indexes.append(card["status_index"])
        await office.move(card, "revoke", reason="lost")
    assert len(set(indexes)) == 4
    assert sorted(indexes) != list(range(min(indexes), min(indexes) + 4))


async def test_the_list_of_an_earlier_time_says_what_it_said_then(office):
    card = await office.issued()
    before = int(now().timestamp())
    office.clock.move(timedelta(seconds=10))
    await office.move(card, "revoke", reason="retired")
    assert status_of((await read_list(office, time=before)).claims, card) == 0
    assert status_of((await read_list(office)).claims, card) == 1
    assert (await office.anyone.get(LIST, params={"time": before - 10})).status_code == 404


async def test_a_list_is_signed_again_before_it_gets_old_and_not_sooner(office):
    first = (await read_list(office)).claims["iat"]
    office.clock.move(timedelta(minutes=30))
    await sign_lists(office.runtime)
    assert (await read_list(office)).claims["iat"] == first
    office.clock.move(timedelta(minutes=31))
    await sign_lists(office.runtime)
    assert (await read_list(office)).claims["iat"] > first


async def test_a_new_key_signs_and_the_old_one_still_proves_its_cards(office):
    old = await office.issued()
    await office.post("/keys", {}, 201, office.supervisor)
    new = await office.issued()
    assert old["kid"] != new["kid"]
    kids = [each["kid"] for each in (await office.anyone.get("/v1/cards/jwks.json")).json()["keys"]]
    assert set(kids) == {old["kid"], new["kid"]}
    assert {(await office.check(card["front"]))["result"] for card in (old, new)} == {"valid"}
    await sign_lists(office.runtime)
    assert (await opened(office, (await office.anyone.get(LIST)).text)).header["kid"] == new["kid"]


async def test_a_retired_key_leaves_the_set_with_its_last_card(office):
    old = await office.issued(valid_to="2026-11-30")
    await office.post("/keys", {}, 201, office.supervisor)
    office.clock.move(timedelta(days=40))
    kids = [each["kid"] for each in (await office.anyone.get("/v1/cards/jwks.json")).json()["keys"]]
    assert old["kid"] not in kids
    assert len(kids) == 1


async def test_what_a_stolen_key_signed_after_the_theft_is_forged(office):
    before = await office.issued()
    office.clock.move(timedelta(hours=2))
    after = await office.issued()
    stolen_at = (now() - timedelta(hours=1)).isoformat()
    path = f"/keys/{before['kid']}/compromise"
    await office.post(path, {"bad_from": stolen_at}, 403, office.moderator)
    await office.post(path, {"bad_from": stolen_at}, 200, office.supervisor)
    assert (await office.check(before["front"]))["result"] == "valid"
    assert (await office.check(after["front"]))["why"] == "compromised-key"
    bundle = (await opened(office, (await office.anyone.get("/v1/cards/trust")).text)).claims
    assert [each["kid"] for each in bundle["revoked_kids"]] == [before["kid"]]
    assert (await office.issued())["kid"] != before["kid"]


async def test_private_keys_are_sealed_in_the_database(office):
    async with office.runtime.database.transaction() as session:
        row = await keys.signing_key(session, office.runtime.settings)
    private = keys.private_key(row, office.runtime.settings)
    scalar = private.private_numbers().private_value.to_bytes(32)
    assert scalar not in row.sealed_private
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    assert (point, keys.thumbprint_of(point)) == (row.public, row.kid)


async def test_the_code_lists_are_rows_with_their_source(office):
    terms = (await office.anyone.get("/v1/cards/terms")).json()
    assert {each["code"] for each in terms["reasons"] if each["action"] == "suspend"} == {
        "disciplinary",
        "leave",
        "lost_pending",
    }
    assert all(each["source"] for each in terms["reasons"])


async def test_old_scans_are_forgotten(office):
    await office.check("nothing")
    office.clock.move(timedelta(days=91))
    await forget_scans(office.runtime)
    async with office.runtime.database.transaction() as session:
        assert (await session.execute(text("select count(*) from scans"))).scalar() == 0
