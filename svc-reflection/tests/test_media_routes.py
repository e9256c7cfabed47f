"""Files of a report, over HTTP: sent later, covered by hand, released, hidden, looked at."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import skimage
from PIL import Image
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.ids import uuid7
from reflection.rules.media import MediumState
from reflection.service.leftovers import discard_leftovers
from reflection.service.originals import seal_originals, store_of
from reflection.service.pictures import prepare_waiting
from reflection.states import State

PORTRAIT = (Path(skimage.__file__).parent / "data" / "astronaut.png").read_bytes()
AT_ONCE = timedelta(seconds=-5)
REASON = {"reason": "Biển số còn đọc được"}


@pytest.fixture
def store(runtime):
    return store_of(runtime)


@pytest.fixture
def moderator(make_client):
    return make_client(Role.MODERATOR, subject="moderator-1")


@pytest.fixture
def reporter(make_client, office):
    return make_client(Role.CITIZEN, subject=office.citizen.subject)


@pytest.fixture
def published(office, session, store, uploaded):
    """A published report with one file whose copy is made: (report, medium)."""

    async def make(content=PORTRAIT, state=State.ACCEPTED):
        report = await office.report(state, media=[await uploaded(office.citizen, content)])
        await session.flush()
        await prepare_waiting(store)
        await session.refresh(report, ["media"])
        return report, report.media[0]

    return make


async def again(session, report):
    await session.refresh(report)
    await session.refresh(report, ["media"])
    await session.refresh(report.media[0])
    return report.media[0]


async def test_a_photo_is_asked_for_again_each_time(make_client, published):
    report, medium = await published()
    url, anybody = f"/v1/reports/{report.id}/media/{medium.public_sha256}", make_client()
    answer = await anybody.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "public, no-cache"
    same = await anybody.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_a_covered_photo_is_gone_at_once_and_comes_back_covered(
    make_client, moderator, published, session, store
):
    report, medium = await published()
    before, anybody = medium.public_sha256, make_client()
    given = {"rectangles": [{"left": 0, "top": 0, "width": 1, "height": 1}], **REASON}
    answer = await moderator.post(f"/v1/ops/reports/{report.id}/media/{medium.id}/redactions", json=given)
    assert answer.status_code == 201
    assert (await anybody.get(f"/v1/reports/{report.id}/media/{before}")).status_code == 404
    assert (await anybody.get(f"/v1/reports/{report.id}")).json()["media"] == []
    await prepare_waiting(store)
    (shown,) = (await anybody.get(f"/v1/reports/{report.id}")).json()["media"]
    picture = Image.open(io.BytesIO((await anybody.get(shown["url"])).content))
    tones = {tuple(part // 32 for part in picture.getpixel((x, y))) for x in range(0, 500, 5) for y in range(0, 500, 5)}
    assert len(tones) < 40
    await discard_leftovers(store, patience=AT_ONCE)
    assert not await store.files.exists(before)


async def test_a_redaction_is_undone_and_both_are_in_the_audit(moderator, published, session, store):
    report, medium = await published()
    root = f"/v1/ops/reports/{report.id}/media"
    given = {"rectangles": [{"left": 0.1, "top": 0.1, "width": 0.2, "height": 0.2}], **REASON}
    first_copy = medium.public_sha256
    await moderator.post(f"{root}/{medium.id}/redactions", json=given)
    await prepare_waiting(store)
    (made,) = (await moderator.get(root)).json()["redactions"]
    assert (made["reason"], made["rectangles"][0]["left"]) == (REASON["reason"], 0.1)
    answer = await moderator.delete(f"{root}/{medium.id}/redactions/{made['id']}")
    assert answer.status_code == 200
    await prepare_waiting(store)
    assert (await again(session, report)).public_sha256 == first_copy
    rows = await session.scalars(select(audit.c.action).where(audit.c.subject == str(report.id)))
    assert {"medium.redacted", "medium.redaction_undone"} <= set(rows)
    assert (await moderator.delete(f"{root}/{medium.id}/redactions/{made['id']}")).status_code == 404


@pytest.mark.parametrize(
    "rectangle",
    [
        {"left": 0.9, "top": 0, "width": 0.2, "height": 0.1},
        {"left": -0.1, "top": 0, "width": 0.2, "height": 0.1},
        {"left": 0, "top": 0, "width": 0, "height": 0.1},
        {"left": "a", "top": 0, "width": 1, "height": 1},
    ],
)
async def test_a_rectangle_beyond_the_picture_is_refused(moderator, published, rectangle):
    report, medium = await published()
    url = f"/v1/ops/reports/{report.id}/media/{medium.id}/redactions"
    answer = await moderator.post(url, json={"rectangles": [rectangle], **REASON})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"][:13]) == (422, "/rectangles/0")


async def test_a_hidden_photo_is_for_staff_only_until_it_is_shown_again(make_client, moderator, published):
    report, medium = await published()
    public = f"/v1/reports/{report.id}/media/{medium.public_sha256}"
    decide = f"/v1/ops/reports/{report.id}/media/{medium.id}/visibility"
    hidden = (await moderator.post(decide, json={"decision": "hide", **REASON})).json()
    assert (hidden["files"][0]["state"], hidden["media"]) == ("hidden", [])
    assert (await make_client().get(public)).status_code == 404
    assert (await moderator.get(hidden["files"][0]["url"])).status_code == 200
    await moderator.post(decide, json={"decision": "show", **REASON})
    assert (await make_client().get(public)).status_code == 200


async def test_a_film_is_public_only_after_somebody_has_looked(make_client, moderator, published, film):
    report, medium = await published(film())
    assert (medium.state, medium.public_sha256) == (MediumState.HELD, None)
    file = (await moderator.get(f"/v1/ops/reports/{report.id}/media")).json()["items"][0]
    assert (file["kind"], file["media_type"], file["state"]) == ("video", "video/mp4", "held")
    assert (await moderator.get(file["poster_url"])).headers["content-type"] == "image/jpeg"
    anybody, copy = make_client(), file["url"].rsplit("/", 1)[1]
    assert (await anybody.get(f"/v1/reports/{report.id}/media/{copy}")).status_code == 404
    decide = f"/v1/ops/reports/{report.id}/media/{medium.id}/visibility"
    await moderator.post(decide, json={"decision": "release", "reason": "Không có mặt người"})
    (shown,) = (await anybody.get(f"/v1/reports/{report.id}")).json()["media"]
    part = await anybody.get(shown["url"], headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content, shown["poster_url"] is not None) == (206, b"ftyp", True)


async def test_a_sound_is_held_too(published, sound):
    _, medium = await published(sound("mp3", "libmp3lame"))
    assert (medium.kind.value, medium.state, medium.media_type) == ("audio", MediumState.HELD, "audio/mpeg")


async def test_a_damaged_file_is_explained_to_the_reporter_and_the_report_stays(reporter, published):
    report, _ = await published(b"\xff\xd8\xff damaged", State.RECEIVED)
    answer = (await reporter.get(f"/v1/reports/mine/{report.id}")).json()
    assert (answer["state"], answer["files"][0]["state"]) == ("received", "refused")
    assert answer["files"][0]["problem"]["vi"].startswith("Tệp bị hỏng")
    assert answer["files"][0]["problem"]["en"].startswith("The file is damaged")


async def test_a_document_is_no_photo_of_the_scene(reporter, published):
    _, medium = await published(b"%PDF-1.7\n" + b"x" * 100, State.RECEIVED)
    assert (medium.state, medium.refused) == (MediumState.REFUSED, "no_evidence")


async def test_files_follow_a_report_each_once(reporter, office, session, uploaded):
    first = await uploaded(office.citizen)
    report = await office.report(media=[first])
    await session.flush()
    more = [await uploaded(office.citizen) for _ in range(2)]
    answer = await reporter.post(f"/v1/reports/mine/{report.id}/media", json={"media": [first, *more]})
    assert len(answer.json()["files"]) == 3
    await session.refresh(report, ["media"])
    assert [each.sha256 for each in report.media] == [first, *more]


async def test_too_many_files_are_refused_as_a_whole(reporter, office, session, uploaded):
    report = await office.report(media=[await uploaded(office.citizen) for _ in range(4)])
    await session.flush()
    more = [await uploaded(office.citizen) for _ in range(2)]
    answer = await reporter.post(f"/v1/reports/mine/{report.id}/media", json={"media": more})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/media")


async def test_a_file_that_was_not_uploaded_is_named(reporter, office, session):
    report = await office.report()
    await session.flush()
    answer = await reporter.post(f"/v1/reports/mine/{report.id}/media", json={"media": ["0" * 64]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/media/0")


async def test_nobody_adds_to_another_ones_report(make_client, office, session, uploaded):
    report = await office.report()
    await session.flush()
    stranger = make_client(Role.CITIZEN, subject=office.stranger.subject)
    given = {"media": [await uploaded(office.stranger)]}
    assert (await stranger.post(f"/v1/reports/mine/{report.id}/media", json=given)).status_code == 403


async def test_a_rejected_report_takes_no_more_files(reporter, office, session, uploaded):
    report = await office.report(State.REJECTED)
    await session.flush()
    given = {"media": [await uploaded(office.citizen)]}
    assert (await reporter.post(f"/v1/reports/mine/{report.id}/media", json=given)).status_code == 409


async def test_originals_are_kept_sealed_and_only_sealed(published, session, store):
    report, medium = await published()
    await seal_originals(store)
    await discard_leftovers(store, patience=AT_ONCE)
    medium = await again(session, report)
    assert not await store.files.exists(medium.sha256)
    sealed = await store.files.read(medium.sealed_sha256)
    assert len(sealed) > len(PORTRAIT)
    assert PORTRAIT[:64] not in sealed


async def test_looking_at_an_original_is_written_down_first(moderator, published, session, store):
    report, medium = await published()
    await seal_originals(store)
    await discard_leftovers(store, patience=AT_ONCE)
    answer = await moderator.get(f"/v1/ops/reports/{report.id}/media/{medium.id}/original")
    assert (answer.content, answer.headers["cache-control"]) == (PORTRAIT, "private, no-store")
    row = (await session.execute(select(audit).where(audit.c.action == "medium.original_read"))).mappings().one()
    assert (row["actor"], row["detail"]) == ("moderator-1", {"medium": str(medium.id)})


async def test_a_photo_can_be_covered_after_its_original_was_sealed(moderator, published, session, store):
    report, medium = await published()
    await seal_originals(store)
    await discard_leftovers(store, patience=AT_ONCE)
    given = {"rectangles": [{"left": 0, "top": 0, "width": 0.5, "height": 0.5}], **REASON}
    await moderator.post(f"/v1/ops/reports/{report.id}/media/{medium.id}/redactions", json=given)
    await prepare_waiting(store)
    assert (await again(session, report)).state is MediumState.READY


async def test_the_original_of_an_erased_person_cannot_be_read(moderator, published, session, store, office):
    from reflection.service.submit import person_of

    report, medium = await published()
    await seal_originals(store)
    await discard_leftovers(store, patience=AT_ONCE)
    await store.vault.erase(session, person_of(office.citizen))
    assert (await moderator.get(f"/v1/ops/reports/{report.id}/media/{medium.id}/original")).status_code == 404


async def test_a_unit_cannot_look_at_originals(make_client, published, office):
    report, medium = await published()
    officer = make_client(Role.OFFICER, unit_id=str(office.unit.id))
    assert (await officer.get(f"/v1/ops/reports/{report.id}/media/{medium.id}/original")).status_code == 403


@pytest.fixture
async def twin(office, session, store, uploaded):
    """Another person's report with the same photo."""
    made = await office.report(State.ACCEPTED, by=office.stranger, media=[await uploaded(office.stranger, PORTRAIT)])
    await session.flush()
    await prepare_waiting(store)
    return made


async def test_the_same_photo_of_two_people_is_one_copy_and_covering_one_keeps_the_other(
    make_client, moderator, published, session, store, twin
):
    report, medium = await published()
    given = {"rectangles": [{"left": 0, "top": 0, "width": 1, "height": 1}], **REASON}
    await moderator.post(f"/v1/ops/reports/{report.id}/media/{medium.id}/redactions", json=given)
    await discard_leftovers(store, patience=AT_ONCE)
    shown = await again(session, twin)
    assert (await make_client().get(f"/v1/reports/{twin.id}/media/{shown.public_sha256}")).status_code == 200


async def test_a_file_of_another_report_is_not_found(moderator, published, office, session):
    _, medium = await published()
    other = await office.report()
    await session.flush()
    for url in (f"{medium.id}/original", f"{uuid7()}/original"):
        assert (await moderator.get(f"/v1/ops/reports/{other.id}/media/{url}")).status_code == 404
