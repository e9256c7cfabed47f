"""Cases: two persons who do not know of each other, evidence that `openssl` can check."""

import io
import json
import subprocess
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from camera.jobs import seal_cases
from camera.models import Custody, EvidenceFile, Offence, Violation
from camera.queries import cases
from camera.seed import seed
from camera.states import CaseState, FileRole, RuleKind
from hueioc.auth.principal import Role
from hueioc.files.store import object_name

PATH = "/v1/ops/camera/violations"


@pytest.fixture
async def case(bureau):
    camera = await bureau.camera(legal_class="enforcement_device", serial="SN-1", certificate="KD-7 2027-01-01")
    await bureau.say(camera, bureau.violation())
    return (await bureau.session.scalars(select(Violation))).one()


@pytest.fixture
def people(make_client):
    """Two operators, and a supervisor."""
    return (
        make_client(Role.MODERATOR, subject="an"),
        make_client(Role.MODERATOR, subject="binh"),
        make_client(Role.SUPERVISOR, subject="chi"),
    )


async def decide(person, case, decision="confirm", reason=None):
    return await person.post(f"{PATH}/{case.id}/reviews", json={"decision": decision, "reason": reason})


@pytest.fixture
async def sealed(case, people, runtime):
    an, binh, _ = people
    await decide(an, case)
    await decide(binh, case)
    await seal_cases(runtime)
    return case


async def test_the_second_reviewer_sees_nothing_of_the_first(case, people):
    an, binh, _ = people
    before = (await binh.get(f"{PATH}/{case.id}")).json()
    assert (await decide(an, case)).status_code == 201
    assert (await binh.get(f"{PATH}/{case.id}")).json() == before


async def test_a_first_decision_tells_nobody(case, people, told):
    told()
    await decide(people[0], case)
    assert told() == []


async def test_the_same_person_cannot_decide_twice(case, people):
    await decide(people[0], case)
    answer = await decide(people[0], case)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:reviewed-already")


async def test_two_that_agree_confirm(case, people):
    await decide(people[0], case)
    assert (await decide(people[1], case)).json()["state"] == "confirmed"


async def test_two_that_differ_leave_it_to_a_supervisor_and_do_not_learn_it(case, people):
    an, binh, chi = people
    await decide(an, case)
    assert (await decide(binh, case, "reject", "queue")).json()["state"] == "queued"
    assert (await chi.get(f"{PATH}/{case.id}")).json()["state"] == "adjudication"
    assert (await decide(chi, case, "reject", "queue")).json()["state"] == "rejected"


async def test_a_third_operator_may_not_settle_what_two_left_open(case, people, make_client):
    await decide(people[0], case)
    await decide(people[1], case, "unclear")
    answer = await decide(make_client(Role.MODERATOR, subject="dung"), case)
    assert answer.status_code == 403


async def test_a_rejection_needs_its_reason(case, people):
    assert (await decide(people[0], case, "reject")).status_code == 422


async def test_the_next_case_is_held_for_one_person(case, people):
    an, binh, _ = people
    assert (await an.post(f"{PATH}/next")).json()["id"] == str(case.id)
    assert (await binh.post(f"{PATH}/next")).json() is None
    assert (await decide(binh, case)).status_code == 409


async def test_who_has_decided_is_not_given_the_case_again(case, people):
    an, binh, _ = people
    await decide(an, case)
    assert (await an.post(f"{PATH}/next")).json() is None
    assert (await binh.post(f"{PATH}/next")).json()["may_review"] is True


async def test_after_its_lease_a_case_is_free_again(case, people, clock):
    an, binh, _ = people
    clock.set(case.created_at)
    await an.post(f"{PATH}/next")
    clock.set(case.created_at + timedelta(seconds=601))
    assert (await binh.post(f"{PATH}/next")).json()["id"] == str(case.id)


async def test_a_look_at_an_original_picture_is_written_down(case, people):
    answer = await people[0].get(f"{PATH}/{case.id}/files/on")
    assert answer.content.startswith(b"on ")
    chain = (await people[0].get(f"{PATH}/{case.id}/custody")).json()
    assert (chain["items"][-1]["action"], chain["items"][-1]["actor"]) == ("viewed", "an")
    assert chain["first_broken"] is None


