"""Followers and subscribers hear of a report, once for each event, in their language."""

from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import func, select

from gateway.models import Delivery, Notice
from gateway.notices.consumers import SUBSCRIBER, on_followers_addressed, on_subscribers_addressed
from gateway.notices.templates import LANGUAGES, render
from hueioc.auth.recipients import RecipientSeal

WHAT = ("accepted", "assigned", "planned", "resolved", "reopened")
NEW = {"category_vi": "Rác thải", "category_en": "Garbage", "ward_vi": "Phường Phú Xuân", "ward_en": "Phu Xuan Ward"}


class Message:
    """A decoded event."""

    def __init__(self, data):
        self.event_id, self.data = uuid4(), data

    def read(self, model):
        return model.model_validate_json(orjson.dumps(self.data))


@pytest.fixture
async def citizen(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": "0912345678"})
    answer = await browser.post("/v1/session", json={"phone": "0912345678", "code": house.sms.code})
    browser.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    browser.person_id = UUID(answer.json()["subject"])
    return browser


@pytest.fixture
def seal(house):
    async def keys():
        return house.issuer.jwks()

    return RecipientSeal(keys)


@pytest.fixture
def addressed(house, seal):
    """`await addressed(people, …)`: a message about one report to those people."""

    async def make(people, each="", **facts):
        report_id = facts.pop("report_id", str(uuid4()))
        seals = [await seal.seal(person, each or f"follower:{report_id}") for person in people]
        bundle = await seal.bundle(seals, report_id)
        cause = facts.pop("cause", str(uuid4()))
        return Message({"report_id": report_id, "code": "PA-000001", "cause": cause, "recipients": bundle} | facts)

    return make


async def hear(house, handler, *messages):
    for each in messages:
        async with house.runtime.database.transaction() as session:
            await handler(house.runtime, session, each)


async def inbox(citizen):
    return (await citizen.get("/v1/me/notices")).json()["items"]


async def test_a_follower_reads_what_has_happened_and_where(house, citizen, addressed):
    message = await addressed([citizen.person_id], what="resolved")
    await hear(house, on_followers_addressed, message)
    (notice,) = await inbox(citizen)
    assert notice["kind"] == "followed_changed"
    assert notice["link"] == f"/reports/{message.data['report_id']}"
    assert notice["title"] == "Phản ánh PA-000001 bạn theo dõi đã được trả lời"


async def test_a_subscriber_reads_what_is_new_and_in_which_ward(house, citizen, addressed):
    await hear(house, on_subscribers_addressed, await addressed([citizen.person_id], SUBSCRIBER, **NEW))
    (notice,) = await inbox(citizen)
    assert (notice["kind"], notice["title"]) == ("new_nearby", "Phản ánh mới ở Phường Phú Xuân: Rác thải")


async def test_one_cause_in_several_events_is_told_once_by_each_channel(house, citizen, addressed):
    cause, report = str(uuid4()), str(uuid4())
    parts = [await addressed([citizen.person_id] * 2, what="assigned", cause=cause, report_id=report) for _ in range(2)]
    await hear(house, on_followers_addressed, *parts, parts[0])
    more = await addressed([citizen.person_id], SUBSCRIBER, cause=cause, report_id=report, **NEW)
    await hear(house, on_subscribers_addressed, more)
    async with house.runtime.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Notice)) == 1
        channels = list(await session.scalars(select(Delivery.channel).order_by(Delivery.channel)))
    assert channels == ["inbox", "push"]


async def test_a_seal_of_another_report_or_purpose_opens_nothing(house, citizen, addressed):
    await hear(house, on_followers_addressed, await addressed([citizen.person_id], SUBSCRIBER, what="assigned"))
    await hear(house, on_subscribers_addressed, await addressed([citizen.person_id], "", **NEW))
    other = await addressed([citizen.person_id], f"follower:{uuid4()}", what="assigned")
    await hear(house, on_followers_addressed, other)
    assert await inbox(citizen) == []


async def test_who_belongs_to_nobody_any_more_holds_up_nobody(house, citizen, addressed):
    message = await addressed([uuid4(), citizen.person_id], what="planned")
    await hear(house, on_followers_addressed, message)
    assert len(await inbox(citizen)) == 1


async def test_a_person_chooses_how_to_hear_of_followed_reports(house, citizen, addressed):
    wanted = {"channels": {"followed_changed": []}, "quiet_from": None, "quiet_to": None}
    answer = await citizen.put("/v1/me/preferences", json=wanted | {"digest": "none", "language": "en"})
    assert answer.json()["channels"]["new_nearby"] == ["push"]
    await hear(house, on_followers_addressed, await addressed([citizen.person_id], what="assigned"))
    (notice,) = await inbox(citizen)
    assert [each["channel"] for each in notice["receipts"]] == ["inbox"]


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_has_its_words(language, what):
    words = render("followed_changed", language, {"code": "PA-1", "what": what})
    assert "–" not in words.title + words.body
    assert what not in render("followed_changed", "vi", {"code": "PA-1", "what": what}).title
