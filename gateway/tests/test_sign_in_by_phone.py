"""Citizens sign in by a code to their phone, stay signed in, and end their sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from gateway.identity.codes import LIFE, MOST_TRIES
from gateway.identity.sessions import SAME_BREATH
from gateway.models import OneTimeCode, Person, Session
from hueioc.auth.principal import Role

PHONE = "0912 345 678"


async def signed_in(house, phone=PHONE):
    browser = house.ask()
    assert (await browser.post("/v1/session/code", json={"phone": phone})).status_code == 202
    answer = await browser.post("/v1/session", json={"phone": phone, "code": house.sms.code})
    assert answer.status_code == 200, answer.text
    browser.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    return browser, answer


async def test_a_citizen_signs_in_by_the_code_on_the_phone(house):
    _, answer = await signed_in(house)
    caller = await house.runtime.verifier.verify(answer.json()["access_token"].encode())
    assert (caller.roles, caller.subject) == ({Role.CITIZEN}, answer.json()["subject"])


async def test_the_refresh_token_is_in_a_cookie_that_no_script_and_no_other_site_gets(house):
    _, answer = await signed_in(house)
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/v1/session"))
    assert "hrt_" not in answer.text


@pytest.mark.parametrize(
    "written", ["0912345678", "84912345678", "+84 912 345 678", "0084912345678", "(+84) 912.345.678"]
)
async def test_one_number_however_it_is_written_is_one_person(house, clock, written):
    _, first = await signed_in(house)
    clock.move(timedelta(minutes=2))
    _, second = await signed_in(house, written)
    assert first.json()["subject"] == second.json()["subject"]


@pytest.mark.parametrize(
    "written", ["0234 3822 222", "113", "0912 345 67", "+1 202 555 0100", "lan@hue.vn", "091234567a8"]
)
async def test_what_is_no_mobile_number_is_refused_with_its_field(house, written):
    answer = await house.ask().post("/v1/session/code", json={"phone": written})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/phone")
    assert house.sms.sent == []


async def test_a_code_serves_once(house):
    await signed_in(house)
    again = await house.ask().post("/v1/session", json={"phone": PHONE, "code": house.sms.code})
    assert (again.status_code, again.json()["type"]) == (401, "urn:hue:problem:code-wrong")


async def test_a_code_is_good_for_five_minutes(house, clock):
    await house.ask().post("/v1/session/code", json={"phone": PHONE})
    clock.move(LIFE)
    answer = await house.ask().post("/v1/session", json={"phone": PHONE, "code": house.sms.code})
    assert answer.status_code == 401


async def test_after_five_wrong_tries_the_right_code_is_wrong_too(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": PHONE})
    wrong = "000000" if house.sms.code != "000000" else "111111"
    for _ in range(MOST_TRIES):
        assert (await browser.post("/v1/session", json={"phone": PHONE, "code": wrong})).status_code == 401
    assert (await browser.post("/v1/session", json={"phone": PHONE, "code": house.sms.code})).status_code == 401


async def test_a_new_code_ends_the_one_before(house, clock):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": PHONE})
    first = house.sms.code
    clock.move(timedelta(minutes=1))
    await browser.post("/v1/session/code", json={"phone": PHONE})
    if first != house.sms.code:
        assert (await browser.post("/v1/session", json={"phone": PHONE, "code": first})).status_code == 401


async def test_the_same_is_answered_for_a_known_and_an_unknown_number(house, clock):
    await signed_in(house)
    clock.move(timedelta(minutes=1))
    answers = [await house.ask().post("/v1/session/code", json={"phone": each}) for each in (PHONE, "0987654321")]
    assert [(each.status_code, each.content) for each in answers] == [(202, answers[0].content)] * 2


async def test_a_wrong_code_for_an_unknown_number_reads_as_for_a_known_one(house):
    await house.ask().post("/v1/session/code", json={"phone": PHONE})
    answers = [
        await house.ask().post("/v1/session", json={"phone": each, "code": "123457"}) for each in (PHONE, "0987654321")
    ]
    assert answers[0].json()["type"] == answers[1].json()["type"]


async def test_codes_to_one_number_are_limited_and_the_wait_is_told(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": PHONE})
    answer = await browser.post("/v1/session/code", json={"phone": PHONE}, headers={"Accept-Language": "en"})
    assert (answer.status_code, len(house.sms.sent)) == (429, 1)
    assert int(answer.headers["retry-after"]) == answer.json()["retry_after_s"] <= 45
    assert "wait" in answer.json()["title"]


async def test_tries_from_one_address_are_limited(house):
    browser = house.ask()
    statuses = [
        (await browser.post("/v1/session", json={"phone": f"09{n:08d}", "code": "123456"})).status_code
        for n in range(61)
    ]
    assert (statuses[0], statuses[-1]) == (401, 429)


async def test_no_row_holds_the_number_or_the_code(house, session):
    await signed_in(house)
    person = (await session.scalars(select(Person).where(Person.phone_token.is_not(None)))).one()
    code = (await session.scalars(select(OneTimeCode))).one()
    assert b"912345678" not in person.sealed_phone + person.phone_token
    assert house.sms.code.encode() not in code.code_hash


async def test_a_page_that_was_closed_comes_back_by_its_cookie(house):
    browser, first = await signed_in(house)
    answer = await browser.post("/v1/session/refresh", headers={"Authorization": ""})
    assert answer.status_code == 200
    assert answer.json()["subject"] == first.json()["subject"]
    assert answer.json()["access_token"] != first.json()["access_token"]


async def test_without_a_cookie_there_is_nothing_to_refresh(house):
    answer = await house.ask().post("/v1/session/refresh")
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:hue:problem:session-ended")


async def test_a_refresh_token_that_comes_back_ends_the_whole_session(house, clock, session):
    browser, first = await signed_in(house)
    stolen = browser.cookies["hue_refresh"]
    await browser.post("/v1/session/refresh")
    clock.move(SAME_BREATH)
    thief = house.ask()
    thief.cookies.set("hue_refresh", stolen, path="/v1/session")
    assert (await thief.post("/v1/session/refresh")).status_code == 401
    assert (await browser.post("/v1/session/refresh")).status_code == 401
    row = await session.get(Session, first.json()["session_id"])
    assert row.revoke_reason == "refresh-token-reused"


async def test_two_tabs_that_refresh_at_once_both_go_on(house):
    browser, _ = await signed_in(house)
    cookie = browser.cookies["hue_refresh"]
    other = house.ask()
    other.cookies.set("hue_refresh", cookie, path="/v1/session")
    answers = [await each.post("/v1/session/refresh") for each in (browser, other)]
    assert [each.status_code for each in answers] == [200, 200]


async def test_another_site_cannot_use_the_cookie(house):
    browser, _ = await signed_in(house)
    answer = await browser.post("/v1/session/refresh", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


async def test_who_signs_out_is_signed_out(house):
    browser, _ = await signed_in(house)
    assert (await browser.delete("/v1/session", headers={"Authorization": ""})).status_code == 204
    assert (await browser.post("/v1/session/refresh", headers={"Authorization": ""})).status_code == 401
    assert (await browser.get("/v1/me")).status_code == 401


async def test_the_owner_sees_and_ends_the_own_sessions(house, clock):
    first, answer = await signed_in(house)
    clock.move(timedelta(minutes=2))
    second, _ = await signed_in(house)
    shown = (await second.get("/v1/me/sessions")).json()["items"]
    assert [each["is_current"] for each in shown] == [True, False]
    assert (await second.delete(f"/v1/me/sessions/{answer.json()['session_id']}")).status_code == 204
    assert (await first.get("/v1/me")).status_code == 401
    assert len((await second.get("/v1/me/sessions")).json()["items"]) == 1


async def test_nobody_ends_a_session_of_somebody_else(house, clock):
    _, answer = await signed_in(house)
    clock.move(timedelta(minutes=2))
    other, _ = await signed_in(house, "0987654321")
    assert (await other.delete(f"/v1/me/sessions/{answer.json()['session_id']}")).status_code == 404


async def test_one_sees_of_the_own_number_only_the_end(house):
    browser, _ = await signed_in(house)
    assert (await browser.get("/v1/me")).json()["phone"] == "•••••••678"


async def test_the_revocation_watch_brings_ended_sessions_to_other_workers(house):
    from gateway.identity.revocations import RevocationWatch
    from hueioc.auth.revocation import Revocations

    browser, answer = await signed_in(house)
    await browser.delete("/v1/session")
    known, woken = Revocations(), []
    known.on_new = lambda: woken.append(1)
    watch = RevocationWatch(house.runtime.database, known)
    await watch.look()
    await watch.look()
    assert answer.json()["session_id"] in known
    assert woken == [1]


async def test_a_session_that_this_very_worker_ends_is_told_to_its_open_streams_at_once(house):
    browser, _ = await signed_in(house)
    woken = []
    house.runtime.verifier.revoked.on_new = lambda: woken.append(1)
    await browser.delete("/v1/session")
    assert woken == [1]
