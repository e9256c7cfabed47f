"""Whom followers and subscribers are to the bus: nobody; to the gateway: exactly those who asked."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Principal, Role
from hueioc.auth.recipients import open_recipients
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.testing.apps import RECIPIENT_KEY
from reflection import consumers, schemas
from reflection.models import Follower, Subscription
from reflection.queries import listeners
from reflection.service import merging, people, telling
from reflection.service.addresses import SUBSCRIBER, follower_of
from reflection.states import State

WAYS = {
    "assigned": (State.ASSIGNED,),
    "planned": (State.ASSIGNED, State.PLANNED),
    "resolved": (State.ASSIGNED, State.ANSWERED, State.RESOLVED),
    "reopened": (State.ASSIGNED, State.ANSWERED, State.RESOLVED, State.REOPENED),
}


class Message:
    """A decoded event, as the consumer hands it over."""

    def __init__(self, outgoing):
        self.event_type, self.event_id = outgoing.headers["ce-type"], outgoing.event_id
        self.version, self.payload = int(outgoing.headers["Hue-Version"]), outgoing.payload

    def read(self, model):
        return model.model_validate_json(self.payload)


@pytest.fixture
def heard(runtime, session, told):
    """`await heard()`: what the services' own consumers make of the events since the last call, to the end."""

    async def run():
        waiting, found = list(told()), []
        while waiting:
            each = waiting.pop(0)
            if each.subject.removeprefix("evt.reflection.report.") in telling.NEWS:
                await consumers.on_report_news(runtime, session, Message(each))
            elif each.subject.endswith("telling.continued"):
                await consumers.on_telling_continued(runtime, session, Message(each))
            else:
                found += [each] if each.subject.endswith("addressed") else []
                continue
            waiting += told()
        return found

    return run


def people_in(outgoing):
    data = json.loads(outgoing.payload)
    each = follower_of(UUID(data["report_id"])) if "followers" in outgoing.subject else SUBSCRIBER
    return open_recipients(RECIPIENT_KEY, data["recipients"], data["report_id"], each)


def citizen():
    return Principal(str(uuid7()), roles=frozenset({Role.CITIZEN}))


async def follow(office, session, report, who):
    await people.follow(session, office.addresses, report.id, who)


async def subscribe(office, session, who, **area):
    return await people.subscribe(session, office.addresses, who, schemas.SubscriptionCreate(**area))


@pytest.mark.parametrize("verb", WAYS)
async def test_a_follower_hears_of_each_great_step(office, session, heard, verb):
    report = await office.report(State.ACCEPTED)
    await heard()
    await follow(office, session, report, office.stranger)
    for step in WAYS[verb]:
        await office.bring(report, step)
    *_, event = await heard()
    assert json.loads(event.payload)["what"] == verb
    assert people_in(event) == [UUID(office.stranger.subject)]
    assert event.headers["Hue-Audience"] == "service"


async def test_the_event_says_nothing_by_which_a_person_could_be_known(office, session, heard):
    report = await office.report(State.ACCEPTED)
    await follow(office, session, report, office.stranger)
    row = await session.get(Follower, (report.id, people.recipient_of(office.vault, office.stranger)))
    await heard()
    await office.bring(report, State.ASSIGNED)
    (event,) = await heard()
    for secret in (office.stranger.subject, row.seal, row.recipient.hex()):
        assert secret not in event.payload.decode()


async def test_who_follows_after_something_happened_does_not_hear_of_it(office, session, clock, heard):
    report = await office.report(State.ACCEPTED)
    clock.move(timedelta(seconds=1))
    await follow(office, session, report, office.stranger)
    assert await heard() == []


async def test_who_follows_no_longer_hears_nothing(office, session, heard):
    report = await office.report(State.ACCEPTED)
    await follow(office, session, report, office.stranger)
    await people.unfollow(session, office.vault, report.id, office.stranger)
    assert await heard() == []


async def test_a_reporter_who_follows_the_own_report_hears_of_the_answer_once(office, session, heard):
    report = await office.report(State.ANSWERED)
    await follow(office, session, report, office.citizen)
    await heard()
    await office.bring(report, State.RESOLVED)
    assert await heard() == []


