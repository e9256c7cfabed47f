"""What the operations centre and the units do, over HTTP."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hueioc.auth.principal import Role
from hueioc.ids import uuid7
from reflection.states import State

ACCEPT = {"decision": "accept"}
READERS = {Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER}


@pytest.fixture
def moderator(make_client):
    return make_client(Role.MODERATOR)


@pytest.fixture
def officer(make_client, office):
    return make_client(Role.OFFICER, subject=office.officer.subject, unit_id=office.officer.unit_id)


@pytest.fixture
def colleague(make_client, office):
    return make_client(Role.OFFICER, subject=office.colleague.subject, unit_id=office.colleague.unit_id)


def seen(version):
    return {"If-Match": f'"{version}"'}


def due():
    return (datetime.now(UTC) + timedelta(days=7)).isoformat()


async def test_a_report_goes_from_moderation_to_its_published_answer(
    moderator, officer, make_client, office, session, uploaded
):
    report = await office.report()
    evidence = await uploaded(office.officer)
    await session.flush()
    path, version = f"/v1/ops/reports/{report.id}", 1
    for client, step, data in (
        (moderator, "moderation", ACCEPT),
        (moderator, "assignment", {"unit_id": str(office.unit.id), "due_at": due()}),
        (officer, "answer", {"text": "Đã xử lý", "outcome": "resolved", "media": [evidence]}),
        (moderator, "review", {"decision": "resolve"}),
    ):
        answer = await client.post(f"{path}/{step}", json=data, headers=seen(version))
        version += 1
        assert (answer.status_code, answer.headers["etag"]) == (200, f'"{version}"')
    public = (await make_client().get(f"/v1/reports/{report.id}")).json()
    assert (public["state"], public["answer"]["text"]) == ("resolved", "Đã xử lý")


async def test_a_step_without_the_version_one_has_seen_is_refused(moderator, office, session):
    report = await office.report()
    await session.flush()
    answer = await moderator.post(f"/v1/ops/reports/{report.id}/moderation", json=ACCEPT)
    assert (answer.status_code, answer.json()["type"]) == (428, "urn:hue:problem:precondition-required")


async def test_a_step_on_an_older_version_is_refused_and_names_the_present_one(moderator, office, session):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    answer = await moderator.post(f"/v1/ops/reports/{report.id}/moderation", json=ACCEPT, headers=seen(1))
    assert (answer.status_code, answer.json()["version"]) == (412, 2)


@pytest.mark.parametrize("value", ["7", '"x"', '"1", "2"', '"' + "9" * 30 + '"', "*"])
async def test_a_version_in_another_form_is_refused(moderator, value):
    answer = await moderator.post(f"/v1/ops/reports/{uuid7()}/moderation", json=ACCEPT, headers={"If-Match": value})
    assert answer.status_code == 400


async def test_a_step_the_state_does_not_allow_names_both(moderator, office, session):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    answer = await moderator.post(f"/v1/ops/reports/{report.id}/moderation", json=ACCEPT, headers=seen(2))
    problem = answer.json()
    assert (answer.status_code, problem["state"], problem["action"]) == (409, "accepted", "accept")


async def test_a_report_that_does_not_exist_is_not_found(moderator):
    answer = await moderator.post(f"/v1/ops/reports/{uuid7()}/moderation", json=ACCEPT, headers=seen(1))
    assert answer.status_code == 404


async def test_an_officer_sees_the_queue_of_the_own_unit(officer, colleague, moderator, office, session):
    report = await office.report(State.ASSIGNED)
    await office.report()
    await session.flush()
    assert [item["id"] for item in (await officer.get("/v1/ops/queue")).json()["items"]] == [str(report.id)]
    assert (await colleague.get("/v1/ops/queue")).json() == {"items": [], "total": 0}
    assert (await moderator.get("/v1/ops/queue")).json()["total"] == 2


@pytest.mark.parametrize("path", ["", "/history", f"/media/{'a' * 64}"])
async def test_an_officer_of_another_unit_does_not_see_the_report(colleague, office, session, path):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    assert (await colleague.get(f"/v1/ops/reports/{report.id}{path}")).status_code == 404


async def test_an_officer_without_a_unit_sees_nothing(make_client, office, session):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    officer = make_client(Role.OFFICER)
    assert (await officer.get("/v1/ops/queue")).json()["total"] == 0
    assert (await officer.get(f"/v1/ops/reports/{report.id}")).status_code == 404


async def test_an_officer_of_another_unit_does_not_answer(colleague, office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    data = {"text": "Xong", "outcome": "resolved", "media": [await uploaded(office.colleague)]}
    await session.flush()
    answer = await colleague.post(f"/v1/ops/reports/{report.id}/answer", json=data, headers=seen(report.version))
    assert answer.status_code == 403


async def test_an_officer_neither_moderates_nor_assigns_nor_reviews(officer):
    for step, data in (
        ("moderation", ACCEPT),
        ("assignment", {"unit_id": str(uuid7()), "due_at": due()}),
        ("review", {"decision": "resolve"}),
    ):
        answer = await officer.post(f"/v1/ops/reports/{uuid7()}/{step}", json=data, headers=seen(1))
        assert answer.status_code == 403


@pytest.mark.parametrize("role", sorted(set(Role) - READERS))
@pytest.mark.parametrize("path", ["queue", "statistics", f"reports/{UUID(int=7)}"])
async def test_nobody_else_looks_behind_the_counter(make_client, role, path):
    assert (await make_client(role).get(f"/v1/ops/{path}")).status_code == 403


async def test_an_auditor_reads_and_does_nothing(make_client, office, session):
    report = await office.report()
    await session.flush()
    auditor = make_client(Role.AUDITOR)
    assert (await auditor.get(f"/v1/ops/reports/{report.id}")).status_code == 200
    answer = await auditor.post(f"/v1/ops/reports/{report.id}/moderation", json=ACCEPT, headers=seen(1))
    assert answer.status_code == 403


async def test_the_history_tells_who_did_what(moderator, office, session):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    items = (await moderator.get(f"/v1/ops/reports/{report.id}/history")).json()["items"]
    assert [(item["actor"], item["action"]) for item in items] == [
        ("reporter", "submit"),
        ("moderator-1", "accept"),
        ("moderator-1", "assign"),
    ]


async def test_staff_see_a_photo_before_it_is_public_and_nobody_keeps_it(
    moderator, office, session, runtime, uploaded, picture
):
    report = await office.report(media=[await uploaded(office.citizen)])
    stored = await runtime.files.write(picture())
    report.media[0].copy_sha256 = stored.sha256
    await session.flush()
    answer = await moderator.get(f"/v1/ops/reports/{report.id}/media/{stored.sha256}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")


async def test_statistics_count_what_there_is(moderator, office, session):
    await office.report(State.RESOLVED)
    await session.flush()
    found = (await moderator.get("/v1/ops/statistics")).json()
    assert (found["total"], found["by_state"]["resolved"]) == (1, 1)
