"""Forgetting a person: here at once, elsewhere by answers that are waited for."""

from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select, text

from gateway.identity import erasure
from gateway.models import Erasure, Person
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.personal.erasure import erasure_of

PHONE = "0912345678"


class Answer:
    """A service's answer as it is read from the bus."""

    def __init__(self, service, person_id):
        self.event = type("Event", (), {"source": f"/svc/{service}"})
        self.data = {"person_id": str(person_id), "at": now().isoformat()}

    def read(self, model):
        return model.model_validate_json(orjson.dumps(self.data))


@pytest.fixture
async def citizen(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": PHONE})
    answer = await browser.post("/v1/session", json={"phone": PHONE, "code": house.sms.code})
    browser.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    browser.person_id = UUID(answer.json()["subject"])
    await browser.put("/v1/me/email", json={"email": "lan.rieng@hue.vn"})
    return browser


async def forget(citizen):
    answer = await citizen.post("/v1/me/erasure", json={"confirm": "XOÁ"})
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_everything_that_tells_who_it_was_is_gone_at_once(citizen, session):
    await forget(citizen)
    person = await session.get(Person, citizen.person_id, populate_existing=True)
    assert (person.sealed_phone, person.phone_token, person.sealed_email, person.email_token) == (None,) * 4
    wrapped = text("select wrapped from person_keys where person_id = :person")
    assert await session.scalar(wrapped, {"person": citizen.person_id}) is None


async def test_the_sessions_end_with_it(citizen):
    await forget(citizen)
    assert (await citizen.get("/v1/me")).status_code == 401
    assert (await citizen.post("/v1/session/refresh", headers={"Authorization": ""})).status_code == 401


async def test_the_same_number_is_a_new_person_afterwards(clock, house, citizen):
    await forget(citizen)
    clock.move(timedelta(minutes=2))
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": PHONE})
    answer = await browser.post("/v1/session", json={"phone": PHONE, "code": house.sms.code})
    assert answer.json()["subject"] != str(citizen.person_id)


@pytest.mark.parametrize("word", ["", "yes", "xoá"])
async def test_it_wants_the_word_typed(citizen, word):
    assert (await citizen.post("/v1/me/erasure", json={"confirm": word})).status_code == 422


async def test_every_service_is_waited_for_and_its_answer_counted(citizen, session):
    asked = await forget(citizen)
    assert asked["missing"] == list(erasure.services())
    for service in erasure.services():
        await erasure.on_answer(session, Answer(service, citizen.person_id))
    row = await session.get(Erasure, citizen.person_id)
    assert (row.waiting_for, row.done_at is not None) == ([], True)


async def test_an_answer_for_somebody_we_did_not_ask_about_changes_nothing(session):
    await erasure.on_answer(session, Answer("reflection", uuid4()))
    assert (await session.scalars(select(Erasure))).all() == []


async def test_what_is_overdue_is_counted_for_the_alarm(clock, house, citizen):
    await forget(citizen)
    await erasure.watch(house.runtime)
    assert erasure.OVERDUE._value.get() == 0
    clock.move(erasure.WITHIN + timedelta(seconds=1))
    await erasure.watch(house.runtime)
    assert erasure.OVERDUE._value.get() == 1


async def test_a_supervisor_forgets_somebody_who_asked_by_letter(house, citizen):
    boss = house.ask(house.token(Role.SUPERVISOR))
    answer = await boss.post(f"/v1/ops/people/{citizen.person_id}/erasure", json={"confirm": "ERASE"})
    assert (answer.status_code, answer.json()["asked_by"]) == (202, "supervisor")
    assert (await boss.get("/v1/ops/erasures")).json()["items"][0]["person_id"] == str(citizen.person_id)
    assert (await boss.post(f"/v1/ops/people/{uuid4()}/erasure", json={"confirm": "ERASE"})).status_code == 404


def test_a_service_answers_under_its_own_name():
    made = erasure_of("lamps")
    assert made.answer.subject == "evt.lamps.person.erased"
    assert made.consumer.stream == "EVT_GATEWAY"
