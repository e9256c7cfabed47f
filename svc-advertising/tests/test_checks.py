"""From a camera's picture to a case and its closing, over the service's own doors."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from advertising.jobs import judge_snapshots, watch_licences
from advertising.models import DeviceKey, RejectedPlay, Snapshot
from hueioc.auth.principal import Role
from hueioc.outbox import outbox


@pytest.fixture
async def shown(site, posters):
    """A screen with one approved and scheduled creative, and another that is approved only."""
    site.due = await site.creative(posters.jpeg(posters.poster(1)))
    site.other = await site.creative(posters.jpeg(posters.poster(2)))
    await site.schedule(site.due)
    return site


async def test_what_is_scheduled_is_a_match_with_a_heat_map(shown, posters):
    seen = await shown.see(posters.poster(1))
    assert (seen["verdict"], seen["creative_id"], seen["has_heat_map"]) == ("match", shown.due["id"], True)
    heat = await shown.staff.get(f"/v1/ops/advertising/snapshots/{seen['id']}/heat-map")
    assert (heat.headers["content-type"], heat.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


async def test_what_is_approved_for_another_time_is_in_the_wrong_slot(shown, posters):
    seen = await shown.see(posters.poster(2))
    assert (seen["verdict"], seen["why"], seen["creative_id"]) == ("wrong-slot", "not-scheduled-now", shown.other["id"])


async def test_what_nobody_approved_is_unknown_content(shown, posters):
    assert (await shown.see(posters.poster(99)))["verdict"] == "unknown-content"


async def test_a_dark_screen_is_black_only_while_something_is_scheduled(site, posters):
    assert (await site.see(None))["verdict"] == "off"
    await site.schedule(await site.creative(posters.jpeg(posters.poster(1))))
    assert (await site.see(None, 5))["verdict"] == "black"


async def test_a_screen_that_is_lit_at_night_is_off_hours(shown, posters):
    assert (await shown.see(posters.poster(1), 11 * 3600))["verdict"] == "off-hours"


async def test_one_picture_opens_no_case_and_three_do_once(shown, posters):
    await shown.see(posters.poster(99))
    assert (await shown.cases(), await shown.verdict()) == ([], None)
    for _ in range(3):
        await shown.see(posters.poster(99), 4)
    assert [(each["verdict"], each["state"]) for each in await shown.cases()] == [("unknown-content", "open")]


async def test_content_in_order_again_is_told_and_the_case_stays_open(shown, posters):
    for _ in range(3):
        await shown.see(posters.poster(99), 4)
    await shown.see(posters.poster(1), 4)
    assert (await shown.verdict(), len(await shown.cases())) == ("match", 1)


async def accused(shown, posters):
    for _ in range(3):
        await shown.see(posters.poster(99), 4)
    return (await shown.cases())[0]


async def test_a_case_is_replied_to_and_closed_and_keeps_its_history(shown, posters):
    case = await accused(shown, posters)
    path = f"/cases/{case['id']}"
    await shown.post(f"{path}/reply", {"text": "Máy phát bị lỗi, đã khắc phục"}, 200)
    closed = await shown.post(f"{path}/closing", {"outcome": "corrected", "text": "Đã kiểm tra"}, 200)
    assert [line["state"] for line in closed["history"]] == ["open", "replied", "closed"]
    assert (closed["reply"], closed["outcome"]) == ("Máy phát bị lỗi, đã khắc phục", "corrected")
    await shown.post(f"{path}/reply", {"text": "Muộn"}, 409)


async def test_a_case_proposes_the_bracket_of_the_law_in_force_on_the_day(shown, posters):
    case = await accused(shown, posters)
    found = (await shown.staff.get(f"/v1/ops/advertising/cases/{case['id']}")).json()
    assert (found["offence"]["code"], found["offence"]["least_vnd"]) == ("QC-UNAPPROVED", None)
    assert found["licence_expired"] is False


async def test_the_case_of_a_screen_without_licence_says_so(new_site, posters):
    site = await new_site(licence_until="2026-10-31")
    site.due = await site.creative(posters.jpeg(posters.poster(1)))
    await site.schedule(site.due)
    assert (await accused(site, posters))["licence_expired"] is True


async def test_of_a_snapshot_only_the_screen_is_kept(shown, posters, session, runtime):
    await shown.see(posters.poster(1))
    row = (await session.scalars(select(Snapshot))).one()
    assert row.original is None
    assert not await runtime.files.exists(row.sha256)
    assert await runtime.files.exists(row.view_sha256)


async def test_a_damaged_picture_says_nothing_about_the_screen(shown, posters):
    raw, _ = posters.scene(posters.poster(1), posters.EASY, 7)
    await shown.camera.post("/v1/advertising/snapshots", content=raw[: len(raw) // 3])
    await judge_snapshots(shown.runtime)
    assert (await shown.newest())["why"] == "damaged"


async def test_what_is_no_picture_is_refused_at_the_door(shown):
    answer = await shown.camera.post("/v1/advertising/snapshots", content=b"GIF89a" + b"0" * 100)
    assert answer.status_code == 415


@pytest.mark.parametrize("hours", [-25, 1])
async def test_a_snapshot_of_another_day_is_refused(shown, posters, hours):
    at = shown.clock.moment + timedelta(hours=hours)
    raw, _ = posters.scene(None, posters.EASY, 7)
    answer = await shown.camera.post("/v1/advertising/snapshots", content=raw, params={"at": at.isoformat()})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/at")


async def test_the_same_picture_again_is_the_same_snapshot(shown, posters):
    raw, _ = posters.scene(None, posters.EASY, 7)
    ids = {(await shown.camera.post("/v1/advertising/snapshots", content=raw)).json()["id"] for _ in range(2)}
    assert len(ids) == 1


async def test_a_players_key_sends_no_snapshots_and_its_secret_is_not_kept(shown, session):
    answer = await shown.player.post("/v1/advertising/snapshots", content=b"\xff\xd8\xff" + b"0" * 99)
    assert answer.status_code == 401
    keys = (await session.scalars(select(DeviceKey))).all()
    assert not any(shown.player.headers["Device-Key"].encode() in row.key_hash for row in keys)


def play(creative, number, **more):
    start = {"start": "2026-11-03T11:00:00+07:00", "end": "2026-11-03T11:00:15+07:00"}
    return {"play_id": f"00000000-0000-7000-8000-{number:012d}", "creative_id": creative["id"]} | start | more


async def test_every_row_of_a_play_log_has_its_answer_and_bad_ones_are_kept(shown, session):
    rows = [
        play(shown.due, 1, sha256=shown.due["sha256"]),
        play(shown.due, 1),
        play(shown.due, 1, end="2026-11-03T11:00:16+07:00"),
        play(shown.due, 2, sha256="0" * 64),
        play({"id": "00000000-0000-7000-8000-000000000000"}, 3),
        "\ud800",
    ]
    answer = await shown.player.post(
        "/v1/advertising/play-logs", content=json.dumps({"plays": rows}), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    outcomes = [(row["outcome"], row["reason"]) for row in answer.json()["rows"]]
    assert outcomes == [
        ("accepted", None),
        ("duplicate", None),
        ("rejected", "changed"),
        ("rejected", "other-content"),
        ("rejected", "unknown-creative"),
        ("rejected", "syntax"),
    ]
    assert len((await session.scalars(select(RejectedPlay))).all()) == 4


async def test_the_same_batch_again_changes_nothing(shown):
    body = {"plays": [play(shown.due, 1)]}
    first = await shown.player.post("/v1/advertising/play-logs", json=body)
    again = await shown.player.post("/v1/advertising/play-logs", json=body)
    assert (first.json()["accepted"], again.json()["duplicates"]) == (1, 1)


async def test_who_enters_a_creative_may_not_approve_it(site, posters):
    made = await site.creative(posters.jpeg(posters.poster(1)), approve=False)
    decision = {"state": "approved", "approval_ref": "88", "valid_from": "2026-01-01"}
    assert (await site.post(f"/creatives/{made['id']}/decision", decision, 409))["type"].endswith(
        "second-person-needed"
    )


async def test_what_is_not_approved_cannot_be_scheduled(site, posters):
    made = await site.creative(posters.jpeg(posters.poster(1)), approve=False)
    body = {
        "slots": [{"creative_id": made["id"], "seconds": 15}],
        "begins": "06:00",
        "ends": "22:00",
        "valid_from": "2026-01-01",
    }
    refused = await site.post(f"/screens/{site.screen['id']}/schedules", body, 422)
    assert refused["errors"][0]["pointer"] == "/slots/0/creative_id"


async def test_a_large_screen_needs_its_construction_permit(site):
    body = {key: site.screen[key] for key in ("licence_no", "licence_from", "licence_until", "address")}
    body |= {"code": "LED-02", "name_vi": "Hai", "name_en": "Two", "owner_name": "X", "owner_tax_code": "3300123456"}
    body |= {"lat": 16.4, "lon": 107.5, "width_m": 8, "height_m": 4, "width_px": 100, "height_px": 50}
    assert (await site.post("/screens", body, 422))["errors"][0]["pointer"] == "/permit_no"


async def test_the_register_is_for_everybody_and_has_no_tax_code(site, make_client):
    (shown,) = (await make_client().get("/v1/advertising/screens")).json()["items"]
    assert (shown["licence_no"], shown["licence_state"]) == ("12/GP-SVHTT", "valid")
    assert "owner_tax_code" not in shown
    assert "verdict" not in shown


async def test_a_citizen_sees_no_verdicts(make_client):
    assert (await make_client(Role.CITIZEN).get("/v1/ops/advertising/screens")).status_code == 403


async def test_the_end_of_a_licence_is_told_once(site, session):
    site.clock.set(site.clock.moment + timedelta(days=90))
    await watch_licences(site.runtime)
    await watch_licences(site.runtime)
    rows = await session.execute(select(outbox.c.subject).where(outbox.c.subject.like("%licence_expired")))
    assert len(rows.all()) == 1
