"""The look-up without an account: it helps whoever holds the receipt, and tells nothing to who guesses."""

import pytest
from sqlalchemy import event, select

from hueioc.auth.principal import Role
from procedures.models import Owner
from procedures.routes.ports import network_of

NOBODYS = "000.00.03.H57-260302-9999"
URL = "/v1/procedures/lookups"


async def look(client, code, digits="5678", **headers):
    return await client.post(URL, json={"code": code, "digits": digits}, headers=headers)


@pytest.mark.parametrize("digits", ["5678", "45678", "0912345678", "0912.345.678", "５６７８"])
async def test_the_code_and_the_last_digits_find_the_dossier(portal, make_client, digits):
    row = await portal.given()
    answer = await look(make_client(), row.code.lower(), digits)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["due_at"]) == ("accepted", "2026-03-11T10:00:00Z")
    assert answer.headers["cache-control"] == "no-store"


async def test_it_shows_steps_and_dates_and_nothing_of_any_person(portal, make_client):
    row = await portal.given()
    note = {"NoiDungXuLy": "Ông Bình thiếu giấy", "NguoiXuLy": "Trần Thị Hạnh"}
    await portal.progress(portal.step(row.code, 4, row.accepted_at, **note))
    answer = await look(make_client(), row.code)
    assert [step["status"] for step in answer.json()["steps"]] == ["accepted", "processing"]
    assert not any(word in answer.text for word in ("Bình", "Hạnh", "0912", "5678"))


async def test_a_wrong_code_and_wrong_digits_get_the_same_answer(portal, make_client):
    row = await portal.given()
    wrong_code, wrong_digits = (
        await look(make_client(), "000.00.03.H57-260302-9999"),
        await look(make_client(), row.code, "1111"),
    )
    without = ("trace_id", "instance")
    bodies = [{k: v for k, v in each.json().items() if k not in without} for each in (wrong_code, wrong_digits)]
    assert bodies[0] == bodies[1]
    assert wrong_code.status_code == wrong_digits.status_code == 404


async def test_a_wrong_code_and_wrong_digits_take_the_same_statements(portal, make_client, database):
    row = await portal.given()
    said: list[str] = []

    def listen(connection, cursor, statement, *_):
        said.append(statement)

    engine = database._connection.sync_engine
    taken = []
    for code, digits in ((NOBODYS, "1111"), (row.code, "1111")):
        said.clear()
        event.listen(engine, "before_cursor_execute", listen)
        await look(make_client(), code, digits)
        event.remove(engine, "before_cursor_execute", listen)
        taken.append([each for each in said if not each.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))])
    assert taken[0] == taken[1]
    assert taken[0]


async def test_who_guesses_at_one_code_is_stopped(portal, make_client):
    row = await portal.given()
    answers = [(await look(make_client(), row.code, f"{guess:04d}")).status_code for guess in range(11)]
    assert answers == [404] * 10 + [429]
    stopped = await look(make_client(), row.code)
    assert (stopped.status_code, stopped.json()["retry_after_s"] > 0) == (429, True)


async def test_a_code_that_nobody_has_is_stopped_in_the_same_way(portal, make_client):
    answers = [
        (await look(make_client(), "000.00.03.H57-260302-9999", f"{guess:04d}")).status_code for guess in range(11)
    ]
    assert answers == [404] * 10 + [429]


async def test_who_guesses_at_many_codes_is_stopped_by_the_address(portal, make_client):
    client = make_client()
    codes = [f"000.00.03.H57-260302-{number:04d}" for number in range(31)]
    answers = [(await look(client, code, **{"X-Forwarded-For": "203.0.113.7"})).status_code for code in codes]
    assert answers == [404] * 30 + [429]
    assert (await look(client, codes[0], **{"X-Forwarded-For": "203.0.113.8"})).status_code == 404


async def test_what_a_caller_claims_of_the_address_does_not_count(portal, make_client):
    client = make_client()
    for number in range(31):
        forged = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}
        last = await look(client, f"000.00.03.H57-260302-{number:04d}", **forged)
    assert last.status_code == 429


async def test_the_right_digits_begin_anew(portal, make_client):
    row = await portal.given()
    for _ in range(3):
        for guess in range(6):
            await look(make_client(), row.code, f"{guess:04d}", **{"X-Forwarded-For": f"203.0.113.{guess}"})
        assert (await look(make_client(), row.code)).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"code": "x", "digits": "5678"}, "/code"),
        ({"code": "000.00.03.H57-260302-0001", "digits": "567"}, "/digits"),
        ({"code": "000.00.03.H57-260302-0001", "digits": "abcd"}, "/digits"),
        ({"code": "", "digits": "5678"}, "/code"),
    ],
)
async def test_what_cannot_be_a_code_or_a_number_names_its_field(make_client, body, pointer):
    answer = await make_client().post(URL, json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_equal_digits_of_two_dossiers_are_not_seen_to_be_equal(portal):
    await portal.given()
    await portal.given()
    first, second = list(await portal.session.scalars(select(Owner)))
    assert not set(first.phone_tokens) & set(second.phone_tokens)


def test_an_address_is_counted_by_its_network():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9")
    assert network_of("::ffff:203.0.113.7") == "203.0.113.7"
    assert network_of("x" * 100) == "x" * 64


async def test_a_dossier_whose_owner_gave_no_number_is_found_by_nobody(portal, make_client):
    row = await portal.given(SoDienThoai="")
    assert (await look(make_client(Role.CITIZEN), row.code, "0000")).status_code == 404