async def test_an_entry_of_custody_that_was_altered_is_found(case, people, session):
    await session.execute(update(Custody).where(Custody.seq == 2).values(reason="nothing"))
    assert (await people[0].get(f"{PATH}/{case.id}/custody")).json()["first_broken"] == 2


async def test_a_file_that_was_altered_is_not_shown(case, people, runtime, session):
    row = await cases.file(session, case.id, FileRole.ON)
    assert isinstance(row, EvidenceFile)
    (runtime.files._folder / object_name(row.sha256)).write_bytes(b"another")
    assert (await people[0].get(f"{PATH}/{case.id}/files/on")).json()["type"] == "urn:hue:problem:evidence-altered"


async def test_openssl_verifies_the_package(sealed, people, tmp_path):
    answer = await people[2].get(f"{PATH}/{sealed.id}/package")
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    assert "Signature Verified Successfully" in openssl_says(tmp_path)
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"SN-1"', b'"SN-2"'))
    assert "Signature Verified Successfully" not in openssl_says(tmp_path)


def openssl_says(folder):
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    command += ["-in", "manifest.json", "-sigfile", "manifest.sig"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=20).stdout


async def test_every_file_of_the_package_has_the_hash_of_the_manifest(sealed, people, tmp_path):
    import hashlib

    answer = await people[2].get(f"{PATH}/{sealed.id}/package")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(archive.read("manifest.json"))
    assert {each["role"] for each in manifest["files"]} == {role.value for role in FileRole}
    for each in manifest["files"]:
        assert hashlib.sha256(archive.read(each["name"])).hexdigest() == each["sha256"]


async def test_packages_hang_together(sealed, bureau, people, runtime, session):
    first = await cases.package(session, sealed.id)
    await bureau.say(await bureau.camera(code="TWO"), bureau.violation())
    second = (await session.scalars(select(Violation).where(Violation.state == CaseState.QUEUED))).one()
    await decide(people[0], second)
    await decide(people[1], second)
    await seal_cases(runtime)
    package = await cases.package(session, second.id)
    assert json.loads(package.manifest)["previous_package_sha256"] == first.sha256


async def test_only_an_enforcement_device_makes_a_case_ready_for_sanction(sealed, bureau, people, runtime):
    assert (await people[0].get(f"{PATH}/{sealed.id}")).json()["is_ready_for_sanction"] is True
    await bureau.say(await bureau.camera(code="TWO"), bureau.violation())
    second = (await people[0].post(f"{PATH}/next")).json()
    for person in people[:2]:
        await person.post(f"{PATH}/{second['id']}/reviews", json={"decision": "confirm"})
    await seal_cases(runtime)
    shown = (await people[0].get(f"{PATH}/{second['id']}")).json()
    assert (shown["state"], shown["is_ready_for_sanction"]) == ("sealed", False)


async def test_a_case_that_is_not_sealed_cannot_be_handed_over(case, people):
    answer = await people[2].post(f"{PATH}/{case.id}/transfer", json={"reference": "CA-12"})
    assert answer.json()["type"] == "urn:hue:problem:not-sealed"


async def test_the_hand_over_is_told_with_the_reference_in_custody(sealed, people, told):
    answer = await people[2].post(f"{PATH}/{sealed.id}/transfer", json={"reference": "CA-12"})
    assert (answer.json()["state"], answer.json()["transfer_reference"]) == ("transferred", "CA-12")
    chain = (await people[2].get(f"{PATH}/{sealed.id}/custody")).json()["items"]
    assert (chain[-1]["action"], chain[-1]["reason"]) == ("transferred", "CA-12")


async def test_the_law_is_that_of_the_day_of_the_act(session, runtime, bureau):
    await seed(runtime)
    found = await cases.offences(session, RuleKind.WRONG_WAY, date(2026, 11, 3))
    assert {(each.vehicle, each.min_vnd, each.points) for each in found} == {
        ("car", 18_000_000, 4),
        ("motorcycle", 4_000_000, 2),
    }
    assert await cases.offences(session, RuleKind.WRONG_WAY, date(2024, 12, 31)) == []
    assert all(isinstance(each, Offence) for each in found)
