"""Officers sign in with login, password and authenticator; supervisors open and reset accounts."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import select

from gateway.identity.limits import FREE_FAILURES, LONGEST_LOCK, lock_until
from gateway.models import Account
from gateway.seed.accounts import ACCOUNTS
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.personal.keys import KeyRing
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault

MODERATOR = next(account for account in ACCOUNTS if account.role is Role.MODERATOR)
OFFICER = next(account for account in ACCOUNTS if account.role is Role.OFFICER)
NEW = {"name": "Hoàng Thị Mới", "roles": ["officer"], "valid_from": "2026-01-01", "position_vi": "Chuyên viên"}


@pytest.fixture
def given(house):
    """What a seeded officer types in; `code` is that of this moment."""

    def make(account=MODERATOR, **over):
        vault = house.runtime.vault
        code = TOTP(account.totp_secret(vault)).at(now())
        return {"login": account.login, "password": account.password(vault), "code": code} | over

    return make


async def sign_in(house, data):
    return await house.ask().post("/v1/session/officer", json=data)


@pytest.fixture
async def new_officer(house):
    """`(officer id, first password)` of somebody just entered into the registry."""
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    entry = NEW | {"code": "cb-001", "unit_id": str(OFFICER.unit_id)}
    officer = (await supervisor.post("/v1/organisations/officers", json=entry)).json()
    answer = await supervisor.post(f"/v1/ops/officers/{officer['id']}/account", json={"login": "moi.ht"})
    assert answer.status_code == 201, answer.text
    return officer["id"], answer.json()["password"]


def test_a_password_is_never_blotted_out_of_the_log_as_a_number_of_somebody():
    for number in range(500):
        vault = Vault(KeyRing(bytes(32)), number.to_bytes(32))
        said = MODERATOR.password(vault)
        assert redact(said) == said


async def test_an_officer_carries_what_the_registry_says(house, clock, given):
    answer = await sign_in(house, given(OFFICER))
    assert answer.status_code == 200, answer.text
    caller = await house.runtime.verifier.verify(answer.json()["access_token"].encode())
    assert (caller.roles, caller.unit_id, caller.wards) == ({Role.OFFICER}, str(OFFICER.unit_id), {"19789"})
    assert answer.json()["recovery_codes"] is None


async def test_a_code_of_the_authenticator_serves_once(house, clock, given):
    data = given()
    assert (await sign_in(house, data)).status_code == 200
    assert (await sign_in(house, data)).status_code == 401
    clock.move(timedelta(seconds=30))
    assert (await sign_in(house, given())).status_code == 200


async def test_a_clock_one_step_off_is_forgiven_and_two_are_not(house, clock, given):
    late, early = given(), given()
    clock.move(timedelta(seconds=90))
    assert (await sign_in(house, late)).status_code == 401
    clock.move(timedelta(seconds=-60))
    assert (await sign_in(house, early)).status_code == 200


@pytest.mark.parametrize(
    "over", [{"password": "wrong"}, {"code": "000000"}, {"login": "nobody"}, {"code": "abcde-fghjk"}]
)
async def test_what_is_wrong_is_not_told(house, clock, given, over):
    answer = await sign_in(house, given(**over))
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:hue:problem:credentials-wrong")


@pytest.mark.parametrize("login", [MODERATOR.login, "nobody"])
async def test_five_failures_lock_a_login_whether_it_exists_or_not(house, clock, given, login):
    for _ in range(FREE_FAILURES):
        assert (await sign_in(house, given(login=login, password="wrong"))).status_code == 401
    answer = await sign_in(house, given(login=login))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")


async def test_a_lock_opens_by_itself_and_success_forgets_the_failures(house, clock, given):
    for _ in range(FREE_FAILURES):
        await sign_in(house, given(password="wrong"))
    clock.move(timedelta(seconds=30))
    assert (await sign_in(house, given())).status_code == 200
    assert (await sign_in(house, given(password="wrong"))).status_code == 401


def test_each_further_failure_doubles_the_lock_up_to_a_quarter_of_an_hour():
    moment = now()
    waits = [lock_until(failures, moment) for failures in range(FREE_FAILURES - 1, FREE_FAILURES + 12)]
    assert waits[0] is None
    assert [(each - moment).total_seconds() for each in waits[1:5]] == [30, 60, 120, 240]
    assert waits[-1] - moment == LONGEST_LOCK


async def test_a_new_officer_sets_up_an_authenticator_first(house, clock, new_officer):
    _, password = new_officer
    data = {"login": "moi.ht", "password": password}
    refused = await sign_in(house, data | {"code": "123456"})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:hue:problem:totp-enrolment-needed")
    enrolment = (await house.ask().post("/v1/session/officer/enrolment", json=data)).json()
    assert enrolment["uri"].startswith("otpauth://totp/")
    answer = await sign_in(house, data | {"code": TOTP(enrolment["secret"]).at(now())})
    assert len(answer.json()["recovery_codes"]) == 10


async def enrolled(house, new_officer):
    data = {"login": "moi.ht", "password": new_officer[1]}
    secret = (await house.ask().post("/v1/session/officer/enrolment", json=data)).json()["secret"]
    return data, (await sign_in(house, data | {"code": TOTP(secret).at(now())})).json()


async def test_a_recovery_code_serves_once_in_place_of_the_phone(house, clock, new_officer):
    data, first = await enrolled(house, new_officer)
    code = first["recovery_codes"][3]
    assert (await sign_in(house, data | {"code": code})).status_code == 200
    assert (await sign_in(house, data | {"code": code})).status_code == 401


async def test_an_authenticator_that_is_confirmed_is_not_replaced_by_the_password_alone(house, clock, new_officer):
    data, _ = await enrolled(house, new_officer)
    answer = await house.ask().post("/v1/session/officer/enrolment", json=data)
    assert answer.status_code == 409


async def test_a_reset_ends_every_session_and_asks_for_a_new_authenticator(house, clock, new_officer):
    data, first = await enrolled(house, new_officer)
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    answer = await supervisor.post(f"/v1/ops/officers/{new_officer[0]}/account/reset")
    assert (await sign_in(house, data | {"code": "123456"})).status_code == 401
    data["password"] = answer.json()["password"]
    assert (await sign_in(house, data | {"code": "123456"})).status_code == 403
    assert (await house.ask(first["access_token"]).get("/v1/me/sessions")).json().get("items", []) == []


async def test_a_password_is_changed_with_the_one_before(house, clock, new_officer):
    data, first = await enrolled(house, new_officer)
    mine = house.ask(first["access_token"])
    change = {"current_password": data["password"], "new_password": "con thuyền trên sông Hương"}
    assert (await mine.put("/v1/me/password", json=change | {"current_password": "x"})).status_code == 401
    assert (await mine.put("/v1/me/password", json=change | {"new_password": "short"})).status_code == 422
    assert (await mine.put("/v1/me/password", json=change)).status_code == 204
    login = {"login": "moi.ht", "code": first["recovery_codes"][0]}
    assert (await sign_in(house, login | {"password": data["password"]})).status_code == 401
    assert (await sign_in(house, login | {"password": change["new_password"]})).status_code == 200


async def test_an_officer_whose_time_is_over_does_not_sign_in(house, clock, new_officer):
    data, first = await enrolled(house, new_officer)
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    await supervisor.delete(f"/v1/organisations/officers/{new_officer[0]}", headers={"If-Match": '"1"'})
    assert (await sign_in(house, data | {"code": first["recovery_codes"][0]})).status_code == 401


async def test_an_officer_has_one_account(house, new_officer):
    supervisor = house.ask(house.token(Role.SUPERVISOR))
    answer = await supervisor.post(f"/v1/ops/officers/{new_officer[0]}/account", json={"login": "other"})
    assert answer.status_code == 409


async def test_only_a_supervisor_opens_accounts(house, new_officer):
    moderator = house.ask(house.token(Role.MODERATOR))
    answer = await moderator.post(f"/v1/ops/officers/{new_officer[0]}/account/reset")
    assert answer.status_code == 403


async def test_neither_login_nor_secret_nor_password_is_in_clear(house, session, new_officer, clock):
    data, _ = await enrolled(house, new_officer)
    account = (await session.scalars(select(Account).order_by(Account.created_at.desc()))).first()
    stored = b"".join((account.login_token, account.sealed_login, account.sealed_totp, account.password_hash.encode()))
    assert b"moi.ht" not in stored
    assert data["password"].encode() not in stored
    assert account.password_hash.startswith("$argon2id$")
