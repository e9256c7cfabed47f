"""A citizen's report reaches the ward and is rated."""

import asyncio
import io

import httpx
import pytest
from PIL import Image

from hueioc.bus.read import messages_of
from hueioc.bus.streams import VIEWS
from tests.city import City
from tests.e2e.journey import SECRETS, Journey, travel


@pytest.fixture(scope="module")
async def journey(city: City) -> Journey:
    async with asyncio.timeout(60):
        return await travel(city)


async def test_a_report_is_taken_in_and_named(journey: Journey):
    answer = journey.seen["submitted"]

    assert answer.status_code == httpx.codes.CREATED
    assert answer.json()["code"].startswith("PA-")
    assert answer.json()["state"] == "received"


async def test_the_same_report_sent_twice_is_one_report(journey: Journey, city: City):
    first, again = journey.seen["submitted"], journey.seen["submitted again"]

    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == first.json()
    async with city.database("reflection") as database:
        assert await database.fetchval("select count(*) from reports where id = $1", journey.id) == 1


async def test_only_a_citizen_sends_reports(journey: Journey):
    assert journey.seen["another under this id"].status_code == httpx.codes.FORBIDDEN


async def test_it_stands_in_the_operators_queue_at_once_from_the_read_model(journey: Journey):
    queue = journey.seen["queue"]

    assert queue.headers["hue-sources"].startswith("reflection;seq=")
    assert journey.id in [item["id"] for item in queue.json()["items"]]


async def test_it_is_not_public_before_moderation(journey: Journey):
    assert journey.seen["public before moderation"].status_code == httpx.codes.NOT_FOUND


async def test_after_moderation_it_has_a_public_document_and_stands_in_the_feed(journey: Journey):
    public = journey.seen["public"]

    assert public.headers["hue-sources"].startswith("reflection;seq=")
    assert public.json()["priority"] == "urgent"
    assert journey.seen["feed"].headers["hue-sources"].startswith("reflection;seq=")


async def test_the_public_photo_has_no_exif(journey: Journey):
    jpeg = journey.seen["public photo"].content

    assert b"Phone of Lan" in journey.photo
    assert b"Exif" in journey.photo
    assert b"Phone of Lan" not in jpeg
    assert b"Exif" not in jpeg
    with Image.open(io.BytesIO(jpeg)) as picture:
        assert picture.size == (640, 480)
        assert not picture.getexif()


async def test_the_original_photo_cannot_be_had_by_its_name(journey: Journey, city: City):
    async with city.client() as client:
        answer = await client.get(f"/v1/reports/{journey.id}/media/{journey.report['media'][0]}")

    assert answer.status_code == httpx.codes.NOT_FOUND


async def test_a_unit_is_responsible_until_a_due_date(journey: Journey):
    assert journey.seen["assigned"]["state"] == "assigned"
    assert journey.seen["finished"]["due_at"][:10] == journey.seen["due"][:10]


async def test_an_answer_without_evidence_is_refused(journey: Journey):
    refusal = journey.seen["answer without evidence"]

    assert refusal.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert refusal.json()["errors"][0]["pointer"] == "/media"


async def test_an_officer_sees_the_queue_of_the_own_unit_only(journey: Journey):
    ours, theirs = journey.seen["officer's queue"].json(), journey.seen["stranger's queue"].json()

    assert journey.id in [item["id"] for item in ours["items"]]
    assert journey.id not in [item["id"] for item in theirs["items"]]


async def test_an_officer_of_another_unit_neither_sees_nor_answers_it(journey: Journey):
    assert journey.seen["stranger's desk"].status_code == httpx.codes.NOT_FOUND
    assert journey.seen["stranger's answer"].status_code == httpx.codes.FORBIDDEN


async def test_an_answer_under_review_is_not_public(journey: Journey):
    assert journey.seen["answered"].json()["state"] == "answered"
    assert journey.seen["public under review"]["state"] == "assigned"
    assert journey.seen["public under review"]["answer"] is None


async def test_a_resolved_report_shows_its_answer_with_evidence(journey: Journey):
    answer = journey.seen["resolved"]["answer"]

    assert answer["text"].startswith("Đã vá xong")
    assert answer["media"]


async def test_only_the_reporter_rates_and_only_once(journey: Journey):
    assert journey.seen["rated by another"].status_code == httpx.codes.UNAUTHORIZED
    assert journey.seen["rated"].is_success
    assert journey.seen["rated again"].status_code == httpx.codes.CONFLICT
    assert journey.seen["finished"]["rating"]["rating"] == "satisfied"


async def test_the_statistics_move(journey: Journey):
    before, after = journey.seen["statistics before"], journey.seen["statistics after"]

    assert after["total"] == before["total"] + 1
    assert after["by_state"]["resolved"] == before["by_state"]["resolved"] + 1
    assert after["content"] == before["content"] + 1


PUBLIC = ["report.accepted", "report.assigned", "report.resolved", "report.rated"]
CENTRE = [
    "report.received",
    "report.pictured",
    "report.accepted",
    "report.assigned",
    "report.answered",
    "report.pictured",
    "report.resolved",
    "report.rated",
]


@pytest.mark.parametrize(
    ("who", "heard"),
    [
        ("public", PUBLIC),
        ("citizen", PUBLIC),
        ("stranger", PUBLIC),
        ("officer", [*PUBLIC[:2], "report.answered", *PUBLIC[2:]]),
        ("moderator", CENTRE),
    ],
)
async def test_each_step_is_heard_by_the_right_audience_only(journey: Journey, who: str, heard: list[str]):
    assert journey.heard_by(who) == heard


async def test_every_document_and_answer_hides_the_reporter(journey: Journey):
    said = "\n".join(
        answer.text if isinstance(answer, httpx.Response) else str(answer) for answer in journey.seen.values()
    )

    assert [secret for secret in SECRETS if secret in said] == []


async def test_no_event_names_the_reporter(journey: Journey, city: City):
    async with city.bus() as bus:
        events = [each async for each in messages_of(bus, "EVT_REFLECTION", subject=">")]

    assert len(events) >= len(CENTRE)
    assert [
        secret for secret in SECRETS if secret in str([(each.headers, each.payload.decode()) for each in events])
    ] == []


async def test_no_view_names_the_reporter(journey: Journey, city: City):
    async with city.bus() as bus:
        views = [each async for each in messages_of(bus, VIEWS, subject=">")]

    assert f"view.reflection.report.{journey.id}" in [each.subject for each in views]
    assert [secret for secret in SECRETS if secret in str([each.payload.decode() for each in views])] == []


async def test_no_log_names_the_reporter(journey: Journey, city: City):
    said = city.logs()

    assert "starting" in said
    assert [secret for secret in SECRETS if secret in said] == []
