"""Support, following, subscriptions, comments."""

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.ids import uuid7
from reflection.models import Supporter
from reflection.queries import listeners
from reflection.rules.comments import MOST_COMMENTS, MOST_SUBSCRIPTIONS
from reflection.service.people import recipient_of
from reflection.states import State


@pytest.fixture
def stranger(make_client, office):
    return make_client(Role.CITIZEN, subject=office.stranger.subject)


@pytest.fixture
def reporter(make_client, office):
    return make_client(Role.CITIZEN, subject=office.citizen.subject)


@pytest.fixture
def moderator(make_client):
    return make_client(Role.MODERATOR)


@pytest.fixture
async def report(office, session):
    made = await office.report(State.ACCEPTED)
    await session.flush()
    return made


async def followers(session, report):
    return list((await listeners.followers_of(session, report, now())).seals)


async def subscribers(session, report):
    return list((await listeners.subscribers_of(session, report, now())).seals)


async def shown(client, report):
    return (await client.get(f"/v1/reports/{report.id}")).json()


async def test_the_same_trouble_is_counted_once_for_each_person(stranger, make_client, report):
    url = f"/v1/reports/{report.id}/support"
    for _ in range(3):
        assert (await stranger.put(url)).json() == {"supporters": 1, "is_supporting": True}
    assert (await make_client(Role.CITIZEN).put(url)).json()["supporters"] == 2
    assert (await shown(stranger, report))["supporters"] == 2
    assert (await stranger.delete(url)).json() == {"supporters": 1, "is_supporting": False}
    assert (await stranger.delete(url)).json()["supporters"] == 1


async def test_who_supports_is_not_kept(stranger, office, report, session):
    await stranger.put(f"/v1/reports/{report.id}/support")
    (token,) = await session.scalars(select(Supporter.person_token))
    assert office.stranger.subject.encode() not in token
    await session.refresh(report, ["history"])
    assert office.stranger.subject not in {line.actor for line in report.history}


async def test_nobody_supports_the_own_report(reporter, report):
    assert (await reporter.put(f"/v1/reports/{report.id}/support")).status_code == 409


@pytest.mark.parametrize("what", ["support", "follow"])
async def test_a_report_that_is_not_public_cannot_be_found(stranger, office, session, what):
    hidden = await office.report()
    await session.flush()
    assert (await stranger.put(f"/v1/reports/{hidden.id}/{what}")).status_code == 404


async def test_following_and_no_longer(stranger, office, report, session):
    url = f"/v1/reports/{report.id}/follow"
    assert (await stranger.put(url)).json() == {"is_following": True}
    await stranger.put(url)
    assert [item["id"] for item in (await stranger.get("/v1/reports/followed")).json()["items"]] == [str(report.id)]
    assert await followers(session, report) == [recipient_of(office.vault, office.stranger)]
    assert (await stranger.delete(url)).json() == {"is_following": False}
    assert await followers(session, report) == []


async def test_a_recipient_is_not_the_hash_by_which_own_reports_are_found(office):
    assert recipient_of(office.vault, office.stranger) != office.vault.token("subject", office.stranger.subject)


async def test_a_subscription_by_ward_or_place_hears_of_its_reports_only(stranger, office, report, session):
    ward = (await stranger.post("/v1/report-subscriptions", json={"ward": report.ward_code})).json()
    assert await subscribers(session, report) == [recipient_of(office.vault, office.stranger)]
    assert (await stranger.delete(f"/v1/report-subscriptions/{ward['id']}")).status_code == 204
    assert await subscribers(session, report) == []
    for metres, is_told in ((300, True), (100, False)):
        around = {"lat": report.lat + 0.002, "lon": report.lon, "radius_m": metres}
        made = (await stranger.post("/v1/report-subscriptions", json=around)).json()
        assert bool(await subscribers(session, report)) == is_told
        await stranger.delete(f"/v1/report-subscriptions/{made['id']}")
    await stranger.post("/v1/report-subscriptions", json={"ward": report.ward_code, "category": "pothole"})
    assert await subscribers(session, report) == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"ward": "1"},
        {"ward": "99999"},
        {"lat": 16.4},
        {"lat": 16.4, "lon": 107.5, "radius_m": 50},
        {"ward": "19753", "lat": 16.4, "lon": 107.5, "radius_m": 500},
        {"ward": "19753", "category": "nothing"},
    ],
)
async def test_a_subscription_names_one_area(stranger, given):
    assert (await stranger.post("/v1/report-subscriptions", json=given)).status_code == 422


