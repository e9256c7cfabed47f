"""Warnings reach those who asked for a ward, once for each person, also at night."""

from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import func, select

from gateway.models import Delivery, Notice, WardSubscription
from gateway.notices.warnings import on_dispatch_requested
from hueioc.outbox import COLLECTED


class Message:
    """A decoded event."""

    def __init__(self, **over):
        words = {"headline_vi": "Lũ lớn", "headline_en": "Flood", "instruction_vi": "Kê cao", "instruction_en": "Raise"}
        self.data = {"alert_id": str(uuid4()), "ward": "19774", "what": "Alert"} | words | over

    def read(self, model):
        return model.model_validate_json(orjson.dumps(self.data))


@pytest.fixture
async def citizen(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": "0912345678"})
    answer = await browser.post("/v1/session", json={"phone": "0912345678", "code": house.sms.code})
    browser.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    browser.person_id = UUID(answer.json()["subject"])
    await browser.put("/v1/me/warning-wards", json={"wards": ["19774", "19753"]})
    return browser


async def hear(house, *messages):
    """What the gateway answers: (ward, told, queued)."""
    said = []
    for each in messages:
        async with house.runtime.database.transaction() as session:
            await on_dispatch_requested(session, each)
            found = [orjson.loads(one.payload) for one in session.info[COLLECTED]]
            said += [(one["ward"], one["told"], one["queued"]) for one in found]
    return said


async def inbox(citizen, language="vi"):
    return (await citizen.get("/v1/me/notices", headers={"Accept-Language": language})).json()["items"]


async def test_a_citizen_of_the_ward_reads_the_warning_in_the_own_language(house, citizen):
    message = Message()
    assert await hear(house, message) == [("19774", 1, 1)]
    (notice,) = await inbox(citizen)
    assert (notice["kind"], notice["title"], notice["body"]) == ("warning", "Cảnh báo: Lũ lớn", "Kê cao")
    assert notice["link"] == f"/warnings/{message.data['alert_id']}"
    assert (await inbox(citizen, "en"))[0]["title"] == "Warning: Flood"


async def test_a_person_of_two_wards_is_told_once(house, citizen):
    first = Message()
    second = Message(alert_id=first.data["alert_id"], ward="19753")
    assert await hear(house, first, second, first) == [("19774", 1, 1), ("19753", 0, 0), ("19774", 0, 0)]


async def test_another_ward_is_not_told(house, citizen):
    assert await hear(house, Message(ward="20182")) == [("20182", 0, 0)]
    assert await inbox(citizen) == []


async def test_the_push_of_a_warning_waits_for_no_morning(house, citizen):
    wanted = {"channels": {}, "quiet_from": "00:00", "quiet_to": "23:59", "digest": "none", "language": "vi"}
    await citizen.put("/v1/me/preferences", json=wanted)
    await hear(house, Message())
    async with house.runtime.database.transaction() as session:
        row = (await session.scalars(select(Delivery).where(Delivery.channel == "push"))).one()
    assert row.due_at == row.created_at


async def test_who_wants_no_push_has_the_inbox_alone(house, citizen):
    wanted = {"channels": {"warning": []}, "quiet_from": None, "quiet_to": None, "digest": "none", "language": "vi"}
    await citizen.put("/v1/me/preferences", json=wanted)
    assert await hear(house, Message()) == [("19774", 1, 0)]


async def test_the_wards_are_read_changed_and_ended(citizen):
    assert (await citizen.get("/v1/me/warning-wards")).json() == {"wards": ["19753", "19774"]}
    assert (await citizen.put("/v1/me/warning-wards", json={"wards": []})).json() == {"wards": []}


async def test_an_unknown_ward_names_its_field(citizen):
    answer = await citizen.put("/v1/me/warning-wards", json={"wards": ["00000"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/wards")


async def test_who_is_erased_leaves_no_ward_behind(house, citizen):
    await citizen.post("/v1/me/erasure", json={"confirm": "XOÁ"})
    async with house.runtime.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(WardSubscription)) == 0
        assert await session.scalar(select(func.count()).select_from(Notice)) == 0
