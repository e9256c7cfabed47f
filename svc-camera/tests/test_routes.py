"""The register, recordings, counts and pictures over REST."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from camera.events import TrafficCounted
from camera.jobs import tell_traffic, watch_silence
from camera.models import Camera, Count, Quarter
from camera.service.counts import spread
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.outbox import Kind, outbox

CAMERAS = "/v1/ops/camera/cameras"
NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)


@pytest.fixture
def keeper(make_client):
    return make_client(Role.MODERATOR)


async def test_a_camera_is_added_with_its_ward(keeper, camera_given):
    answer = await keeper.post(CAMERAS, json=camera_given)
    assert (answer.status_code, answer.json()["state"]) == (201, "unknown")
    assert answer.json()["place"]["ward"]


async def test_the_address_of_a_source_is_sealed_and_never_shown(keeper, camera_given, session):
    source = {"kind": "rtsp", "url": "rtsp://admin:geheim@10.1.2.3:8554/main"}
    answer = await keeper.post(CAMERAS, json=camera_given | {"source": source})
    assert answer.json()["source_host"] == "10.1.2.3:8554"
    assert "geheim" not in answer.text
    row = (await session.scalars(select(Camera))).one()
    assert b"geheim" not in row.source_sealed


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "rtsp", "url": "http://10.1.2.3/"},
        {"kind": "rtsp", "url": "rtsp://"},
        {"kind": "rtsp", "url": "rtsp://host:99999/x"},
        {"kind": "rtsp", "url": "rtsp://a b/"},
        {"kind": "file", "url": "../../etc/passwd"},
        {"kind": "file", "url": ""},
        {"kind": "recordings", "url": "rtsp://host/"},
    ],
)
async def test_a_source_that_is_none_is_refused_with_its_field(keeper, camera_given, source):
    answer = await keeper.post(CAMERAS, json=camera_given | {"source": source})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:hue:problem:wrong-source")


async def test_the_same_code_twice_is_refused(keeper, camera_given):
    await keeper.post(CAMERAS, json=camera_given)
    assert (await keeper.post(CAMERAS, json=camera_given | {"code": "cau-truong-tien"})).status_code == 409


async def test_a_wrong_scene_says_what_to_do(keeper, bureau):
    camera = await bureau.camera()
    zones = [{"code": "W", "kind": "one-way", "points": [[0, 0], [1, 0], [1, 1]]}]
    answer = await keeper.put(f"{CAMERAS}/{camera.id}/scene", json={"zones": zones})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/zones/0/heading_deg")


async def test_another_scene_has_another_version(keeper, bureau):
    camera = await bureau.camera()
    answer = await keeper.put(f"{CAMERAS}/{camera.id}/scene", json={})
    assert (answer.json()["scene_version"], answer.json()["history"][0]["kind"]) == (2, "scene")


async def test_a_camera_is_switched_off_and_on(keeper, bureau):
    camera = await bureau.camera()
    off = await keeper.put(f"{CAMERAS}/{camera.id}/state", json={"state": "maintenance"})
    on = await keeper.put(f"{CAMERAS}/{camera.id}/state", json={"state": "enabled"})
    assert (off.json()["state"], on.json()["state"]) == ("maintenance", "unknown")


async def test_an_officer_may_not_add_a_camera(make_client, camera_given):
    assert (await make_client(Role.OFFICER).post(CAMERAS, json=camera_given)).status_code == 403


async def test_a_recording_is_kept_and_waits(keeper, bureau, busy):
    camera, raw = await bureau.camera(), busy[0].read_bytes()
    path = f"{CAMERAS}/{camera.id}/recordings?started_at=2026-11-03T12:00:00%2B07:00"
    first, again = await keeper.post(path, content=raw), await keeper.post(path, content=raw)
    assert (first.status_code, first.json()["state"]) == (202, "queued")
    assert again.json()["id"] == first.json()["id"]


@pytest.mark.parametrize("raw", [b"", b"nonsense", b"\x89PNG\r\n\x1a\n" + bytes(64)])
async def test_what_is_no_video_is_refused(keeper, bureau, raw):
    camera = await bureau.camera()
    path = f"{CAMERAS}/{camera.id}/recordings?started_at=2026-11-03T12:00:00%2B07:00"
    answer = await keeper.post(path, content=raw)
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:hue:problem:not-a-clip")


async def test_a_recording_without_its_beginning_is_refused(keeper, bureau):
    camera = await bureau.camera()
    assert (await keeper.post(f"{CAMERAS}/{camera.id}/recordings", content=b"x")).status_code == 422


def counted(minutes, size="medium", direction="left-to-right"):
    at = (NOON + timedelta(minutes=minutes)).isoformat()
    return {"say": "counted", "line": "A", "size": size, "direction": direction, "at": at, "track": "t"}


def covered(begin, end):
    since, until = (NOON + timedelta(minutes=each) for each in (begin, end))
    return {"say": "covered", "since": since.isoformat(), "until": until.isoformat()}


async def test_counts_are_shown_by_quarter_size_and_direction_with_what_was_watched(keeper, bureau):
    camera = await bureau.camera()
    await bureau.say(camera, counted(1), counted(2), counted(3, "small"), counted(16), covered(0, 20))
    await bureau.say(camera, counted(4))
    asked = {"since": NOON.isoformat(), "until": (NOON + timedelta(hours=1)).isoformat()}
    quarters = (await keeper.get(f"{CAMERAS}/{camera.id}/counts", params=asked)).json()["quarters"]
    assert [(each["watched_s"], sum(row["number"] for row in each["counts"])) for each in quarters] == [
        (900, 4),
        (300, 1),
    ]
    assert {(row["size"], row["number"]) for row in quarters[0]["counts"]} == {("medium", 3), ("small", 1)}


def test_time_that_was_watched_falls_into_its_quarters():
    spans = spread(NOON + timedelta(minutes=14), NOON + timedelta(minutes=31))
    assert list(spans.values()) == [60, 900, 60]


async def test_a_quarter_that_is_over_is_told_once(bureau, runtime, session, clock):
    clock.set(NOON + timedelta(minutes=16))
    await bureau.say(await bureau.camera(), counted(1), covered(0, 15))
    await tell_traffic(runtime)
    await tell_traffic(runtime)
    query = select(func.count()).where(outbox.c.kind == Kind.EVENT, outbox.c.subject == TrafficCounted.subject)
    assert await session.scalar(query) == 1


async def test_a_camera_that_was_away_has_a_gap_and_not_a_zero(keeper, bureau, session):
    camera = await bureau.camera()
    await bureau.say(camera, covered(0, 10), covered(40, 45))
    asked = {"since": NOON.isoformat(), "until": (NOON + timedelta(hours=1)).isoformat()}
    quarters = (await keeper.get(f"{CAMERAS}/{camera.id}/counts", params=asked)).json()["quarters"]
    assert [each["watched_s"] for each in quarters] == [600, 300]
    assert await session.scalar(select(func.count()).select_from(Count)) == 0
    assert await session.scalar(select(func.count()).select_from(Quarter)) == 2


def health(state, *symptoms):
    return {"say": "health", "state": state, "symptoms": list(symptoms), "fps": 25.0}


async def test_health_changes_the_state_and_is_told_once(keeper, bureau, told):
    camera = await bureau.camera(source={"kind": "rtsp", "url": "rtsp://host/live"})
    told()
    await bureau.say(camera, health("online"), health("online"))
    assert [message.subject for message in told()] == ["evt.camera.camera.online"]
    await bureau.say(camera, health("degraded", "black"))
    assert (await keeper.get(f"{CAMERAS}/{camera.id}")).json()["symptoms"] == ["black"]


async def test_a_camera_that_flaps_rings_no_more_bells(bureau, told):
    camera = await bureau.camera(source={"kind": "rtsp", "url": "rtsp://host/live"})
    told()
    for _ in range(6):
        await bureau.say(camera, health("online"), health("offline", "stalled"))
    assert len(told()) == 6


async def test_a_live_camera_of_which_nothing_is_heard_is_offline(keeper, bureau, runtime, clock):
    clock.set(NOON)
    camera = await bureau.camera(source={"kind": "rtsp", "url": "rtsp://host/live"})
    await bureau.say(camera, health("online"))
    clock.set(NOON + timedelta(seconds=40))
    await watch_silence(runtime)
    shown = (await keeper.get(f"{CAMERAS}/{camera.id}")).json()
    assert (shown["state"], shown["symptoms"]) == ("offline", ["worker-gone"])


async def test_what_people_have_switched_off_stays_off(keeper, bureau):
    camera = await bureau.camera(source={"kind": "rtsp", "url": "rtsp://host/live"})
    await keeper.put(f"{CAMERAS}/{camera.id}/state", json={"state": "disabled"})
    bureau.session.expire(camera)
    await bureau.session.refresh(camera)
    await bureau.say(camera, health("online"))
    assert (await keeper.get(f"{CAMERAS}/{camera.id}")).json()["state"] == "disabled"


async def test_everybody_sees_the_covered_picture_of_a_public_camera_only(make_client, bureau):
    shown, hidden = await bureau.camera(is_public=True), await bureau.camera(code="TWO")
    for camera in (shown, hidden):
        await bureau.say(camera, {"say": "picture", "at": now().isoformat(), "raw": {"picture": b"\xff\xd8\xff jpeg"}})
    anybody = make_client()
    assert [each["code"] for each in (await anybody.get("/v1/camera/cameras")).json()["items"]] == [shown.code]
    assert (await anybody.get(f"/v1/camera/cameras/{shown.id}/picture")).content == b"\xff\xd8\xff jpeg"
    assert (await anybody.get(f"/v1/camera/cameras/{hidden.id}/picture")).status_code == 404