async def test_subscriptions_are_limited_and_private(stranger, make_client, report):
    for _ in range(MOST_SUBSCRIPTIONS):
        made = await stranger.post("/v1/report-subscriptions", json={"ward": report.ward_code})
        assert made.status_code == 201
    assert (await stranger.post("/v1/report-subscriptions", json={"ward": report.ward_code})).status_code == 409
    other = make_client(Role.CITIZEN)
    assert (await other.get("/v1/report-subscriptions")).json()["items"] == []
    assert (await other.delete(f"/v1/report-subscriptions/{made.json()['id']}")).status_code == 404


async def test_a_comment_is_redacted_and_waits_for_the_centre(stranger, make_client, moderator, report):
    url = f"/v1/reports/{report.id}/comments"
    made = (await stranger.post(url, json={"text": "Gọi tôi 0912 345 678"})).json()
    assert (made["text"], made["state"], made["is_reporter"]) == ("Gọi tôi [điện thoại]", "waiting", False)
    assert (await make_client().get(url)).json()["items"] == []
    assert [each["id"] for each in (await moderator.get("/v1/ops/comments")).json()["items"]] == [made["id"]]
    await moderator.post(f"/v1/ops/comments/{made['id']}/decision", json={"decision": "publish"})
    assert [each["text"] for each in (await make_client().get(url)).json()["items"]] == ["Gọi tôi [điện thoại]"]
    assert (await shown(stranger, report))["comments"] == 1


async def test_an_abusive_comment_is_hidden_and_its_author_reads_why(stranger, moderator, make_client, report, session):
    url = f"/v1/reports/{report.id}/comments"
    made = (await stranger.post(url, json={"text": "xxx"})).json()
    decision = f"/v1/ops/comments/{made['id']}/decision"
    assert (await moderator.post(decision, json={"decision": "hide"})).status_code == 422
    await moderator.post(decision, json={"decision": "publish"})
    await moderator.post(decision, json={"decision": "hide", "reason": "abusive"})
    assert (await make_client().get(url)).json()["items"] == []
    assert (await shown(stranger, report))["comments"] == 0
    (mine,) = (await stranger.get("/v1/report-comments/mine")).json()["items"]
    assert (mine["state"], mine["hide_reason"]) == ("hidden", "abusive")
    rows = set(await session.scalars(select(audit.c.action).where(audit.c.subject == made["id"])))
    assert rows == {"comment.published", "comment.hidden"}


async def test_the_reporters_comment_says_so(reporter, report):
    made = await reporter.post(f"/v1/reports/{report.id}/comments", json={"text": "Cảm ơn"})
    assert made.json()["is_reporter"] is True


async def test_one_person_writes_so_many_comments_and_no_more(stranger, report, monkeypatch):
    monkeypatch.setattr("reflection.service.comments.MOST_COMMENTS", 2)
    assert MOST_COMMENTS > 2
    url = f"/v1/reports/{report.id}/comments"
    codes = [(await stranger.post(url, json={"text": "a"})).status_code for _ in range(3)]
    assert codes == [201, 201, 429]


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "x" * 1001}, {}, {"text": "a", "state": "published"}])
async def test_a_comment_that_does_not_fit_is_refused(stranger, report, given):
    assert (await stranger.post(f"/v1/reports/{report.id}/comments", json=given)).status_code == 422


async def test_a_comment_that_is_not_there_cannot_be_decided(moderator):
    answer = await moderator.post(f"/v1/ops/comments/{uuid7()}/decision", json={"decision": "publish"})
    assert answer.status_code == 404