async def test_the_reporter_of_a_merged_report_hears_of_the_other(office, session, heard):
    first, second = await office.report(State.ACCEPTED), await office.report(State.ACCEPTED, by=office.stranger)
    await merging.merge(session, office.addresses, second.id, office.moderator, schemas.Merge(into=first.id), None)
    await heard()
    await office.bring(first, State.ASSIGNED)
    (event,) = await heard()
    assert people_in(event) == [UUID(office.stranger.subject)]


async def test_a_report_taken_out_of_another_no_longer_hears_of_it(office, session, heard):
    first, second = await office.report(State.ACCEPTED), await office.report(State.ACCEPTED, by=office.stranger)
    await merging.merge(session, office.addresses, second.id, office.moderator, schemas.Merge(into=first.id), None)
    await merging.unmerge(session, second.id, office.moderator, schemas.Unmerge(note="Hai chỗ khác nhau"), None)
    await heard()
    await office.bring(first, State.ASSIGNED)
    assert await heard() == []


async def test_taking_out_keeps_what_the_person_followed_by_choice(office, session, heard):
    first, second = await office.report(State.ACCEPTED), await office.report(State.ACCEPTED, by=office.stranger)
    await follow(office, session, first, office.stranger)
    await merging.merge(session, office.addresses, second.id, office.moderator, schemas.Merge(into=first.id), None)
    await merging.unmerge(session, second.id, office.moderator, schemas.Unmerge(note="Hai chỗ khác nhau"), None)
    await heard()
    await office.bring(first, State.ASSIGNED)
    assert [people_in(event) for event in await heard()] == [[UUID(office.stranger.subject)]]


async def test_a_subscriber_hears_of_a_report_when_it_is_published_and_of_no_other(office, session, heard):
    report = await office.report()
    await subscribe(office, session, office.stranger, ward=report.ward_code)
    await subscribe(office, session, office.stranger, lat=report.lat, lon=report.lon, radius_m=500)
    await subscribe(office, session, citizen(), ward=report.ward_code, category="pothole")
    assert await heard() == []
    await office.bring(report, State.ACCEPTED)
    (event,) = await heard()
    assert event.subject == "evt.reflection.subscribers.addressed"
    assert people_in(event) == [UUID(office.stranger.subject)]
    assert json.loads(event.payload)["ward_vi"]
    await office.bring(report, State.ASSIGNED)
    assert await heard() == []


async def test_nobody_is_alerted_of_the_own_report(office, session, heard):
    report = await office.report()
    await subscribe(office, session, office.citizen, ward=report.ward_code)
    await office.bring(report, State.ACCEPTED)
    assert await heard() == []


async def test_many_are_told_in_events_of_bounded_size_each_once(office, session, heard, monkeypatch):
    monkeypatch.setattr(telling, "MOST_PAGES", 2)
    report = await office.report(State.ACCEPTED)
    await heard()
    crowd = [citizen() for _ in range(5 * listeners.AT_ONCE + 3)]
    for each in crowd:
        await follow(office, session, report, each)
    await office.bring(report, State.ASSIGNED)
    events = await heard()
    found = [person for event in events for person in people_in(event)]
    assert sorted(found) == sorted(UUID(each.subject) for each in crowd)
    assert all(len(event.payload) < 40_000 for event in events)
    assert len({json.loads(event.payload)["cause"] for event in events}) == 1


async def test_who_is_erased_is_told_nothing_and_no_seal_is_left(office, session, runtime, heard):
    report = await office.report()
    await subscribe(office, session, office.stranger, ward=report.ward_code)
    await office.bring(report, State.ACCEPTED)
    await follow(office, session, report, office.stranger)
    await consumers.forget(runtime, session, UUID(office.stranger.subject))
    assert await heard() == []
    mine = people.recipient_of(office.vault, office.stranger)
    assert (await listeners.followers_of(session, report, now())).seals == {}
    assert await session.get(Follower, (report.id, mine)) is None
    assert (await session.scalars(select(Subscription).where(Subscription.recipient == mine))).all() == []
