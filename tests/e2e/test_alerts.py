"""Who follows a report, and who asked to hear of a ward, finds a notice in the inbox of the real city."""

from typing import Any

import httpx

from tests.city import City
from tests.e2e.journey import two_units
from tests.people import Person, new_report, photo_with_position, until
from tests.phones import signed_in

HEARD_WITHIN_S = 15.0


async def published(city: City, client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    """A report of somebody else that the centre has accepted, as staff see it."""
    report, moderator = new_report(**over), Person(client, city.token("moderator"))
    assert (await Person(client, city.token("citizen")).submit(report)).is_success
    await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
    return await moderator.act(report["id"], "moderation", {"decision": "accept"})


async def resolve(city: City, client: httpx.AsyncClient, report_id: str) -> None:
    unit, _ = await two_units(city)
    moderator = Person(client, city.token("moderator"))
    officer = Person(client, city.token("officer", **unit.officer()))
    await moderator.act(report_id, "assignment", {"unit_id": unit.id})
    evidence = await officer.upload(photo_with_position("green"))
    await officer.act(report_id, "answer", {"text": "Đã xong", "outcome": "resolved", "media": [evidence]})
    await moderator.act(report_id, "review", {"decision": "resolve"})


async def heard(person: Person, kind: str, report_id: str) -> list[dict[str, Any]]:
    items = (await person.read("/v1/me/notices"))["items"]
    return [each for each in items if each["kind"] == kind and each["link"] == f"/reports/{report_id}"]


async def test_who_follows_a_report_finds_in_the_inbox_that_it_was_answered(city: City, client: httpx.AsyncClient):
    person, report = await signed_in(city, client, "0987000221"), await published(city, client)
    followed = await client.put(
        f"/v1/reports/{report['id']}/follow", headers=person.headers | {"Idempotency-Key": report["id"]}
    )
    assert followed.json() == {"is_following": True}
    await resolve(city, client, report["id"])
    notices = await until(
        lambda: heard(person, "followed_changed", report["id"]), HEARD_WITHIN_S, is_it=lambda found: len(found) >= 2
    )
    assert sorted(each["title"].partition("bạn theo dõi ")[2] for each in notices) == [
        "đã được giao đơn vị xử lý",
        "đã được trả lời",
    ]


async def test_a_subscriber_of_a_ward_hears_of_a_new_published_report_once(city: City, client: httpx.AsyncClient):
    person, place = await signed_in(city, client, "0987000222"), {"lat": 16.4637, "lon": 107.5909, "address": ""}
    code = (await published(city, client, place=place))["place"]["ward"]
    around = {"lat": place["lat"], "lon": place["lon"], "radius_m": 300}
    for area in ({"ward": code}, around):
        assert (await person.post("/v1/report-subscriptions", area)).is_success
    report = await published(city, client, place=place)
    (notice,) = await until(lambda: heard(person, "new_nearby", report["id"]), HEARD_WITHIN_S)
    assert notice["title"].startswith("Phản ánh mới ở ")
    await resolve(city, client, report["id"])
    assert len(await heard(person, "new_nearby", report["id"])) == 1
